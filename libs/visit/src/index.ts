export { type CookieChange, createHostJar, type HostJar } from './cookies/host-jar.ts';
export { createVisits, type Start, type Visits, type VisitsOptions } from './create-visits.ts';
export { outOfDescriptors } from './outcome/fault.ts';
export { type Bandwidth, type BandwidthOptions, createBandwidth } from './stages/queue/bandwidth.ts';
export { beginSettling, type Settling } from './stages/settle/settling.ts';
export { waitsFor } from './stages/waits-for.ts';
export type {
  CookieSource,
  Discovered,
  FollowRedirect,
  Leave,
  RobotsFile,
  RobotsResult,
  RobotsSource,
  RobotsStep,
  Standing,
  VisitClaim,
  VisitConfig,
  VisitParts,
  VisitResult,
} from './types.ts';
