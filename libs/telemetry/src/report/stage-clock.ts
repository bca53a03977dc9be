import { createHistogram, type Histogram } from './histogram.ts';
import type { StageReport } from './report.ts';

/** Runs idle for this long leave the clock; a later visit of theirs starts a new generation. */
const IDLE_MS = 600_000;

type Counters = {
  inFlight: number;
  waiting: number;
  done: number;
  failed: number;
  waitMs: number;
  serviceMs: number;
  wait: Histogram;
  service: Histogram;
};

/**
 * What the stages of one run tell. A stage is passed either as `wait`, `begin`, `end`, or, when its place
 * was given up before it began, as `wait`, `leave`. Times in ms.
 */
export type RunClock<Stage extends string> = {
  wait(stage: Stage): void;
  leave(stage: Stage): void;
  begin(stage: Stage, waitedMs: number): void;
  end(stage: Stage, servedMs: number, ok: boolean): void;
};

/** Totals of one run since the clock first met it; `generation` sets apart what counted before a pause. */
export type RunTotals = { run: string; generation: number; stages: StageReport };

/** Waiting and service time of every stage, for the whole process and per run. */
export type StageClock<Stage extends string> = {
  of(run: string): RunClock<Stage>;
  report(): StageReport;
  /** Runs that moved since the last call; a run handed out but not stored is given back with `unread`. */
  changedRuns(): RunTotals[];
  unread(runs: readonly RunTotals[]): void;
};

type RunEntry<Stage extends string> = {
  clock: RunClock<Stage>;
  table: Record<Stage, Counters>;
  generation: number;
  dirty: boolean;
  movedAt: number;
};

/** A clock for these stages; recording costs two additions and two array writes. */
export function createStageClock<Stage extends string>(
  stages: readonly Stage[],
  now: () => number = () => performance.now(),
): StageClock<Stage> {
  const all = emptyTable(stages);
  const runs = new Map<string, RunEntry<Stage>>();
  let generations = 0;

  return {
    of(run) {
      let entry = runs.get(run);
      if (!entry) {
        entry = openRun(all, emptyTable(stages), generations++, now);
        runs.set(run, entry);
      }
      return entry.clock;
    },
    report: () => readTable(all),
    changedRuns() {
      const changed: RunTotals[] = [];
      const idleSince = now() - IDLE_MS;
      for (const [run, entry] of runs) {
        if (entry.dirty) {
          entry.dirty = false;
          changed.push({ run, generation: entry.generation, stages: readTable(entry.table) });
        } else if (entry.movedAt < idleSince && isQuiet(entry.table)) {
          runs.delete(run);
        }
      }
      return changed;
    },
    unread(given) {
      for (const { run, generation } of given) {
        const entry = runs.get(run);
        if (entry?.generation === generation) entry.dirty = true;
      }
    },
  };
}

function openRun<Stage extends string>(
  all: Record<Stage, Counters>,
  table: Record<Stage, Counters>,
  generation: number,
  now: () => number,
): RunEntry<Stage> {
  const entry = { table, generation, dirty: false, movedAt: now() } as RunEntry<Stage>;
  const both = (stage: Stage, move: (counters: Counters) => void) => {
    move(all[stage]);
    move(table[stage]);
    entry.dirty = true;
  };
  entry.clock = {
    wait: (stage) => both(stage, (c) => void c.waiting++),
    leave: (stage) => both(stage, (c) => void c.waiting--),
    begin(stage, waitedMs) {
      both(stage, (c) => {
        c.waiting--;
        c.inFlight++;
        c.waitMs += waitedMs;
        c.wait.record(waitedMs);
      });
    },
    end(stage, servedMs, ok) {
      entry.movedAt = now();
      both(stage, (c) => {
        c.inFlight--;
        if (ok) c.done++;
        else c.failed++;
        c.serviceMs += servedMs;
        c.service.record(servedMs);
      });
    },
  };
  return entry;
}

function emptyTable<Stage extends string>(stages: readonly Stage[]): Record<Stage, Counters> {
  const counters = (): Counters => ({
    inFlight: 0,
    waiting: 0,
    done: 0,
    failed: 0,
    waitMs: 0,
    serviceMs: 0,
    wait: createHistogram(),
    service: createHistogram(),
  });
  return Object.fromEntries(stages.map((stage) => [stage, counters()])) as Record<Stage, Counters>;
}

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;

function readTable(table: Record<string, Counters>): StageReport {
  const report: StageReport = {};
  for (const [name, c] of Object.entries(table)) {
    report[name] = {
      inFlight: c.inFlight,
      waiting: c.waiting,
      done: c.done,
      failed: c.failed,
      waitMs: rounded(c.waitMs),
      serviceMs: rounded(c.serviceMs),
      wait: c.wait.counts(),
      service: c.service.counts(),
    };
  }
  return report;
}

function isQuiet(table: Record<string, Counters>): boolean {
  return Object.values(table).every((c) => c.inFlight === 0 && c.waiting === 0);
}
