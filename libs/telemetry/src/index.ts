export { type Bus, createBus } from './bus.ts';
export {
  addCounts,
  boundsOf,
  bucketOf,
  createHistogram,
  type Histogram,
  percentile,
  subtractCounts,
} from './histogram.ts';
export { keys as telemetryKeys } from './keys.ts';
export { emptyStage, mergeStages } from './merge-stages.ts';
export { createMetrics, type Metrics } from './metrics/metrics.ts';
export { addStageMetrics } from './metrics/stage-metrics.ts';
export {
  drainWorker,
  forgetRunStages,
  readDrained,
  readRunStages,
  readVisits,
  readWorkers,
} from './read-reports.ts';
export type {
  HistogramCounts,
  StageCounts,
  StageName,
  StageReport,
  TransferReport,
  VisitReport,
  WorkerReport,
} from './report.ts';
export { createReporter, type Reporter, type ReporterOptions, type WorkerState } from './reporter.ts';
export type { LoggedEvent, RunEvent } from './run-event.ts';
export { endRunLog, readRunEvents, readRunLogEnd } from './run-log.ts';
export { createStageClock, type RunClock, type RunTotals, type StageClock } from './stage-clock.ts';
export type { Subscription } from './subscription.ts';
export type { Topics } from './topics.ts';
export { type TracingSettings, tracingSettings } from './tracing/environment.ts';
export { openTracer } from './tracing/open-tracer.ts';
export { type Attributes, type Trace, type Tracer, urlAttributes } from './tracing/trace.ts';
