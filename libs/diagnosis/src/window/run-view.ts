import { busyCauses, type WaitingCause, waitingCauses } from '../causes.ts';
import type { HostSample, RunSample, Sample } from '../sample.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import { MUTE_MS, waitingBy } from './split.ts';
import { type StageRow, since, stageRows } from './stages.ts';

/** Rates and means are taken over so long, ms: what a fault does is seen soon, and what it did soon forgotten. */
const SPAN_MS = 5000;
/** What happens seldom is looked at over so long, ms. */
export const LONG_MS = 10_000;

type Came = {
  accepted: number;
  finished: number;
  fetched: number;
  throttled: number;
  submitted: number;
  resubmitted: number;
};

/** A run over a window: all that rules look at. Rates are per second. */
export type RunView = {
  at: number;
  run: RunSample;
  waiting: number;
  urls: Record<WaitingCause, number>;
  /** Of what waits, 0 to 1. */
  share(cause: WaitingCause): number;
  stages: StageRow[];
  stage(name: string): StageRow | null;
  /** The same over a longer time. */
  long: StageRow[];
  fleet: Fleet;
  last: Sample;
  /** What was counted within `LONG_MS`; and of it what was submitted of late. */
  came: Came;
  lately: Came;
  /** Of URLs that wait for a robots.txt that cannot be had: how many more they are than `LONG_MS` ago. */
  moreRobotsLost: number;
  /** And than some seconds ago: fewer are had again. */
  moreRobotsLostLately: number;
  /** For so long the recorder has not got on by one entry, ms. */
  recorderStuckMs: number;
  hosts(cause: WaitingCause): HostSample[];
  /** All runs, of all projects, as they were and are. */
  others: { growth: number; waiting: number; late: number };
};

const isBusy = new Set<WaitingCause>(busyCauses);

/** Every run of the last sample, seen over the samples before it, which are in order of time. */
export function runViews(window: readonly Sample[]): RunView[] {
  const last = window.at(-1);
  if (!last) return [];
  const short = within(sinceHeard(window), last.at - SPAN_MS);
  const long = within(window, last.at - LONG_MS);
  const fleet = fleetOf(short);
  const stuck = recorderStuckMs(window);
  const growth = new Map(last.runs.map((run) => [run.run, growthOf(run, long)]));
  return last.runs.map((run) => {
    const stages = stageRows(readings(short, run.run), fleet.slots);
    const longRows = stageRows(readings(long, run.run), fleet.slots);
    const found = waitingBy(run, stages, longRows, fleet);
    const urls = Object.fromEntries(
      waitingCauses.map((cause) => [cause, found[cause] ?? 0]),
    ) as RunView['urls'];
    const others = last.runs.filter((one) => one.project !== run.project);
    return {
      at: last.at,
      run,
      waiting: run.waiting,
      urls,
      share: (cause) => (run.waiting > 0 ? urls[cause] / run.waiting : 0),
      stages,
      stage: (name) => stages.find(({ stage }) => stage === name) ?? null,
      long: longRows,
      fleet,
      last,
      came: cameTo(run, long),
      lately: cameTo(run, short),
      moreRobotsLost: run.robotsLost - (firstOf(run, long) ?? run).robotsLost,
      moreRobotsLostLately: run.robotsLost - (firstOf(run, short) ?? run).robotsLost,
      recorderStuckMs: stuck,
      hosts: (cause) =>
        run.samples[cause as keyof RunSample['samples']] ??
        (isBusy.has(cause) ? (run.samples.WORKERS_BUSY ?? []) : []),
      others: {
        growth: others.reduce((sum, one) => sum + Math.max(0, growth.get(one.run) ?? 0), 0),
        waiting: others.reduce((sum, one) => sum + one.waiting, 0),
        late: others.reduce((sum, one) => sum + one.urls.WORKERS_BUSY, 0),
      },
    };
  });
}

/**
 * Those since each worker that is heard was heard again: what was stopped, or cut off, counts the time in which it was as time of what it
 * was at, and that says nothing of stages.
 */
function sinceHeard(window: readonly Sample[]): readonly Sample[] {
  const isBack = (i: number) =>
    window[i]!.workers.some(({ worker, at }) => {
      const told = window.slice(0, i).map(({ workers }) => workers.find((one) => one.worker === worker)?.at);
      const before = told.findLast((one) => one !== undefined);
      // A look in between that heard nothing new: otherwise it is looks that are far apart.
      return before !== undefined && at - before > MUTE_MS && told.indexOf(before) < i - 1;
    });
  const at = window.findLastIndex((_, i) => isBack(i));
  return at > 0 ? window.slice(at) : window;
}

/** Those of the last time; two at least, for looks at a slow Redis are far apart. */
const within = (window: readonly Sample[], from: number) => {
  const recent = window.filter(({ at }) => at >= from - 100);
  return recent.length > 1 ? recent : window.slice(-2);
};

const readings = (window: readonly Sample[], run: string) =>
  window.flatMap(({ at, runs }) => {
    const found = runs.find((one) => one.run === run);
    return found ? [{ at, stages: found.stages }] : [];
  });

/** The run as it was at the beginning of a window. */
const firstOf = ({ run }: RunSample, window: readonly Sample[]): RunSample | null =>
  window.map(({ runs }) => runs.find((one) => one.run === run)).find((one) => one !== undefined) ?? null;

const growthOf = (run: RunSample, window: readonly Sample[]): number =>
  run.waiting - (firstOf(run, window) ?? run).waiting;

function cameTo(run: RunSample, window: readonly Sample[]): Came {
  const before = firstOf(run, window) ?? run;
  return {
    accepted: since(before.accepted, run.accepted),
    finished: since(before.finished, run.finished),
    fetched: since(before.fetched, run.fetched),
    throttled: since(before.throttled, run.throttled),
    submitted: since(before.submitted.accepted, run.submitted.accepted),
    resubmitted: since(before.submitted.known, run.submitted.known),
  };
}

/** The oldest entry of outcomes grows older as fast as time goes: nobody takes it. */
function recorderStuckMs(window: readonly Sample[]): number {
  let stuck = 0;
  for (let i = window.length - 1; i > 0; i--) {
    const [before, now] = [window[i - 1]!, window[i]!];
    const ms = now.at - before.at;
    const fewer = now.recorder.length === 0 || now.recorder.length < before.recorder.length;
    if (fewer || now.recorder.oldestMs - before.recorder.oldestMs < ms * 0.8) break;
    stuck += ms;
  }
  return stuck;
}
