export { type Client, createClient, type Viewer } from './client.ts';
export { isTransient, type Problem, TrunklineError } from './errors.ts';
export type {
  CaptureFilter,
  JobCreateInput,
  JobFilter,
  JobState,
  PaceInput,
  PolicyCreateInput,
  PolicyRulesInput,
  PolicyUpdateInput,
  ProgressPartsFragment as Progress,
  RunState,
  ScopeKind,
  StagePartsFragment as StageSummary,
} from './generated/graphql.ts';
export type { Job, JobEvent, JobRow, WatchOptions } from './jobs.ts';
export type { List, ListPage } from './list.ts';
export type { Connection, LiveOptions } from './live.ts';
export type { Operation } from './operations.ts';
export type { ExportOptions, PageDetails, SearchHit } from './pages.ts';
export type { Capture, CaptureDetails, Policy, Run, RunDetails, Worker } from './resources.ts';
export type { CallOptions, Document, TransportOptions } from './transport.ts';
