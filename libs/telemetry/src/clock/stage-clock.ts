import type { Exemplar, HostCounts, RunCounts, StageReport } from '../report/report.ts';
import * as counters from './counters.ts';
import { createExemplars, type Who } from './exemplars.ts';
import { createHosts } from './hosts.ts';
import { emptyRun, type RunCounters, readRun, type Tally } from './run-counters.ts';
import { createTally } from './tally.ts';

/** Runs idle for this long leave the clock; a later visit of theirs starts a new generation. */
const IDLE_MS = 600_000;
/** Runs told at once. */
const MOST_RUNS = 32;

/**
 * What the stages of one run tell; moments are performance.now(). A stage is passed either as `wait`, `begin`, `end`, or, when its place
 * was given up before it began, as `wait`, `leave`. Who waits within a stage for something that is no work of it steps aside, and comes
 * back as if it had begun later by that (`began`): that is also when it began for `end`.
 */
export type RunClock<Stage extends string> = {
  wait(stage: Stage, at: number): void;
  leave(stage: Stage, asked: number, at: number): void;
  begin(stage: Stage, asked: number, at: number): void;
  stepAside(stage: Stage, began: number, at: number): void;
  comeBack(stage: Stage, began: number, at: number): void;
  /** `failure`: its code; null: it went well. `who`: whose time it is, if that may be told. */
  end(stage: Stage, began: number, at: number, failure: string | null, who?: Who): void;
  /** Counts what becomes of claims of a host of the run. */
  tally(host: string): Tally;
};

/** Totals of one run since the clock first met it; `generation` sets apart what counted before a pause. */
export type RunTotals = { run: string; generation: number; stages: StageReport; counts: RunCounts };

/** What one report is made of. */
export type Reading = {
  stages: StageReport;
  /** Runs that moved since they were told, or hold something; at most 32, those first that were told longest ago. */
  runs: RunTotals[];
  hosts: HostCounts[];
  exemplars: Exemplar[];
  slotMs: number;
  receivedBytes: number;
};

/** Waiting and service time of every stage, for the whole process and per run, and what became of claims. */
export type StageClock<Stage extends string> = {
  of(run: string): RunClock<Stage>;
  report(): StageReport;
  /** How many wait there now, and the integral of that over time, ms. */
  waitingIn(stage: Stage): { waiting: number; queuedMs: number };
  /** For a report: what counts since the one before is taken. */
  take(): Reading;
  /** These runs were told; of others it is told again. */
  told(runs: readonly RunTotals[]): void;
};

type RunEntry<Stage extends string> = {
  clock: RunClock<Stage>;
  table: counters.Table<Stage>;
  counts: RunCounters;
  generation: number;
  /** How often it moved: by now, when it was read last, and when it was told last. */
  moves: number;
  read: number;
  told: number;
  toldAt: number;
  movedAt: number;
};

/** A clock for these stages; recording costs a few additions and two array writes. */
export function createStageClock<Stage extends string>(
  stages: readonly Stage[],
  now: () => number = () => performance.now(),
): StageClock<Stage> {
  const all = counters.emptyTable(stages);
  const allCounts = emptyRun();
  const runs = new Map<string, RunEntry<Stage>>();
  const hosts = createHosts();
  const exemplars = createExemplars();
  let generations = 0;

  function entryOf(run: string): RunEntry<Stage> {
    const known = runs.get(run);
    if (known) return known;
    const entry = openRun(all, counters.emptyTable(stages), generations++, now(), exemplars.offer, (host) => {
      const of = hosts.of(run, host, now());
      of.tally ??= createTally(entry, allCounts, hosts, of);
      return of.tally;
    });
    runs.set(run, entry);
    return entry;
  }

  function changedRuns(at: number): RunTotals[] {
    const changed: [string, RunEntry<Stage>][] = [];
    for (const [run, entry] of runs) {
      const isQuiet = counters.isQuiet(entry.table) && entry.counts.held === 0;
      if (entry.moves > entry.told || !isQuiet) changed.push([run, entry]);
      else if (entry.movedAt < at - IDLE_MS) runs.delete(run);
    }
    if (changed.length > MOST_RUNS) changed.sort(([, a], [, b]) => a.toldAt - b.toldAt);
    return changed.slice(0, MOST_RUNS).map(([run, entry]) => {
      const { generation, table, counts } = entry;
      entry.read = entry.moves;
      return {
        ...{ run, generation, stages: counters.readTable(table, at) },
        counts: readRun(counts, generation, at),
      };
    });
  }

  return {
    of: (run) => entryOf(run).clock,
    report: () => counters.readTable(all, now()),
    waitingIn: (stage) => counters.waitingIn(all[stage], now()),
    take() {
      const at = now();
      const stageReport = counters.readTable(all, at);
      const { slotMs, receivedBytes } = readRun(allCounts, 0, at);
      return {
        ...{ stages: stageReport, slotMs, receivedBytes, runs: changedRuns(at), hosts: hosts.take(at) },
        exemplars: exemplars.take(stageReport),
      };
    },
    told(runsTold) {
      for (const { run, generation } of runsTold) {
        const entry = runs.get(run);
        if (entry?.generation !== generation) continue;
        entry.told = entry.read;
        entry.toldAt = now();
      }
    },
  };
}

function openRun<Stage extends string>(
  all: counters.Table<Stage>,
  table: counters.Table<Stage>,
  generation: number,
  at: number,
  offer: (stage: Stage, ms: number, who: Who) => void,
  tally: (host: string) => Tally,
): RunEntry<Stage> {
  const entry = {
    ...{ table, generation, counts: emptyRun(), moves: 0, read: 0, told: 0, toldAt: 0, movedAt: at },
  } as RunEntry<Stage>;
  entry.clock = {
    wait(stage, now) {
      entry.moves++;
      counters.waits(all[stage], now);
      counters.waits(table[stage], now);
    },
    leave(stage, asked, now) {
      entry.moves++;
      counters.leaves(all[stage], asked, now);
      counters.leaves(table[stage], asked, now);
    },
    begin(stage, asked, now) {
      entry.moves++;
      counters.begins(all[stage], asked, now);
      counters.begins(table[stage], asked, now);
    },
    stepAside(stage, began, now) {
      entry.moves++;
      counters.stepsAside(all[stage], began, now);
      counters.stepsAside(table[stage], began, now);
    },
    comeBack(stage, began, now) {
      entry.moves++;
      counters.comesBack(all[stage], began, now);
      counters.comesBack(table[stage], began, now);
    },
    end(stage, began, now, failure, who) {
      entry.moves++;
      entry.movedAt = now;
      counters.ends(all[stage], began, now, failure);
      counters.ends(table[stage], began, now, failure);
      if (who) offer(stage, now - began, who);
    },
    tally,
  };
  return entry;
}
