import {
  type apiKeys,
  type auditLog,
  type bulkOperations,
  type captures,
  type hostRules,
  type jobs,
  type policies,
  type policyVersions,
  type projects,
  type RunState,
  type robotsVersions,
  type runOperations,
  runStates,
  type runs,
  type schedules,
  type Timings,
  type webhookDeliveries,
  type webhooks,
} from '@trunkline/database';
import type { ClaimOut, RunCounters } from '@trunkline/frontier';
import type { Location, MergedHostRule, Pace, Policy, RobotsVerdict, Stage } from '@trunkline/policy';
import type { WorkerReport } from '@trunkline/telemetry';
import type { Scope } from '@trunkline/web/url';
import type { Rates } from '../live/looks/rates.ts';
import type { Hold } from './host/hold.ts';

/** What the stores hand to the schema: the words of the glossary, ids as in the database. */

export { type RunState, runStates } from '@trunkline/database';

/** The state of a job is that of its latest run; `new` before the first. */
export const jobStates = ['new', ...runStates] as const;

export const keyScopes = [
  'jobs:read',
  'jobs:write',
  'policies:write',
  'workers:admin',
  'keys:admin',
  'admin',
  'operator',
] as const;
/**
 * What a key may do. `admin` is everything in its project, and alone allows private networks; `operator` is what binds the whole
 * installation, and nothing else. `workers:admin` is of before there was an operator, and opens nothing.
 */
export type KeyScope = (typeof keyScopes)[number];

/** Who asks: a checked API key and the project it belongs to. */
export type Caller = {
  keyId: string;
  keyName: string;
  projectId: string;
  scopes: readonly KeyScope[];
  /** An operator has its project stand still: it reads, and changes nothing. */
  isSuspended?: boolean;
};

export type Project = typeof projects.$inferSelect;

export const projectStates = ['active', 'suspended', 'deleting'] as const;
export type ProjectState = (typeof projectStates)[number];

/** A project just made, with its first key; the secret is null when the call was a repeat. */
export type NewProjectValue = { project: Project; keyId: string | null; secret: string | null };

/** What is left of a project that was deleted; `done`: nothing. */
export type ProjectDeletionValue = { id: string; name: string; jobs: number; runs: number; done: boolean };

/** What keeps all runs of a project from handing out anything. */
export const projectHolds = ['suspended', 'pagesPerDay', 'storage'] as const;
export type ProjectHold = (typeof projectHolds)[number];

/** What a project uses of its quotas. */
export type UsageValue = { jobs: number; pagesToday: number; storageBytes: number; inFlight: number };

export type PolicyValue = Omit<typeof policies.$inferSelect, 'rules'> & { rules: Policy };

/** `authorName`: of the key that wrote it. */
export type PolicyVersionValue = Omit<typeof policyVersions.$inferSelect, 'rules'> & {
  rules: Policy;
  authorName: string | null;
};

/** One host of a run before and after a change of its policy. */
export type HostForecastValue = {
  host: string;
  waiting: number;
  before: Pace;
  after: Pace;
  /** By a host rule: then no pace matters. */
  blocked: boolean;
  finishBeforeMs: number;
  finishAfterMs: number;
};

export type RunForecastValue = {
  run: RunValue;
  waiting: number;
  startsPerSecondBefore: number;
  startsPerSecondAfter: number;
  finishBeforeMs: number;
  finishAfterMs: number;
  changedHosts: number;
  hosts: HostForecastValue[];
};

export type PolicyPreviewValue = { rules: Policy; runs: RunForecastValue[] };

export type JobValue = Omit<typeof jobs.$inferSelect, 'secrets' | 'scope'> & { scope: Scope };

/** Its counters are as last stored; final once the state is. Until then the frontier knows better. */
export type RunValue = typeof runs.$inferSelect;

export const seedStates = ['added', 'known', 'refused'] as const;
/** What became of a seed that was added to a job. */
export type SeedState = (typeof seedStates)[number];
export type SeedRow = { row: number; url: string; state: SeedState; problem: string | null };

export type ApiKeyValue = Omit<typeof apiKeys.$inferSelect, 'hash' | 'scopes'> & {
  scopes: readonly KeyScope[];
};

/** A key just made; the secret is null when the call was a repeat. */
export type NewKeyValue = { apiKey: ApiKeyValue; secret: string | null };

export type HostRuleValue = Omit<typeof hostRules.$inferSelect, 'pace'> & {
  pace: Pace | null;
  tls: { verify: boolean } | null;
};

export type ScheduleValue = typeof schedules.$inferSelect;
export type WebhookValue = Omit<typeof webhooks.$inferSelect, 'secret'>;
export type DeliveryValue = typeof webhookDeliveries.$inferSelect;

export type BulkValue = typeof bulkOperations.$inferSelect;

