import { isOver } from '@trunkline/control';
import type { CaptureFilter, CaptureStore } from '../../stores/page/capture-store.ts';
import type { CaptureValue, RunValue } from '../../stores/values.ts';
import type { CapturesEvent } from '../live-event.ts';
import { createReaders, nextDue, type Reading } from './readers.ts';

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

/** `pending` is null until its first event. */
type State = { pending: CaptureValue[] | null; left: number };
type Tail = Reading<TailOf, CapturesEvent, State>;
type Watchers = Parameters<Tail['turn']>[0];

/** Captures of runs as they are recorded. */
export const createCaptureTails = (onTrouble: (error: unknown) => void, now = () => performance.now()) =>
  createReaders<TailOf, CapturesEvent, State>({
    onTrouble,
    keyOf: ({ key }) => key,
    fresh: () => ({ pending: null, left: 0 }),
    begin: (of) => startTail(of, now),
  });

export type CaptureTails = ReturnType<typeof createCaptureTails>;

function startTail(first: TailOf, now: () => number): Tail {
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

  function take(watchers: Watchers, captures: readonly CaptureValue[], skipped: number) {
    const fresh = captures.filter(({ id }) => !seen.has(id));
    const left = skipped === 0 ? 0 : captures.length + skipped - seen.size - fresh.length;
    for (const { of, state } of watchers) {
      if (state.pending === null) continue;
      state.pending.push(...fresh);
      state.left += left + state.pending.splice(0, Math.max(0, state.pending.length - of.most)).length;
    }
    // What was left out is not looked for again.
    floor = skipped > 0 || newest === null ? (captures[0]?.id ?? 1) - 1 : top;
    top = Math.max(top, captures.at(-1)?.id ?? 0);
    seen = new Set(captures.map(({ id }) => id).filter((id) => id > floor));
    newest = [...(newest ?? []), ...fresh].slice(-MOST_CAPTURES);
  }

  function flush(watchers: Watchers, all: boolean) {
    for (const watcher of watchers) {
      const { of, state } = watcher;
      const { pending, left } = state;
      if (pending === null) {
        const captures = (newest ?? []).slice(-of.most);
        watcher.push({ ...head(), kind: 'snapshot', captures, dropped: 0 });
        state.pending = [];
      } else if (pending.length > 0 && (all || now() >= watcher.dueAt)) {
        watcher.push({ ...head(), kind: 'captures', captures: pending, dropped: left });
        state.pending = [];
        state.left = 0;
      } else continue;
      watcher.dueAt = nextDue(now(), of.intervalMs);
    }
  }

  const head = () => ({ typename: 'LiveCaptures', at: new Date() }) as const;

  return {
    async turn(watchers) {
      // The row first: what is recorded after its end was read is none of this run.
      run = (await first.row()) ?? { ...run, state: 'cancelled' };
      const ending = isOver(run.state);
      const after = newest === null ? null : floor;
      const found = await first.captures().newest(run.serial, after, first.filter, MOST_CAPTURES);
      take(watchers, found.captures, found.skipped);
      flush(watchers, ending);
      return ending;
    },
  };
}
