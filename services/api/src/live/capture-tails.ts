import { isOver } from '@trunkline/control';
import type { CaptureFilter, CaptureStore } from '../stores/capture-store.ts';
import type { CaptureValue, RunValue } from '../stores/values.ts';
import { createEventBuffer, type EventBuffer } from './event-buffer.ts';
import type { CapturesEvent } from './live-event.ts';

/** Captures an event carries at most; of what came faster the newest are kept, and the rest is counted. */
export const MOST_CAPTURES = 100;

export type TailOf = {
  run: RunValue;
  filter: CaptureFilter;
  /** Who asks for the same in the same words shares one reader. */
  key: string;
  intervalMs: number;
  most: number;
  captures: () => Pick<CaptureStore, 'newest'>;
  row: () => Promise<RunValue | null>;
};

type Watcher = {
  push: (event: CapturesEvent) => void;
  finish: () => void;
  of: TailOf;
  dueAt: number;
  /** Null until its first event. */
  pending: CaptureValue[] | null;
  left: number;
};
type Tail = { join(watcher: Watcher): () => void; close(): void };

/** Captures of runs as they are recorded, read once for all who watch the same, and only while somebody does. */
export function createCaptureTails(
  onTrouble: (error: unknown) => void,
  now: () => number = () => performance.now(),
) {
  const open = new Map<string, Tail>();
  return {
    watch(of: TailOf): EventBuffer<CapturesEvent> {
      let leave = () => {};
      return createEventBuffer<CapturesEvent>({
        start(push, finish) {
          const tail = open.get(of.key) ?? startTail(of, () => open.delete(of.key), onTrouble, now);
          open.set(of.key, tail);
          leave = tail.join({ push, finish, of, dueAt: 0, pending: null, left: 0 });
        },
        stop: () => leave(),
      });
    },
    size: () => open.size,
    close() {
      for (const tail of [...open.values()]) tail.close();
    },
  };
}

export type CaptureTails = ReturnType<typeof createCaptureTails>;

function startTail(
  first: TailOf,
  ended: () => void,
  onTrouble: (error: unknown) => void,
  now: () => number,
): Tail {
  const watchers = new Set<Watcher>();
  /** What a snapshot shows, oldest first. */
  let newest: CaptureValue[] | null = null;
  /**
   * An id is given before its transaction commits, so a lower one may appear after a higher. Up to the floor all is settled;
   * above it each look reads again, and `seen` says what was told. The floor follows one look behind.
   */
  let floor = 0;
  let top = 0;
  let seen = new Set<number>();
  let run = first.run;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let turning = false;

  async function turn(): Promise<void> {
    if (turning) return;
    turning = true;
    clearTimeout(timer);
    try {
      // The row first: what is recorded after its end was read is none of this run.
      run = (await first.row()) ?? { ...run, state: 'cancelled' };
      const ending = isOver(run.state);
      const after = newest === null ? null : floor;
      const found = await first.captures().newest(run.serial, after, first.filter, MOST_CAPTURES);
      take(found.captures, found.skipped);
      flush(ending);
      if (ending) close();
    } catch (error) {
      // Postgres is away: the next look finds what this one missed.
      onTrouble(error);
    } finally {
      turning = false;
    }
    if (over) return;
    const eager = Math.min(...[...watchers].map(({ of }) => of.intervalMs));
    timer = setTimeout(() => void turn(), eager);
  }

  function take(captures: readonly CaptureValue[], skipped: number) {
    const fresh = captures.filter(({ id }) => !seen.has(id));
    const left = skipped === 0 ? 0 : captures.length + skipped - seen.size - fresh.length;
    for (const watcher of watchers) {
      if (watcher.pending === null) continue;
      watcher.pending.push(...fresh);
      watcher.left +=
        left + watcher.pending.splice(0, Math.max(0, watcher.pending.length - watcher.of.most)).length;
    }
    // What was left out is not looked for again.
    floor = skipped > 0 || newest === null ? (captures[0]?.id ?? 1) - 1 : top;
    top = Math.max(top, captures.at(-1)?.id ?? 0);
    seen = new Set(captures.map(({ id }) => id).filter((id) => id > floor));
    newest = [...(newest ?? []), ...fresh].slice(-MOST_CAPTURES);
  }

  function flush(all: boolean) {
    for (const watcher of watchers) {
      const { pending, of, left } = watcher;
      if (pending === null) {
        const captures = (newest ?? []).slice(-of.most);
        watcher.push({ ...head(), kind: 'snapshot', captures, dropped: 0 });
        watcher.pending = [];
      } else if (pending.length > 0 && (all || now() >= watcher.dueAt)) {
        watcher.push({ ...head(), kind: 'captures', captures: pending, dropped: left });
        watcher.pending = [];
        watcher.left = 0;
      } else continue;
      watcher.dueAt = now() + of.intervalMs - 20;
    }
  }

  const head = () => ({ typename: 'LiveCaptures', at: new Date() }) as const;

  function end() {
    if (over) return;
    over = true;
    clearTimeout(timer);
    ended();
  }

  function close() {
    end();
    for (const { finish } of [...watchers]) finish();
  }

  return {
    join(watcher) {
      watchers.add(watcher);
      setImmediate(() => void turn());
      return () => {
        watchers.delete(watcher);
        if (watchers.size === 0) end();
      };
    },
    close,
  };
}
