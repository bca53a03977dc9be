import type { StoredResponse } from '@trunkline/archive';
import type {
  BulkKind,
  BulkState,
  Combined,
  DeadFilter,
  OverlapPolicy,
  PageFilter,
  JobFilter as StoredJobFilter,
  WebhookEvent,
} from '@trunkline/database';
import type { Stage } from '@trunkline/policy';
import type { Direction } from './sorted.ts';
import type {
  ApiKeyValue,
  AuditValue,
  BulkValue,
  CaptureValue,
  DeadValue,
  DeliveryValue,
  HostPauseValue,
  HostRuleValue,
  HostStateValue,
  HostValue,
  InFlightValue,
  JobValue,
  KeyScope,
  NewKeyValue,
  OperationValue,
  Page,
  PageArgs,
  PolicyPreviewValue,
  PolicyValue,
  PolicyVersionValue,
  ProgressValue,
  Project,
  RobotsVersionValue,
  RunState,
  RunValue,
  ScheduleValue,
  SeedRow,
  SeedValue,
  UsageValue,
  VisitValue,
  WebhookValue,
  WorkerValue,
} from './values.ts';

/** What each store promises the schema. A store is made for one caller and finds nothing of other projects. */

export type ProjectStore = {
  own(): Promise<Project>;
  find(id: string): Promise<Project | null>;
  usage(): Promise<UsageValue>;
  /** Undefined stays, null is none. */
  setQuotas(input: {
    maxJobs?: number | null | undefined;
    maxPagesPerDay?: number | null | undefined;
    maxStorageBytes?: number | null | undefined;
    maxConcurrency?: number | null | undefined;
    expectedVersion?: number | null | undefined;
    reason?: string | null | undefined;
  }): Promise<Project>;
};

/** Parts of a policy as a client wrote them: not checked yet, null and undefined mean left out. */
export type RulesPatch = Readonly<Record<string, unknown>>;

/** As it is kept with bulk operations: ids as in the database, times as text. */
export type JobFilter = StoredJobFilter;

export type Label = { name: string; value: string };

/** Null: by creation, newest first. */
export type JobOrder = { field: 'name' | 'createdAt' | 'updatedAt'; direction: Direction } | null;

/** A verb on the latest run of a job. */
export type JobVerb = { id: string; reason?: string | null | undefined };

/** Secrets as a client wrote them; undefined: as they are, null: none. */
export type SecretsInput = {
  headers?: readonly { name: string; value: string }[] | null | undefined;
  basicAuth?: { user: string; password: string } | null | undefined;
  proxy?: string | null | undefined;
};

export type JobChange = JobVerb &
  SecretsInput &
  Pick<NewJob, 'name' | 'scope' | 'policyId' | 'weight' | 'labels'> & {
    /** Null means no limit, undefined as it is. */
    limits?:
      | { maxPages?: number | null | undefined; maxDepth?: number | null | undefined }
      | null
      | undefined;
    expectedVersion?: number | null | undefined;
  };

export type JobClone = JobVerb &
  Pick<NewJob, 'name' | 'start' | 'idempotencyKey'> & { ownPolicy?: boolean | null | undefined };

export type JobDeletion = JobVerb & { expectedVersion?: number | null | undefined };

export type NewSeeds = JobVerb & Pick<NewJob, 'seeds' | 'idempotencyKey'>;

export type AddedSeeds = {
  jobId: string;
  rows: SeedRow[];
  added: number;
  known: number;
  refused: number;
};

/** Seeds on their way: the run of the job does not end before `close`. */
export type SeedUpload = { close(): Promise<void> };

export type NewJob = SecretsInput & {
  name?: string | null | undefined;
  seeds: readonly string[];
  sitemaps?: readonly string[] | null | undefined;
  scope?:
    | {
        kind?: 'host' | 'domain' | 'prefix' | 'any' | null | undefined;
        include?: readonly string[] | null | undefined;
        exclude?: readonly string[] | null | undefined;
      }
    | null
    | undefined;
  limits?: { maxPages?: number | null | undefined; maxDepth?: number | null | undefined } | null | undefined;
  policyId?: string | null | undefined;
  rules?: RulesPatch | null | undefined;
  weight?: number | null | undefined;
  labels?: readonly Label[] | null | undefined;
  start?: boolean | null | undefined;
  idempotencyKey?: string | null | undefined;
};

