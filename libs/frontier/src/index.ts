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
  Cause,
  Claim,
  ClaimOut,
  ClaimReply,
  ConfirmReply,
  DeadUrl,
  DesiredRun,
  DiscoveredUrl,
  EndedUrl,
  EnqueueResult,
  Epoch,
  Frontier,
  GrantedClaim,
  HopReply,
  HostChange,
  HostRule,
  NewUrl,
  OutcomeEntry,
  ReconcileResult,
  Refusal,
  ReturnedClaim,
  RunCauses,
  RunConfig,
  RunCounters,
  RunSizes,
  RunState,
  SessionInfo,
  SettleItem,
  Share,
  SweepResult,
  UrlState,
} from './types.ts';
export { causes, runStates } from './types.ts';
