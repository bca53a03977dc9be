import type { Kept } from '@trunkline/archive';
import type { Frontier } from '@trunkline/frontier';
import { untilAnswered } from '../loop/until-answered.ts';

/** Kept promises are told together, ms. */
const GATHER_MS = 100;
/** How often the frontier is asked which promises of this process it holds, ms. */
const AUDIT_MS = 30_000;

/**
 * A promise: `left` of its packs are not worked off; `told`: the settle that carries it was answered, or never will be; `kept`: where
 * those that are worked off lie until the frontier knows.
 */
export type Given = { id: string; run: string; left: number; told: boolean; kept: Kept[] };

type Parts = {
  frontier: Pick<Frontier, 'keepPromises' | 'promises'>;
  /** Begins every promise of this process. */
  owner: string;
  signal: AbortSignal;
  onAway(): void;
  /** The frontier knows that this is worked off: it is not needed any more. */
  drop(kept: Kept): void;
};

/** The promises this process has given or taken over, each until the frontier knows that it is kept. */
export function createPromises({ frontier, owner, signal, onAway, drop }: Parts) {
  const open = new Map<string, Given>();
  /** Kept, and to be told; by run. */
  let kept = new Map<string, Given[]>();
  /** Runs that were promised something: our word that it is kept may be lost with what Redis wrote last. */
  const runs = new Set<string>();
  let serial = 0;
  let timer: NodeJS.Timeout | null = null;
  let telling: Promise<void> = Promise.resolve();

  const nameOf = (run: string, id: string) => `${run} ${id}`;

  function look(of: Given): void {
    if (of.left > 0 || !of.told) return;
    const list = kept.get(of.run);
    if (list) list.push(of);
    else kept.set(of.run, [of]);
    timer ??= setTimeout(tell, GATHER_MS);
  }

  function tell(): void {
    timer = null;
    const all = kept;
    kept = new Map();
    telling = telling.then(async () => {
      for (const [run, list] of all) {
        const ids = list.map(({ id }) => id);
        const answered = await untilAnswered(
          () => frontier.keepPromises(run, ids).then(() => true),
          signal,
          onAway,
        );
        if (!answered) return; // stopped: whoever takes the spool over does it again
        for (const of of list) {
          open.delete(nameOf(run, of.id));
          for (const one of of.kept) drop(one);
        }
      }
    });
  }

  /** Keeps those that the frontier holds though nothing is left of them. */
  async function audit(): Promise<void> {
    for (const run of runs) {
      const there = await untilAnswered(() => frontier.promises(run), signal, onAway);
      if (!there) return;
      const forgotten = there.filter((id) => id.startsWith(`${owner}:`) && !open.has(nameOf(run, id)));
      if (forgotten.length > 0)
        await untilAnswered(() => frontier.keepPromises(run, forgotten), signal, onAway);
      if (there.length === 0 && ![...open.values()].some((of) => of.run === run)) runs.delete(run);
    }
  }
  const auditing = setInterval(() => {
    telling = telling.then(audit);
  }, AUDIT_MS).unref();

  function note(run: string, id: string, told: boolean): Given {
    const of = { id, run, left: 0, told, kept: [] };
    open.set(nameOf(run, id), of);
    runs.add(run);
    return of;
  }

  return {
    give: (run: string): Given => note(run, `${owner}:${++serial}`, false),
    takeBack: (of: Given) => void open.delete(nameOf(of.run, of.id)),
    /** One that another process gave. Its packs are added in one go: they lie one after the other. */
    adopted: (run: string, id: string): Given => open.get(nameOf(run, id)) ?? note(run, id, true),
    told(of: Given): void {
      of.told = true;
      look(of);
    },
    worked(of: Given, at: Kept): void {
      of.left--;
      of.kept.push(at);
      look(of);
    },
    /** Tells what is kept, unless Redis is away. To be called before `signal` aborts. */
    async flush(waitMs: number): Promise<void> {
      clearInterval(auditing);
      if (timer) clearTimeout(timer);
      tell();
      await Promise.race([telling, new Promise((resolve) => setTimeout(resolve, waitMs))]);
    },
  };
}