export type JobStore = {
  find(id: string): Promise<JobValue | null>;
  list(args: PageArgs, filter: JobFilter, order?: JobOrder): Promise<Page<JobValue>>;
  seeds(jobId: string, args: PageArgs): Promise<Page<SeedValue>>;
  seedCount(jobId: string): Promise<number>;
  create(input: NewJob): Promise<JobValue>;
  update(input: JobChange): Promise<JobValue>;
  clone(input: JobClone): Promise<JobValue>;
  /** Id of the job, which is invisible from then on. */
  remove(input: JobDeletion): Promise<string>;
  addSeeds(input: NewSeeds): Promise<AddedSeeds>;
  openUpload(id: string): Promise<SeedUpload>;
  start(call: JobVerb): Promise<JobValue>;
  pause(call: JobVerb): Promise<JobValue>;
  resume(call: JobVerb): Promise<JobValue>;
  cancel(call: JobVerb): Promise<JobValue>;
};

export type RunFilter = {
  state?: readonly RunState[] | null | undefined;
  jobId?: string | null | undefined;
  createdAt?: { gte?: Date | null | undefined; lt?: Date | null | undefined } | null | undefined;
};

export type RunStore = {
  find(id: string): Promise<RunValue | null>;
  findBySerial(serial: number): Promise<RunValue | null>;
  latest(jobId: string): Promise<RunValue | null>;
  ofJob(jobId: string, args: PageArgs): Promise<Page<RunValue>>;
  list(args: PageArgs, filter: RunFilter): Promise<Page<RunValue>>;
  /** Counters, rates and stages as they are now, or as they were stored at the end. */
  progress(run: RunValue): Promise<ProgressValue>;
};

export type PolicyStore = {
  find(id: string): Promise<PolicyValue | null>;
  list(args: PageArgs): Promise<Page<PolicyValue>>;
  create(input: {
    name: string;
    rules?: RulesPatch | null | undefined;
    idempotencyKey?: string | null | undefined;
    reason?: string | null | undefined;
  }): Promise<PolicyValue>;
  update(input: {
    id: string;
    name?: string | null | undefined;
    rules?: RulesPatch | null | undefined;
    expectedVersion?: number | null | undefined;
    reason?: string | null | undefined;
  }): Promise<PolicyValue>;
  version(policyId: string, version: number): Promise<PolicyVersionValue | null>;
  /** Newest first. */
  versions(policyId: string, args: PageArgs): Promise<Page<PolicyVersionValue>>;
  /** Id of the policy that was. */
  remove(call: JobDeletion): Promise<string>;
  /** A new version with the rules of an old one. */
  rollBack(call: JobDeletion & { toVersion: number }): Promise<PolicyValue>;
  /** What a change would do to the runs that go; null: no such policy. */
  preview(id: string, rules: RulesPatch): Promise<PolicyPreviewValue | null>;
};

export type CaptureFilter = Combined<{
  status?: readonly number[] | null | undefined;
  contentType?: string | null | undefined;
  urlStartsWith?: string | null | undefined;
  url?: string | null | undefined;
}>;

