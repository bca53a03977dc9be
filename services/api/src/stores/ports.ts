import type { StoredResponse } from '@trunkline/archive';
import type {
  ApiKeyValue,
  AuditValue,
  CaptureValue,
  JobState,
  JobValue,
  KeyScope,
  NewKeyValue,
  OperationValue,
  Page,
  PageArgs,
  PolicyValue,
  ProgressValue,
  Project,
  RunState,
  RunValue,
  SeedRow,
  SeedValue,
  VisitValue,
  WorkerValue,
} from './values.ts';

/** What each store promises the schema. A store is made for one caller and finds nothing of other projects. */

export type ProjectStore = { own(): Promise<Project>; find(id: string): Promise<Project | null> };

/** Parts of a policy as a client wrote them: not checked yet, null and undefined mean left out. */
export type RulesPatch = Readonly<Record<string, unknown>>;

export type JobFilter = {
  state?: readonly JobState[] | null | undefined;
  name?: string | null | undefined;
  policyId?: string | null | undefined;
};

export type Label = { name: string; value: string };

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
  list(args: PageArgs, filter: JobFilter): Promise<Page<JobValue>>;
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

export type RunStore = {
  find(id: string): Promise<RunValue | null>;
  findBySerial(serial: number): Promise<RunValue | null>;
  latest(jobId: string): Promise<RunValue | null>;
  ofJob(jobId: string, args: PageArgs): Promise<Page<RunValue>>;
  list(args: PageArgs, filter: { state?: readonly RunState[] | null | undefined }): Promise<Page<RunValue>>;
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
  }): Promise<PolicyValue>;
  update(input: {
    id: string;
    name?: string | null | undefined;
    rules?: RulesPatch | null | undefined;
    expectedVersion?: number | null | undefined;
    reason?: string | null | undefined;
  }): Promise<PolicyValue>;
};

export type CaptureFilter = {
  status?: readonly number[] | null | undefined;
  contentType?: string | null | undefined;
  urlStartsWith?: string | null | undefined;
  url?: string | null | undefined;
};

export type CaptureStore = {
  find(id: string): Promise<CaptureValue | null>;
  ofJob(jobId: string, args: PageArgs, filter: CaptureFilter): Promise<Page<CaptureValue>>;
  ofRun(runId: string, args: PageArgs, filter: CaptureFilter): Promise<Page<CaptureValue>>;
  visit(capture: CaptureValue): Promise<VisitValue | null>;
  /** The stored response, content coding still on. */
  response(capture: CaptureValue): Promise<StoredResponse>;
  /** The capture that holds the body: this one, or the earlier one it has not changed since. */
  holder(capture: CaptureValue): Promise<CaptureValue>;
  /** Body bytes of the holder with content coding undone, at most the decoded bytes it recorded. */
  body(capture: CaptureValue): Promise<Uint8Array>;
};

export type WorkerStore = {
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
