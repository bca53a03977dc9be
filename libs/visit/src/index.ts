export { createVisits, type Start, type Visits, type VisitsOptions } from './create-visits.ts';
export { beginSettling, type Settling } from './settle/settling.ts';
export type {
  Discovered,
  RobotsResult,
  RobotsSource,
  VisitClaim,
  VisitConfig,
  VisitParts,
  VisitResult,
} from './types.ts';
