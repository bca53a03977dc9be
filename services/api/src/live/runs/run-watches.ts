import { isOver } from '@trunkline/control';
import type { StageReport } from '@trunkline/telemetry';
import type { ProgressValue, RunState, RunValue } from '../../stores/values.ts';
import type { Looks } from '../looks/looks.ts';
import { createReaders, nextDue, type Reading } from '../readers/readers.ts';
import type { ProgressEvent } from './progress-event.ts';

/** State and stages are read at most this often, ms; counters as often as the most eager watcher wants. */
const SLOW_MS = 1000;

type WatchOf = { run: RunValue; intervalMs: number };
/** Finger print of what was sent last: an update that says nothing new is not sent. */
type State = { sent: string };
type Poller = Reading<WatchOf, ProgressEvent, State>;

export type RunWatchParts = {
  looks: Looks;
  /** The run's row as it is now; null when it was deleted. */
  row: (runId: string) => Promise<RunValue | null>;
  onTrouble: (error: unknown) => void;
  now?: () => number;
};

/** Follows the progress of runs; `wake` looks at a run at once, because something is known to have changed. */
export function createRunWatches(parts: RunWatchParts) {
  const readers = createReaders<WatchOf, ProgressEvent, State>({
    onTrouble: parts.onTrouble,
    keyOf: ({ run }) => run.id,
    fresh: () => ({ sent: '' }),
    begin: ({ run }) => startPoller(parts, run),
  });
  return { ...readers, watch: (run: RunValue, intervalMs: number) => readers.watch({ run, intervalMs }) };
}

export type RunWatches = ReturnType<typeof createRunWatches>;

function startPoller({ looks, row, now = () => performance.now() }: RunWatchParts, first: RunValue): Poller {
  let run = first;
  let stages: StageReport = {};
  let slowAt = Number.NEGATIVE_INFINITY;

  /** False: the run was deleted. */
  async function readSlow(): Promise<boolean> {
    slowAt = now() + SLOW_MS;
    const found = await row(run.id);
    if (found === null) return false;
    run = found;
    stages = await looks.stages(run);
    return true;
  }

  function tell(watchers: Parameters<Poller['turn']>[0], progress: ProgressValue, from: RunState) {
    // What is known by now: a snapshot waits for nothing.
    const rates = looks.ratesNow(run, progress.counters);
    const print = JSON.stringify([progress.counters, progress.state, rates, stages]);
    const event = { run, progress: { ...progress, rates: async () => rates }, from, dropped: 0 };
    // One object for all who get it: what is made of it for one of them serves the others.
    const snapshot: ProgressEvent = { ...event, kind: 'snapshot', from: run.state };
    const changed: ProgressEvent = { ...event, kind: 'state' };
    const update: ProgressEvent = { ...event, kind: 'update' };
    const done: ProgressEvent = { ...event, kind: 'done', from: run.state };
    for (const watcher of watchers) {
      const { state } = watcher;
      if (state.sent === '') watcher.push(snapshot);
      else if (from !== run.state) watcher.push(changed);
      else if (print !== state.sent && now() >= watcher.dueAt) watcher.push(update);
      else continue;
      state.sent = print;
      watcher.dueAt = nextDue(now(), watcher.of.intervalMs);
    }
    if (isOver(run.state)) for (const { push } of watchers) push(done);
  }

  return {
    async turn(watchers) {
      const from = run.state;
      if (now() >= slowAt && !(await readSlow())) return true;
      tell(watchers, await looks.at(run, stages), from);
      return isOver(run.state);
    },
    wake() {
      slowAt = Number.NEGATIVE_INFINITY;
    },
  };
}