export type CaptureStore = {
  find(id: string): Promise<CaptureValue | null>;
  ofJob(jobId: string, args: PageArgs, filter: CaptureFilter): Promise<Page<CaptureValue>>;
  ofRun(runId: string, args: PageArgs, filter: CaptureFilter): Promise<Page<CaptureValue>>;
  /**
   * The newest captures of a run (its serial) with an id above one, oldest first, at most so many; `skipped` are older still.
   * Null: of all there are, and none is counted as skipped.
   */
  newest(
    runSerial: number,
    above: number | null,
    filter: CaptureFilter,
    most: number,
  ): Promise<{ captures: CaptureValue[]; skipped: number }>;
  visit(capture: CaptureValue): Promise<VisitValue | null>;
  /** The stored response, content coding still on. */
  response(capture: CaptureValue): Promise<StoredResponse>;
  /** The capture that holds the body: this one, or the earlier one it has not changed since. */
  holder(capture: CaptureValue): Promise<CaptureValue>;
  /** Body bytes of the holder with content coding undone, at most the decoded bytes it recorded. */
  body(capture: CaptureValue): Promise<Uint8Array>;
};

export type InFlightStore = {
  /** The oldest first. Without a run: of all that go. */
  list(
    args: PageArgs,
    filter: {
      runId?: string | null | undefined;
      /** Session of the worker. */
      workerId?: string | null | undefined;
      host?: string | null | undefined;
      stage?: Stage | null | undefined;
      olderThanMs?: number | null | undefined;
    },
  ): Promise<Page<InFlightValue>>;
};

export type WorkerStore = {
  all(): Promise<WorkerValue[]>;
  /** Whether it may claim; it hears of it within a second. */
  drain(call: JobVerb, drained: boolean): Promise<WorkerValue>;
  list(args: PageArgs): Promise<Page<WorkerValue>>;
  find(session: string): Promise<WorkerValue | null>;
};

export type OperationStore = {
  find(id: string): Promise<OperationValue | null>;
  ofRun(runId: string, args: PageArgs): Promise<Page<OperationValue>>;
  /** Asks for an operation on a run; while one of its kind is open, that one is answered. */
  ask(
    call: JobVerb & { kind: 'repair' | 'audit'; fix?: boolean | null | undefined },
  ): Promise<OperationValue>;
};

export type AuditFilter = {
  action?: readonly string[] | null | undefined;
  subject?: { type: string; id: string } | null | undefined;
  keyId?: string | null | undefined;
  at?: { gte?: Date | null | undefined; lt?: Date | null | undefined } | null | undefined;
};

export type AuditStore = {
  find(id: string): Promise<AuditValue | null>;
  list(args: PageArgs, filter: AuditFilter): Promise<Page<AuditValue>>;
};

export type KeyStore = {
  find(id: string): Promise<ApiKeyValue | null>;
  list(
    args: PageArgs,
    filter: { state?: 'active' | 'expired' | 'revoked' | null | undefined },
  ): Promise<Page<ApiKeyValue>>;
  create(input: {
    name: string;
    scopes: readonly KeyScope[];
    expiresAt?: Date | null | undefined;
    reason?: string | null | undefined;
    idempotencyKey?: string | null | undefined;
  }): Promise<NewKeyValue>;
  revoke(call: JobVerb): Promise<ApiKeyValue>;
};

export type HostRuleStore = {
  find(id: string): Promise<HostRuleValue | null>;
  list(
    args: PageArgs,
    filter: {
      pattern?: string | null | undefined;
      group?: string | null | undefined;
      blocked?: boolean | null | undefined;
    },
  ): Promise<Page<HostRuleValue>>;
  /** Rules that match a host, the most particular first. */
  matching(host: string): Promise<HostRuleValue[]>;
  /** Makes or changes the rule of a pattern; undefined stays, null is none. */
  set(input: {
    pattern: string;
    pace?: object | null | undefined;
    blocked?: boolean | null | undefined;
    group?: string | null | undefined;
    reason?: string | null | undefined;
    expectedVersion?: number | null | undefined;
  }): Promise<HostRuleValue>;
  /** Id of the rule that was. */
  remove(call: JobDeletion): Promise<string>;
};

