export type { WatchOptions } from './calls.ts';
export { type Client, createClient, type Viewer } from './client.ts';
export type {
  AuditFilter,
  BulkState,
  CaptureFilter,
  DeadFilter,
  DeliveryState,
  FindingFilter,
  HostRuleSetInput,
  InFlightFilter,
  JobCreateInput,
  JobFilter,
  JobPlanInput,
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
  ProjectState,
  ProjectUpdateInput,
  RunState,
  ScopeKind,
  Stage,
  StagePartsFragment as StageSummary,
  WebhookEvent,
  WhatIfInput,
} from './generated/graphql.ts';
export type { List, ListPage } from './list.ts';
export type { BulkOperation, BulkRequested, DeadPage, LeftOut, Trap } from './methods/bulk.ts';
export type { Capture, CaptureDetails, CaptureTail } from './methods/captures.ts';
export type { HostLedger, HostPaused, HostRule, HostState, RobotsVersion } from './methods/hosts.ts';
export type { InFlight } from './methods/in-flight.ts';
export type { AddedSeeds, Job, JobDetails, JobEvent, JobRow, Plan, SeedUpload } from './methods/jobs.ts';
export type { Metrics, MetricsQuestion } from './methods/metrics.ts';
export type { Operation } from './methods/operations.ts';
export type { Explanation, ExportOptions, PageDetails, SearchHit } from './methods/pages.ts';
export type { Policy, PolicyPreview, PolicyVersion } from './methods/policies.ts';
export type { ApiKey, AuditEntry } from './methods/project/keys.ts';
export type { Project, ProjectDeletion } from './methods/project/project.ts';
export type { Delivery, Webhook } from './methods/project/webhooks.ts';
export {
  type Finding,
  type FindingsLook,
  type Forecast,
  isOver,
  type Run,
  type RunDetails,
  type RunEvent,
  type RunRow,
  type Why,
} from './methods/runs.ts';
export type { Schedule } from './methods/schedules.ts';
export type { LiveMessage, Topic } from './methods/topics.ts';
export type { Conductors, Worker } from './methods/workers.ts';
export { isTransient, type Problem, TrunklineError } from './transport/errors.ts';
export type { Connection, LiveOptions } from './transport/live.ts';
export type { CallOptions, Document, TransportOptions } from './transport/transport.ts';
