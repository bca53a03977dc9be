import { stages as stageNames } from '@trunkline/policy';
import { emptyStage, type HistogramCounts, percentile, type StageReport } from '@trunkline/telemetry';
import type { StageValue, TimesValue } from '../../stores/values.ts';

/** Every stage of a visit in order, whether or not a worker has reported it. */
export function summariseStages(report: StageReport): StageValue[] {
  return stageNames.map((stage) => {
    const counts = report[stage] ?? emptyStage();
    const { inFlight, waiting, done, failed } = counts;
    const wait = times(counts.wait, counts.waitMs);
    const service = times(counts.service, counts.serviceMs);
    return { stage, inFlight, waiting, done, failed, wait, service };
  });
}

function times(counts: HistogramCounts, totalMs: number): TimesValue {
  let measured = 0;
  for (const bucket in counts) measured += counts[bucket] ?? 0;
  const at = (p: number) => round(percentile(counts, p));
  return {
    meanMs: measured === 0 ? null : round(totalMs / measured),
    ...{ p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) },
  };
}

/** To a microsecond: buckets are 12.5 % wide, more digits would be noise. */
const round = (ms: number | null) => (ms === null ? null : Math.round(ms * 1000) / 1000);
