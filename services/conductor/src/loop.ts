import type { Logger } from '@trunkline/service';

/** What a duty goes on without: its name, how often it failed and since when (ms), and the last error. */
export type FailingItem = { item: string; times: number; since: number; error: string };

/**
 * One pass of a duty; true when more work is known, so that the next pass follows at once. `failing`, `items`: how many and which items
 * it goes on without. `end`: waits for what passes left running. `waitMs`: when the next pass is to be, of one that keeps to the clock.
 */
export type Work = (() => Promise<boolean>) & {
  failing?(): number;
  items?(): FailingItem[];
  waitMs?(): number;
  end?(): Promise<void>;
};

export type Loop = {
  name: string;
  wakes: boolean;
  /** How many items of it fail while the others go on (turns.ts). */
  failingItems(): number;
  /** These, and first the duty itself (null) while its passes fail. */
  failures(): (Omit<FailingItem, 'item'> & { item: string | null })[];
  /** How long its passes have failed by now, ms; 0 when the last one went well. */
  failingMs(): number;
  /** Runs the work soon instead of at its next time. */
  wake(): void;
  /** Ends the loop; resolves when the work in hand is done. */
  stop(): Promise<void>;
};

export type Duty = {
  name: string;
  /** Wait between two passes that found nothing more to do. */
  everyMs: number;
  work: Work;
  /** It is woken when a run was changed. */
  wakes?: boolean;
};

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5000;

/**
 * Repeats a duty until it is stopped. When a pass fails (Redis or Postgres is away) it is tried again, ever more slowly and
 * with jitter; the log says once that it fails and once that it works again.
 */
export function startLoop({ name, everyMs, work, wakes = false }: Duty, log: Logger): Loop {
  let stopped = false;
  let rouse: (() => void) | null = null;
  let roused = false;
  let failures = 0;
  let failingSince = 0;
  let fault: unknown;

  function sleep(ms: number): Promise<void> {
    if (roused || stopped) {
      roused = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        rouse = null;
        roused = false;
        resolve();
      }
      rouse = done;
    });
  }

  async function pass(): Promise<number> {
    try {
      const more = await work();
      if (failures > 0) log.info({ duty: name, failures }, 'works again');
      failures = 0;
      return more ? 0 : (work.waitMs?.() ?? everyMs);
    } catch (error) {
      fault = error;
      if (failures === 0) failingSince = performance.now();
      if (failures++ === 0) log.error({ duty: name, err: error }, 'failed; trying again until it works');
      const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
      return wait * (0.5 + Math.random());
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const wait = await pass();
      if (wait > 0) await sleep(wait);
    }
    await work.end?.();
  }

  const ended = run();
  return {
    name,
    wakes,
    failingItems: () => work.failing?.() ?? 0,
    failures() {
      const items = work.items?.() ?? [];
      if (failures === 0) return items;
      const since = Date.now() - (performance.now() - failingSince);
      return [{ item: null, times: failures, since, error: String(fault) }, ...items];
    },
    failingMs: () => (failures > 0 ? performance.now() - failingSince : 0),
    wake() {
      // A wake during a pass counts for the next one; while failing, the back-off stands.
      if (rouse && failures === 0) rouse();
      else roused = failures === 0;
    },
    stop() {
      stopped = true;
      rouse?.();
      return ended;
    },
  };
}
