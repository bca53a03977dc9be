import { stages as stageNames } from '@trunkline/policy';
import { countIn, emptyStage, percentiles, type Sketch, type StageReport } from '@trunkline/telemetry';
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

function times(sketch: Sketch, totalMs: number): TimesValue {
  const measured = countIn(sketch);
  const [p50, p95, p99] = percentiles(sketch, [0.5, 0.95, 0.99]);
  return {
    meanMs: measured === 0 ? null : round(totalMs / measured),
    ...{ p50Ms: round(p50), p95Ms: round(p95), p99Ms: round(p99) },
  };
}

/** To a microsecond: more digits would be noise. */
const round = (ms: number | null) => (ms === null ? null : Math.round(ms * 1000) / 1000);
