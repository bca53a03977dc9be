import { isOver } from '@trunkline/control';
import type { StageReport } from '@trunkline/telemetry';
import type { ProgressValue, RunState, RunValue } from '../stores/values.ts';
import { createEventBuffer, type EventBuffer } from './event-buffer.ts';
import type { Looks } from './looks.ts';
import type { ProgressEvent } from './progress-event.ts';

/** State and stages are read at most this often, ms; counters as often as the most eager watcher wants. */
const SLOW_MS = 1000;

type Watcher = {
  push: (event: ProgressEvent) => void;
  finish: () => void;
  intervalMs: number;
  dueAt: number;
  /** Finger print of what was sent last: an update that says nothing new is not sent. */
  sent: string;
};

export type RunWatchParts = {
  looks: Looks;
  /** The run's row as it is now; null when it was deleted. */
  row: (runId: string) => Promise<RunValue | null>;
  onTrouble: (error: unknown) => void;
  now?: () => number;
};

/** Follows runs for any number of watchers with one poller per run, which lives while somebody watches. */
export function createRunWatches(parts: RunWatchParts) {
  const watched = new Map<string, ReturnType<typeof startPoller>>();
  return {
    watch(run: RunValue, intervalMs: number): EventBuffer<ProgressEvent> {
      let leave = () => {};
      return createEventBuffer<ProgressEvent>({
        start(push, finish) {
          let poller = watched.get(run.id);
          if (poller === undefined) {
            poller = startPoller(parts, run, () => watched.delete(run.id));
            watched.set(run.id, poller);
          }
          leave = poller.join(intervalMs, push, finish);
        },
        stop: () => leave(),
      });
    },
    /** Looks at a run at once, because something is known to have changed. */
    wake: (runId: string) => watched.get(runId)?.wake(),
    size: () => watched.size,
    /** Ends every watch, so that clients see a proper end. */
    close() {
      for (const poller of [...watched.values()]) poller.close();
    },
  };
}

export type RunWatches = ReturnType<typeof createRunWatches>;

function startPoller(parts: RunWatchParts, first: RunValue, ended: () => void) {
  const now = parts.now ?? (() => performance.now());
  const watchers = new Set<Watcher>();
  let run = first;
  let stages: StageReport = {};
  let slowAt = Number.NEGATIVE_INFINITY;
  let look: ProgressValue | null = null;
  let timer: NodeJS.Timeout | undefined;
  let turning = false;
  let again = false;
  let over = false;

  /** Reads what is due and tells every watcher that is due. */
  async function turn(): Promise<void> {
    if (turning) {
      again = true;
      return;
    }
    turning = true;
    clearTimeout(timer);
    try {
      const from = run.state;
      if (now() >= slowAt) await readSlow();
      look = await parts.looks.at(run, stages);
      if (watchers.size > 0) tell(look, from);
    } catch (error) {
      // Redis or Postgres is away: watchers keep their last look and get the next one when it is back.
      parts.onTrouble(error);
    } finally {
      turning = false;
    }
    if (over || watchers.size === 0) return;
    if (again) {
      again = false;
      setImmediate(() => void turn());
      return;
    }
    const eager = Math.min(...[...watchers].map((watcher) => watcher.intervalMs));
    timer = setTimeout(() => void turn(), eager);
  }

  async function readSlow() {
    slowAt = now() + SLOW_MS;
    const row = await parts.row(run.id);
    if (row === null) {
      close();
      return;
    }
    run = row;
    stages = await parts.looks.stages(run);
  }

  function tell(progress: ProgressValue, from: RunState) {
    // What is known by now: a snapshot waits for nothing.
    const rates = parts.looks.ratesNow(run, progress.counters);
    const print = JSON.stringify([progress.counters, progress.state, rates, stages]);
    const event = { run, progress: { ...progress, rates: async () => rates }, from, dropped: 0 };
    // One object for all who get it: what is made of it for one of them serves the others.
    const snapshot: ProgressEvent = { ...event, kind: 'snapshot', from: run.state };
    const changed: ProgressEvent = { ...event, kind: 'state' };
    const update: ProgressEvent = { ...event, kind: 'update' };
    const done: ProgressEvent = { ...event, kind: 'done', from: run.state };
    for (const watcher of watchers) {
      if (watcher.sent === '') watcher.push(snapshot);
      else if (from !== run.state) watcher.push(changed);
      else if (print !== watcher.sent && now() >= watcher.dueAt) watcher.push(update);
      else continue;
      watcher.sent = print;
      // A tick of slack: timers fire late, and an update must not slip to every second turn.
      watcher.dueAt = now() + watcher.intervalMs - 20;
    }
    if (!isOver(run.state)) return;
    over = true;
    for (const { push, finish } of watchers) {
      push(done);
      finish();
    }
    ended();
  }

  function close() {
    over = true;
    clearTimeout(timer);
    ended();
    for (const { finish } of [...watchers]) finish();
  }

  return {
    /** Returns what to call when this watcher leaves. */
    join(intervalMs: number, push: Watcher['push'], finish: Watcher['finish']): () => void {
      const watcher: Watcher = { push, finish, intervalMs, dueAt: 0, sent: '' };
      watchers.add(watcher);
      setImmediate(() => void turn());
      return () => {
        watchers.delete(watcher);
        if (watchers.size > 0 || over) return;
        over = true;
        clearTimeout(timer);
        ended();
      };
    },
    wake() {
      slowAt = Number.NEGATIVE_INFINITY;
      void turn();
    },
    close,
  };
}
