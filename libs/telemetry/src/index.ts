export { type Bus, createBus } from './bus/bus.ts';
export type { Subscription } from './bus/subscription.ts';
export type { Topics } from './bus/topics.ts';
export type { Who } from './clock/exemplars.ts';
export { emptyStage, mergeStages, type StoredStages } from './clock/merge-stages.ts';
export type { Tally } from './clock/run-counters.ts';
export {
  boundsOf,
  countIn,
  countsSince,
  createSketch,
  mergeSketches,
  percentile,
  percentiles,
  type SketchBuilder,
  sketchSince,
} from './clock/sketch.ts';
export {
  createStageClock,
  type Reading,
  type RunClock,
  type RunTotals,
  type StageClock,
} from './clock/stage-clock.ts';
export { keys as telemetryKeys } from './keys.ts';
export { createMetrics, type Metrics } from './metrics/metrics.ts';
export { addStageMetrics } from './metrics/stage-metrics.ts';
export { countSubmitted, readCauses, readSubmitted, type ToldCauses, tellCauses } from './report/causes.ts';
export {
  type Failure,
  forgetConductor,
  MOST_FAILURES,
  readConductors,
  tellConductor,
} from './report/conductors.ts';
export { watchProcess } from './report/process-vitals.ts';
export {
  drainWorker,
  forgetRunStages,
  liveWorkers,
  readDrained,
  readRunStages,
  readRunTotals,
  readVisits,
  readWorkers,
} from './report/read-reports.ts';
export type {
  ArchiveReport,
  BandwidthReport,
  Exemplar,
  HostCounts,
  RedisReport,
  RunCounts,
  Sketch,
  StageCounts,
  StageName,
  StageReport,
  StoredSketch,
  TransferReport,
  VisitReport,
  WorkerReport,
} from './report/report.ts';
export { createReporter, type Reporter, type ReporterOptions, type WorkerState } from './report/reporter.ts';
export type { LoggedEvent, RunEvent } from './run-event.ts';
export { endRunLog, readRunEvents, readRunLogEnd } from './run-log.ts';
export { forgetRunTrack, readRunTrack, writeRunTrack } from './run-track.ts';
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
