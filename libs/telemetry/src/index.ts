export { type Bus, createBus } from './bus/bus.ts';
export type { Subscription } from './bus/subscription.ts';
export type { Topics } from './bus/topics.ts';
export { keys as telemetryKeys } from './keys.ts';
export { createMetrics, type Metrics } from './metrics/metrics.ts';
export { addStageMetrics } from './metrics/stage-metrics.ts';
export {
  type Failure,
  forgetConductor,
  MOST_FAILURES,
  readConductors,
  tellConductor,
} from './report/conductors.ts';
export {
  addCounts,
  boundsOf,
  bucketOf,
  createHistogram,
  type Histogram,
  percentile,
  subtractCounts,
} from './report/histogram.ts';
export { emptyStage, mergeStages } from './report/merge-stages.ts';
export { watchProcess } from './report/process-vitals.ts';
export {
  drainWorker,
  forgetRunStages,
  readDrained,
  readRunStages,
  readRunTotals,
  readVisits,
  readWorkers,
} from './report/read-reports.ts';
export type {
  HistogramCounts,
  StageCounts,
  StageName,
  StageReport,
  TransferReport,
  VisitReport,
  WorkerReport,
} from './report/report.ts';
export { createReporter, type Reporter, type ReporterOptions, type WorkerState } from './report/reporter.ts';
export { createStageClock, type RunClock, type RunTotals, type StageClock } from './report/stage-clock.ts';
export type { LoggedEvent, RunEvent } from './run-event.ts';
export { endRunLog, readRunEvents, readRunLogEnd } from './run-log.ts';
export {
  type Measure,
  type MeasureLabel,
  type MeasureName,
  measureNames,
  measureOf,
  type SubjectKind,
  subjectKinds,
} from './series/measures.ts';
export { type PackedSample, packSample, unpackSample } from './series/pack.ts';
export {
  addNumber,
  addSlow,
  addTimes,
  emptySample,
  keyOf,
  partsOf,
  rollUp,
  type Sample,
  type Times,
} from './series/sample.ts';
export { createSince, type Totals } from './series/since.ts';
export { type TracingSettings, tracingSettings } from './tracing/environment.ts';
export { openTracer } from './tracing/open-tracer.ts';
export { type Attributes, type Trace, type Tracer, urlAttributes } from './tracing/trace.ts';
