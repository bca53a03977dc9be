import type { StoredResponse } from '@trunkline/archive';
import type {
  CaptureValue,
  JobState,
  JobValue,
  Page,
  PageArgs,
  PolicyValue,
  ProgressValue,
  Project,
  RunState,
  RunValue,
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

export type NewJob = {
  name?: string | null | undefined;
  seeds: readonly string[];
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
  start?: boolean | null | undefined;
  idempotencyKey?: string | null | undefined;
};

export type JobStore = {
  find(id: string): Promise<JobValue | null>;
  list(args: PageArgs, filter: JobFilter): Promise<Page<JobValue>>;
  seeds(jobId: string, args: PageArgs): Promise<Page<SeedValue>>;
  seedCount(jobId: string): Promise<number>;
  create(input: NewJob): Promise<JobValue>;
  start(id: string): Promise<JobValue>;
  pause(id: string): Promise<JobValue>;
  resume(id: string): Promise<JobValue>;
  cancel(id: string): Promise<JobValue>;
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
