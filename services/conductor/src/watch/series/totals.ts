import { outcomeKinds } from '@trunkline/policy';
import {
  keyOf,
  type RunCounts,
  type StageReport,
  type Totals,
  type WorkerReport,
} from '@trunkline/telemetry';
import type { LookedRun } from './look.ts';

const made = new WeakMap<StageReport, Totals>();

/** What has been counted in stages; of one reading it is made once. What a version before ours tells may lack some of it. */
export function stageTotals(report: StageReport): Totals {
  const known = made.get(report);
  if (known) return known;
  const totals: Totals = { numbers: {}, times: {} };
  for (const [stage, counts] of Object.entries(report)) {
    totals.numbers[keyOf('stageDone', stage)] = counts.done;
    totals.numbers[keyOf('stageFailed', stage)] = counts.failed;
    totals.numbers[keyOf('stageBusy', stage)] = counts.busyMs ?? counts.serviceMs;
    totals.numbers[keyOf('stageQueued', stage)] = counts.queuedMs ?? counts.waitMs;
    totals.times[keyOf('stageWait', stage)] = counts.wait;
    totals.times[keyOf('stageService', stage)] = counts.service;
  }
  made.set(report, totals);
  return totals;
}

/** What a worker has counted of a run. */
export function claimTotals(counts: RunCounts): Totals {
  const { started, done, outcomes, failures, wireBytes, decodedBytes, receivedBytes, slotMs, firstByte } =
    counts;
  const numbers: Totals['numbers'] = {
    ...{ requests: started, claims: done, wireBytes, decodedBytes, receivedBytes, slots: slotMs },
  };
  for (const [outcome, n] of Object.entries(outcomes)) numbers[keyOf('visits', outcome)] = n;
  for (const [code, n] of Object.entries(failures)) numbers[keyOf('failures', code)] = n;
  return { numbers, times: { firstByte } };
}

/** What a worker has counted of itself, but for what it has of runs. */
export function workerTotals(report: WorkerReport): Totals {
  const { cpuMs, unclaimedMs, bandwidth, redisMs } = report;
  const numbers: Totals['numbers'] = { cpu: cpuMs, bandwidthWait: bandwidth?.waitMs ?? 0 };
  for (const [reason, ms] of Object.entries(unclaimedMs ?? {})) numbers[keyOf('unclaimed', reason)] = ms;
  return { numbers, times: redisMs ? { redisTimes: redisMs.times } : {} };
}

/** What the frontier has counted of a run. */
export function frontierTotals(counters: LookedRun['sizes']['counters']): Totals {
  const { accepted, finished, known, refusedAtEnqueue, dead, dropped } = counters;
  const numbers: Totals['numbers'] = {
    ...{ discovered: accepted, finished, known, refusedLinks: refusedAtEnqueue, dead, dropped },
  };
  for (const outcome of outcomeKinds) numbers[keyOf('visits', outcome)] = counters[outcome];
  return { numbers, times: {} };
}