/** A URL a run gave up. */
export type DeadValue = {
  runSerial: number;
  url: string;
  hash: string;
  reason: string | null;
  outcome: string;
  code: string | null;
  detail: string | null;
  status: number | null;
  attempts: number;
  depth: number;
  at: Date;
};

/** What operators say of a host, for every run. */
export type OperatorTermsValue = { blocked: boolean; paused: boolean; pace: Pace | null };

export const hostDecisions = ['blocked', 'paused', 'backOff', 'robots', 'rule', 'policy'] as const;
/** What decides when a host may be asked next. */
export type HostDecision = (typeof hostDecisions)[number];

/** A host as the frontier sees it for one run. */
export type HostStateValue = {
  host: string;
  policyPace: Pace;
  /** What rules that were set by this project say of it; all count in `decidedBy` and `delayMs`, and in `operator`. */
  rule: MergedHostRule | null;
  operator: OperatorTermsValue | null;
  robots: { origin: string; storedAt: Date; verdict: RobotsVerdict }[];
  robotsFailures: RobotsFailureValue[];
  delayMs: number;
  /** What robots.txt asks for at the longest; `capped` when the policy waits less than that. */
  crawlDelay: { askedMs: number; capped: boolean };
  decidedBy: HostDecision;
  /** What keeps it from being asked beside its pace. */
  holds: Hold[];
  nextAt: Date | null;
  backOffUntil: Date | null;
  inFlight: number;
  limit: number;
  waiting: number;
  fetchingRobots: boolean;
};

/** A robots.txt that cannot be had now; `readAt`: of the copy that is kept of it, which decides for the run until `decidesUntil`. */
export type RobotsFailureValue = {
  origin: string;
  since: Date;
  lastAt: Date | null;
  detail: string | null;
  readAt: Date | null;
  decidesUntil: Date | null;
};

/** A politeness key a project has to do with; `id`: of the first of its origins, 0 when it is not from a list. */
export type HostValue = { host: string; id: number };

export type RobotsVersionValue = typeof robotsVersions.$inferSelect;

export const hostPausers = ['project', 'others'] as const;
/** `heldBy`: who pauses it for every run, beside what was asked for. */
export type HostPauseValue = {
  host: string;
  paused: boolean;
  jobId: string | null;
  heldBy: (typeof hostPausers)[number] | null;
};

export type AuditValue = typeof auditLog.$inferSelect;

export type SeedValue = { id: number; url: string };

export type CaptureValue = Omit<typeof captures.$inferSelect, 'segment' | 'offset' | 'length'> & {
  location: Location;
};

/** The attempt that brought a capture. */
export type VisitValue = {
  timings: Timings;
  address: string | null;
  tlsFault: string | null;
  worker: string;
  depth: number;
};

export type TimesValue = {
  meanMs: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
};

export type StageValue = {
  stage: Stage;
  inFlight: number;
  waiting: number;
  done: number;
  failed: number;
  wait: TimesValue;
  service: TimesValue;
};

/** One look at a run: everything a live view shows, as absolute values. */
export type ProgressValue = {
  runId: string;
  state: RunState;
  at: Date;
  counters: RunCounters;
  rates: () => Promise<Rates>;
  stages: () => Promise<StageValue[]>;
};

type WorkerParts = 'session' | 'version' | 'startedAt' | 'at' | 'state' | 'blockedBy' | 'slots' | 'transfers';

/**
 * `worker` names the process for life, in telemetry; `name`: as the caller is told it; `drained`: somebody wants it to claim nothing;
 * `load`: what it does for all projects together, which is told to operators.
 */
export type WorkerValue = Pick<WorkerReport, 'name' | WorkerParts> & {
  worker: string;
  drained: boolean;
  load: WorkerLoad | null;
};
export type WorkerLoad = Omit<WorkerReport, 'name' | WorkerParts> & { pagesPerSecond: number };

/** A claim that is out. */
export type InFlightValue = Pick<
  ClaimOut,
  'token' | 'host' | 'kind' | 'url' | 'depth' | 'attempt' | 'recoveries'
> & {
  runId: string;
  since: Date;
  /** Session of the worker that has it; null: it does not report. */
  workerId: string | null;
  stage: Stage | null;
  stageMs: number | null;
};

/** A change of something by its database key. */
export type Verb = { id: string; reason?: string | null | undefined };

/** A change that may say on which version it is based. */
export type Edit = Verb & { expectedVersion?: number | null | undefined };

/** What makes something new: a repeat under the same key makes nothing. */
export type Creating = { reason?: string | null | undefined; idempotencyKey?: string | null | undefined };

export type Between = { gte?: Date | null | undefined; lt?: Date | null | undefined } | null | undefined;

/** Long work on a run that a conductor does. */
export type OperationValue = typeof runOperations.$inferSelect;
