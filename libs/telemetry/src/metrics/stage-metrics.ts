import type { StageCounts, StageReport } from '../report/report.ts';
import type { Metrics, TimesOf } from './metrics.ts';

/** Tells what the stages of this process do: waiting and service apart, as everywhere. */
export function addStageMetrics(metrics: Metrics, report: () => StageReport): void {
  const numbers = (of: (stage: StageCounts) => number) => () =>
    Object.entries(report()).map(([stage, counts]) => [{ stage }, of(counts)] as const);
  const times = (of: (stage: StageCounts) => readonly [StageCounts['wait'], number]) => () =>
    Object.entries(report()).map(([stage, counts]): TimesOf => [{ stage }, ...of(counts)]);
  const labels = ['stage'];

  metrics.times(
    'trunkline_stage_wait_seconds',
    'How long visits waited for a place in a stage.',
    labels,
    times((stage) => [stage.wait, stage.waitMs]),
  );
  metrics.times(
    'trunkline_stage_service_seconds',
    'How long the work of a stage took.',
    labels,
    times((stage) => [stage.service, stage.serviceMs]),
  );
  metrics.counter(
    'trunkline_stage_failed_total',
    'Visits that failed in a stage, by code.',
    ['stage', 'code'],
    () =>
      Object.entries(report()).flatMap(([stage, { failedBy }]) =>
        Object.entries(failedBy).map(([code, count]) => [{ stage, code }, count] as const),
      ),
  );
  metrics.gauge(
    'trunkline_stage_waiting',
    'Visits that wait for a place in a stage.',
    labels,
    numbers((stage) => stage.waiting),
  );
  metrics.gauge(
    'trunkline_stage_in_flight',
    'Visits that are in a stage.',
    labels,
    numbers((stage) => stage.inFlight),
  );
  metrics.counter(
    'trunkline_stage_busy_seconds_total',
    'Time visits were in a stage, summed over them as it passes, whether they ended or not.',
    labels,
    numbers((stage) => stage.busyMs / 1000),
  );
  metrics.counter(
    'trunkline_stage_queued_seconds_total',
    'Time visits waited for a place in a stage, summed over them as it passes, whether they began or not.',
    labels,
    numbers((stage) => stage.queuedMs / 1000),
  );
}
