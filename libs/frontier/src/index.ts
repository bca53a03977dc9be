export { FrontierFull, FrontierMisconfigured, FrontierMisuse, FrontierUnavailable } from './errors.ts';
export {
  createMemoryFrontier,
  type MemoryFrontier,
  type MemoryFrontierOptions,
} from './memory/create-memory-frontier.ts';
export type { KnownUrl, Ledger } from './memory/urls/restore.ts';
export { createFrontier, type FrontierOptions, openFrontier } from './open-frontier.ts';
export { type EntryPlace, isBehind, placeOf } from './stored/entry-place.ts';
export type {
  Claim,
  ClaimOut,
  ClaimReply,
  ConfirmReply,
  GrantedClaim,
  HopReply,
  ReturnedClaim,
  Share,
} from './types/claims.ts';
export type { HostChange, HostRule } from './types/hosts.ts';
export type { DiscoveredUrl, OutcomeEntry, SettleItem } from './types/outcomes.ts';
export type {
  Backlog,
  Cause,
  DesiredRun,
  HostSample,
  RunCauses,
  RunConfig,
  RunCounters,
  RunSizes,
  RunState,
} from './types/runs.ts';
export { causes, runStates } from './types/runs.ts';
export type { Epoch, SessionInfo, SweepResult } from './types/shards.ts';
export type {
  DeadUrl,
  EndedUrl,
  EnqueueResult,
  NewUrl,
  OriginState,
  ReconcileResult,
  Refusal,
  UrlState,
} from './types/urls.ts';
export type { Frontier } from './types.ts';
