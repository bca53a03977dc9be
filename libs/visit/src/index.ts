export type {
  Discovered,
  RobotsResult,
  RobotsSource,
  VisitClaim,
  VisitConfig,
  VisitParts,
  VisitResult,
} from './types.ts';