export type ScheduleStore = {
  find(id: string): Promise<ScheduleValue | null>;
  list(
    args: PageArgs,
    filter: { jobId?: string | null | undefined; enabled?: boolean | null | undefined },
  ): Promise<Page<ScheduleValue>>;
  create(input: {
    jobId: string;
    cron: string;
    timeZone?: string | null | undefined;
    overlap?: OverlapPolicy | null | undefined;
    reason?: string | null | undefined;
    idempotencyKey?: string | null | undefined;
  }): Promise<ScheduleValue>;
  update(
    change: JobDeletion & {
      cron?: string | null | undefined;
      timeZone?: string | null | undefined;
      overlap?: OverlapPolicy | null | undefined;
      enabled?: boolean | null | undefined;
    },
  ): Promise<ScheduleValue>;
  remove(call: JobDeletion): Promise<string>;
};

export type WebhookStore = {
  find(id: string): Promise<WebhookValue | null>;
  findDelivery(id: string): Promise<DeliveryValue | null>;
  /** With a job: those that are told of it, which are also those of all jobs. */
  list(args: PageArgs, filter: { jobId?: string | null | undefined }): Promise<Page<WebhookValue>>;
  deliveries(
    webhookId: string,
    args: PageArgs,
    filter: { state?: DeliveryValue['state'] | null | undefined },
  ): Promise<Page<DeliveryValue>>;
  /** The secret is null when the call was a repeat. */
  create(input: {
    jobId?: string | null | undefined;
    url: string;
    events: readonly WebhookEvent[];
    allowPrivateNetworks?: boolean | null | undefined;
    reason?: string | null | undefined;
    idempotencyKey?: string | null | undefined;
  }): Promise<{ webhook: WebhookValue; secret: string | null }>;
  update(
    change: JobDeletion & {
      url?: string | null | undefined;
      events?: readonly WebhookEvent[] | null | undefined;
      enabled?: boolean | null | undefined;
    },
  ): Promise<WebhookValue>;
  remove(call: JobDeletion): Promise<string>;
  /** Sends what was sent once more, as a delivery of its own. */
  redeliver(call: JobVerb & Pick<NewJob, 'idempotencyKey'>): Promise<DeliveryValue>;
};

export type DeadStore = {
  /** By the hash of its URL. */
  find(run: RunValue, hash: string): Promise<DeadValue | null>;
  list(run: RunValue, args: PageArgs, filter: DeadFilter): Promise<Page<DeadValue>>;
  /** How many for each reason, most first. */
  reasons(run: RunValue): Promise<{ reason: string; count: number }[]>;
};

export type BulkRequest =
  | { kind: Exclude<BulkKind, 'deadRetry' | 'pagesRequeue'>; filter: JobFilter }
  | { kind: 'pagesRequeue'; filter: PageFilter & { jobId: string } }
  | { kind: 'deadRetry'; filter: DeadFilter & { runId: string } };

export type BulkStore = {
  find(id: string): Promise<BulkValue | null>;
  list(args: PageArgs, filter: { state?: BulkState | null | undefined }): Promise<Page<BulkValue>>;
  /** Asks for the work, or with `dryRun` only how much there is. */
  request(
    input: BulkRequest & {
      dryRun?: boolean | null | undefined;
      reason?: string | null | undefined;
      idempotencyKey?: string | null | undefined;
    },
  ): Promise<{ matched: number; operation: BulkValue | null }>;
  cancel(call: JobVerb): Promise<BulkValue>;
};

export type HostPause = {
  host: string;
  /** Left out: for every run of the installation. */
  jobId?: string | null | undefined;
  reason?: string | null | undefined;
};

export type HostStore = {
  /** Null: the project has nothing to do with it. */
  find(host: string): Promise<HostValue | null>;
  ofJob(
    jobId: string,
    args: PageArgs,
    filter: { name?: string | null | undefined },
  ): Promise<Page<HostValue>>;
  /** Of a host that was found. */
  robotsHistory(host: string, args: PageArgs): Promise<Page<RobotsVersionValue>>;
  robotsDiff(version: RobotsVersionValue): Promise<string | null>;
  /** Null: the frontier does not know the run (any more). */
  state(run: RunValue, host: string): Promise<HostStateValue | null>;
  pause(call: HostPause, paused: boolean): Promise<HostPauseValue>;
};
