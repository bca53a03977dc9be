export type { Change } from './forecast/flows.ts';
export { follow, forecast, whatIf } from './forecast/forecast.ts';
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
