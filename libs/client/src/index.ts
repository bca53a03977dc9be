export type { BulkOperation, BulkRequested, DeadPage } from './bulk.ts';
export type { WatchOptions } from './calls.ts';
export type { Capture, CaptureDetails, CaptureTail } from './captures.ts';
export { type Client, createClient, type Viewer } from './client.ts';
export { isTransient, type Problem, TrunklineError } from './errors.ts';
export type {
  AuditFilter,
  BulkState,
  CaptureFilter,
  DeadFilter,
  DeliveryState,
  HostRuleSetInput,
  InFlightFilter,
  JobCreateInput,
  JobFilter,
  JobState,
  JobUpdateInput,
  KeyScope,
  OutcomeKind,
  OverlapPolicy,
  PaceInput,
  PageFilter,
  PolicyCreateInput,
  PolicyRulesInput,
  PolicyUpdateInput,
  ProgressPartsFragment as Progress,
  ProjectUpdateInput,
  RunState,
  ScopeKind,
  Stage,
  StagePartsFragment as StageSummary,
  WebhookEvent,
} from './generated/graphql.ts';
export type { HostPaused, HostRule, HostState, RobotsVersion } from './hosts.ts';
export type { InFlight } from './in-flight.ts';
export type { AddedSeeds, Job, JobDetails, JobEvent, JobRow, SeedUpload } from './jobs.ts';
export type { ApiKey, AuditEntry } from './keys.ts';
export type { List, ListPage } from './list.ts';
export type { Connection, LiveOptions } from './live.ts';
export type { Operation } from './operations.ts';
export type { ExportOptions, PageDetails, SearchHit } from './pages.ts';
export type { Policy, PolicyPreview, PolicyVersion } from './policies.ts';
export type { Project } from './project.ts';
export { isOver, type Run, type RunDetails, type RunEvent, type RunRow, type UrlState } from './runs.ts';
export type { Schedule } from './schedules.ts';
export type { LiveMessage, Topic } from './topics.ts';
export type { CallOptions, Document, TransportOptions } from './transport.ts';
export type { Delivery, Webhook } from './webhooks.ts';
export type { Worker } from './workers.ts';
