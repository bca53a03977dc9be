export {
  type Cause,
  causes,
  type FrontierCause,
  growthCauses,
  type WaitingCause,
  waitingCauses,
} from './causes.ts';
export type { Evidence, Finding } from './findings/finding.ts';
export {
  type Findings,
  knownOpen,
  type Look,
  lookAt,
  noFindings,
  type OpenFinding,
} from './findings/track.ts';
export type { Change } from './forecast/flows.ts';
export { follow, forecast, isLate, whatIf } from './forecast/forecast.ts';
export {
  type Plan,
  type Planned,
  type PlannedHosts,
  type PlanWarning,
  plan,
  planWarnings,
} from './forecast/plan.ts';
export {
  type Bound,
  bounds,
  type Forecast,
  type HostBacklog,
  type Range,
  type Situation,
  type Unknown,
  unknowns,
} from './forecast/situation.ts';
export { emptyTrack, nextLook, type Track } from './forecast/track.ts';
export type { Action } from './rules/rule.ts';
export { rules } from './rules/rules.ts';
export type { HostSample, RunSample, Sample, StageTable, StageTotals, WorkerSample } from './sample.ts';
export { LONG_MS, type RunView, runViews } from './window/run-view.ts';
export type { StageRow } from './window/stages.ts';
