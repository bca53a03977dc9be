/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** User and password (RFC 7617). */
export type BasicAuthInput = {
  /** A secret. */
  password: string;
  /** Without a colon. */
  user: string;
};

/** A new job. */
export type JobCreateInput = {
  /** A secret. Sent to the hosts of the seeds only (of jobs of domains: to those domains), and in the clear only if a seed is http. */
  basicAuth?: BasicAuthInput | null | undefined;
  /** Headers of every request, at most 20; secrets. Sent to the hosts of the seeds only (of jobs of domains: to those domains), and in the clear only if a seed is http. */
  headers?: Array<RequestHeaderInput> | null | undefined;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Names and values of yours; at most 32. */
  labels?: Array<LabelInput> | null | undefined;
  /** How far one run goes. */
  limits?: JobLimitsInput | null | undefined;
  /** Name for people; left out: the hosts of the seeds. */
  name?: string | null | undefined;
  /** Crawl under this shared policy. Not together with `rules`. */
  policyId?: string | null | undefined;
  /** HTTP proxy of the job, `http://[user:password@]host[:port]`; a secret. https goes by CONNECT. */
  proxy?: string | null | undefined;
  /** Crawl under a policy of its own with these rules, which is created with the job. */
  rules?: PolicyRulesInput | null | undefined;
  /** Which discovered URLs belong to it; left out: the hosts of the seeds. */
  scope?: ScopeInput | null | undefined;
  /** 1 to 1,000 http or https URLs to start from. */
  seeds: Array<string>;
  /** Up to 1,000 sitemaps (XML, plain text, RSS or Atom, gzipped or not) whose URLs in scope are crawled. With them, `seeds` may be empty. */
  sitemaps?: Array<string> | null | undefined;
  /** Start its first run at once. */
  start?: boolean | null | undefined;
  /** Its share of the workers against other jobs, 0.01 to 100; 1 when left out. */
  weight?: number | null | undefined;
};

/** Which jobs; every field given must hold. Bulk operations take the same filter. */
export type JobFilter = {
  /** When it was created. */
  createdAt?: TimeRange | null | undefined;
  /** It is one of these, at most 1,000. */
  ids?: Array<string> | null | undefined;
  /** It has this label. */
  label?: LabelFilter | null | undefined;
  /** Name contains this, whatever the case. */
  name?: string | null | undefined;
  /** It crawls under this policy. */
  policyId?: string | null | undefined;
  /** State is one of these. */
  state?: Array<JobState> | null | undefined;
};

/** How far one run goes. */
export type JobLimitsInput = {
  /** Links away from a seed, 0 for the seeds alone; left out: no limit. */
  maxDepth?: number | null | undefined;
  /** Pages fetched, at least 1; left out: no limit. */
  maxPages?: number | null | undefined;
};

/** The state of the latest run of a job; NEW before the first. */
export type JobState =
  /** Its latest run was ended by request. */
  | 'CANCELLED'
  /** What is in flight finishes, the rest is dropped. */
  | 'CANCELLING'
  /** Its latest run is over, every outcome committed. */
  | 'DONE'
  /** Its latest run could not go on. */
  | 'FAILED'
  /** Redis does not know its run any more; see `runRepair`. */
  | 'LOST'
  /** No run was started yet. */
  | 'NEW'
  /** Nothing new is handed out. */
  | 'PAUSED'
  /** Every URL is over; the last outcomes are being committed. */
  | 'RECORDING'
  /** The frontier of its run is being rebuilt. */
  | 'REPAIRING'
  /** URLs are handed out as their hosts allow. */
  | 'RUNNING'
  /** Its seeds are on their way into the frontier. */
  | 'STARTING';

/** What an API key may do. */
export type KeyScope =
  /** Everything; alone allows private networks. */
  | 'ADMIN'
  /** Read everything of the project but its keys. */
  | 'JOBS_READ'
  /** Create, change, start, pause, resume, cancel and delete jobs; retry dead URLs; webhooks. */
  | 'JOBS_WRITE'
  /** List, make and revoke keys. */
  | 'KEYS_ADMIN'
  /** Create and change policies and host rules. */
  | 'POLICIES_WRITE'
  /** Drain and pause workers. */
  | 'WORKERS_ADMIN';

/** A label. */
export type LabelFilter = {
  /** There is a label of this name. */
  name: string;
  /** And it has this value. */
  value?: string | null | undefined;
};

/** A name and a value that mean something to you. */
export type LabelInput = {
  /** 1 to 63 letters, digits and `._-/`. */
  name: string;
  /** Up to 255 characters. */
  value: string;
};

/** Either `delayMs`, or `perSecond` with `concurrency`. */
export type PaceInput = {
  /** Mode RATE: URLs of a host in flight at once, 1 to 256; 1 when left out. */
  concurrency?: number | null | undefined;
  /** Mode DELAY: milliseconds from one start to the next, 0 to a day. */
  delayMs?: number | null | undefined;
  /** Left out: DELAY when `delayMs` is given, RATE when `perSecond` is given. */
  mode?: PaceMode | null | undefined;
  /** Mode RATE: starts a second on one host, up to 10,000. */
  perSecond?: number | null | undefined;
};

/** How starts on one host are spaced. */
export type PaceMode =
  /** One URL at a time, `delayMs` from start to start. */
  | 'DELAY'
  /** Up to `concurrency` URLs at once, `perSecond` starts a second. */
  | 'RATE';

/** Pages a run may fetch of all URLs whose path and query match, at any host. */
export type PathBudgetInput = {
  /** Pages of all that match, 1 or more. */
  maxPages: number;
  /** `*` is any run of characters, over the whole path and query: `/tag/*`, `*.pdf`. */
  pattern: string;
};

/** Rules of a policy. What is left out keeps its default, or on an update its present value. */
export type PolicyRulesInput = {
  /** Addresses outside the public internet may be connected to. Needs the scope `admin`. */
  allowPrivateNetworks?: boolean | null | undefined;
  /** Pages a run may fetch by path, up to 32; a URL that matches several counts for each. */
  budgets?: Array<PathBudgetInput> | null | undefined;
  /** Media types whose bodies are kept, `type/*` allowed; empty: all. */
  contentTypes?: Array<string> | null | undefined;
  /** Bounds of one visit. */
  limits?: VisitLimitsInput | null | undefined;
  /** Pages of all hosts of a registrable domain a run may fetch; null: no limit. */
  maxPagesPerDomain?: number | null | undefined;
  /** Pages of one host a run may fetch; null: no limit. */
  maxPagesPerHost?: number | null | undefined;
  /** How often one host may be asked, by all workers together. */
  pace?: PaceInput | null | undefined;
  /** When a later run asks for a page again. */
  recrawl?: RecrawlRulesInput | null | undefined;
  /** What is kept of runs that are over. */
  retention?: RetentionRulesInput | null | undefined;
  /** What follows a failure. */
  retries?: RetryRulesInput | null | undefined;
  /** How robots.txt is read. */
  robots?: RobotsRulesInput | null | undefined;
  /** Sent as User-Agent, and matched in robots.txt. */
  userAgent?: string | null | undefined;
  /** When URLs may be handed out; empty: always. */
  windows?: Array<WindowInput> | null | undefined;
};

/** A change of a policy. */
export type PolicyUpdateInput = {
  /** The version your change is based on; another one answers with VersionConflictError. */
  expectedVersion?: number | null | undefined;
  /** Id of the policy. */
  id: string;
  /** New name; left out: as it is. */
  name?: string | null | undefined;
  /** Why, for the history of the policy; up to 500 characters. */
  reason?: string | null | undefined;
  /** The rules that change; all others stay. */
  rules?: PolicyRulesInput | null | undefined;
};

/** When a later run asks for a page again. What is left out stays as it is. */
export type RecrawlRulesInput = {
  /** At the latest after this; 0: in every run. */
  longestMs?: number | null | undefined;
  /** Never sooner than this after the run before. */
  shortestMs?: number | null | undefined;
};

/** A request header. */
export type RequestHeaderInput = {
  /** Its name; not one the crawler sets itself, such as Host. */
  name: string;
  /** Its value: a secret. */
  value: string;
};

/** What is kept of runs that are over. What is left out stays as it is. */
export type RetentionRulesInput = {
  /** Only those that ended so many days ago at most; null: all. */
  days?: number | null | undefined;
  /** Only the last so many; null: all. */
  runs?: number | null | undefined;
};

/** What follows a failure. What is left out stays as it is. */
export type RetryRulesInput = {
  /** Fetches of one URL before it is dead, 1 to 20. */
  attempts?: number | null | undefined;
  /** Wait before the second attempt; doubles each time. */
  delayMs?: number | null | undefined;
  /** Failures of a host in a row before its URLs are dead, 1 to 1,000. */
  giveUp?: number | null | undefined;
};

/** How robots.txt is read. What is left out stays as it is. */
export type RobotsRulesInput = {
  /** A longer Crawl-delay is cut to this. */
  maxCrawlDelayMs?: number | null | undefined;
  /** Whether it is obeyed at all. */
  obey?: boolean | null | undefined;
  /** rel=nofollow, meta robots, X-Robots-Tag. */
  obeyNofollow?: boolean | null | undefined;
  /** The sitemaps that robots.txt names are read for links, too. */
  sitemaps?: boolean | null | undefined;
};

/** Where a run is in its life. */
export type RunState =
  /** Ended by request. */
  | 'CANCELLED'
  /** What is in flight finishes, the rest is dropped. */
  | 'CANCELLING'
  /** Over, every outcome committed. */
  | 'DONE'
  /** Could not go on; see `error`. */
  | 'FAILED'
  /** Redis does not know it any more; see `error`. It waits for `runRepair`, or to be cancelled. */
  | 'LOST'
  /** Nothing new is handed out; what is in flight finishes. */
  | 'PAUSED'
  /** Every URL is over; the last outcomes are being committed. */
  | 'RECORDING'
  /** Its frontier is being rebuilt from the database; see `operations`. */
  | 'REPAIRING'
  /** URLs are handed out as their hosts allow. */
  | 'RUNNING'
  /** Accepted; its seeds are on their way into the frontier. */
  | 'STARTING';

/** Which discovered URLs belong to the job. */
export type ScopeInput = {
  /** No URL that matches one of these globs; at most 100. */
  exclude?: Array<string> | null | undefined;
  /** Only URLs that match one of these globs (`*` any characters, `?` one); at most 100. */
  include?: Array<string> | null | undefined;
  /** How far from the seeds; HOST when left out. */
  kind?: ScopeKind | null | undefined;
};

/** How far from its seeds a job goes. A seed itself is always in scope. */
export type ScopeKind =
  /** Everywhere. */
  | 'ANY'
  /** The registrable domains of the seeds, with all their hosts. */
  | 'DOMAIN'
  /** The hosts of the seeds. */
  | 'HOST'
  /** Below the directories of the seeds. */
  | 'PREFIX';

/** A stage of one visit, in order. */
export type Stage =
  /** Reading and decoding the body. */
  | 'BODY'
  /** TCP and TLS. */
  | 'CONNECT'
  /** Resolving the host and checking its addresses. */
  | 'DNS'
  /** Charset, links, title. */
  | 'EXTRACT'
  /** From the request to whole response headers. */
  | 'HEADERS'
  /** From the grant to the start within the worker. */
  | 'QUEUE'
  /** Deciding by robots.txt. */
  | 'ROBOTS'
  /** Telling the frontier. */
  | 'SETTLE'
  /** Writing to the archive, made durable. */
  | 'STORE';

/** A span of time. */
export type TimeRange = {
  /** From this moment on. */
  gte?: string | null | undefined;
  /** Before this moment. */
  lt?: string | null | undefined;
};

/** What kind of error a mutation answered with. */
export type UserErrorCode =
  /** A field of the input is missing, malformed or out of range. */
  | 'BAD_INPUT'
  /** Rules of a policy are out of range or contradict each other. */
  | 'BAD_POLICY'
  /** Some seeds cannot be crawled. */
  | 'BAD_SEEDS'
  /** The key lacks a scope. */
  | 'FORBIDDEN'
  /** The idempotency key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The project has nothing of this id. */
  | 'NOT_FOUND'
  /** A quota of the project is used up. */
  | 'QUOTA_EXCEEDED'
  /** Somebody changed it since the version that was expected. */
  | 'VERSION_CONFLICT'
  /** It is in no state for this. */
  | 'WRONG_STATE';

/** Bounds of one visit. What is left out stays as it is. */
export type VisitLimitsInput = {
  /** Body on the wire; the rest is cut. */
  bodyBytes?: number | null | undefined;
  /** All bodies of a run together, bytes a second, at least 1,000; null: no cap. */
  bytesPerSecond?: number | null | undefined;
  /** Connecting, TLS included. */
  connectMs?: number | null | undefined;
  /** Body after decoding. */
  decodedBytes?: number | null | undefined;
  /** All response headers together, 1,024 to 16,384. */
  headerBytes?: number | null | undefined;
  /** Number of response headers, 10 to 3,000. */
  headerCount?: number | null | undefined;
  /** Until the response headers are whole. */
  headersMs?: number | null | undefined;
  /** A body slower than this after 10 s is cut. */
  minBytesPerSecond?: number | null | undefined;
  /** Whole attempt, from connecting to the last byte. */
  totalMs?: number | null | undefined;
};

/** A time of the week in which URLs may be handed out. */
export type WindowInput = {
  /** Minutes since Monday 00:00 UTC, 1 to 10,080. */
  closes: number;
  /** Minutes since Monday 00:00 UTC, 0 to 10,079. */
  opens: number;
};

/** What a worker does. */
export type WorkerState =
  /** Finishes what it holds and claims nothing. */
  | 'DRAINING'
  /** Claims nothing; see `blockedBy`. */
  | 'PAUSED'
  /** Claims and visits URLs. */
  | 'RUNNING';

export type JobCreateMutationVariables = Exact<{
  input: JobCreateInput;
}>;


export type JobCreateMutation = { jobCreate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'BadSeedsError', code: UserErrorCode, message: string, path: Array<string>, rows: Array<{ row: number, url: string, problem: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuotaExceededError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobStartMutationVariables = Exact<{
  id: string;
}>;


export type JobStartMutation = { result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { nodes: Array<{ url: string }> }, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, policy: { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }, latestRun: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobPauseMutationVariables = Exact<{
  id: string;
}>;


export type JobPauseMutation = { result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { nodes: Array<{ url: string }> }, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, policy: { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }, latestRun: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobResumeMutationVariables = Exact<{
  id: string;
}>;


export type JobResumeMutation = { result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { nodes: Array<{ url: string }> }, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, policy: { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }, latestRun: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobCancelMutationVariables = Exact<{
  id: string;
}>;


export type JobCancelMutation = { result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { nodes: Array<{ url: string }> }, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, policy: { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }, latestRun: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type PolicyUpdateMutationVariables = Exact<{
  input: PolicyUpdateInput;
}>;


export type PolicyUpdateMutation = { policyUpdate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string>, current:
        | { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }
        | Record<PropertyKey, never>
       }
   };

type ErrorParts_BadInputError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_BadPolicyError_Fragment = { code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> };

type ErrorParts_BadSeedsError_Fragment = { code: UserErrorCode, message: string, path: Array<string>, rows: Array<{ row: number, url: string, problem: string }> };

type ErrorParts_ForbiddenError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_IdempotencyKeyReusedError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_NotFoundError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_QuotaExceededError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_VersionConflictError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_WrongStateError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

export type ErrorPartsFragment =
  | ErrorParts_BadInputError_Fragment
  | ErrorParts_BadPolicyError_Fragment
  | ErrorParts_BadSeedsError_Fragment
  | ErrorParts_ForbiddenError_Fragment
  | ErrorParts_IdempotencyKeyReusedError_Fragment
  | ErrorParts_NotFoundError_Fragment
  | ErrorParts_QuotaExceededError_Fragment
  | ErrorParts_VersionConflictError_Fragment
  | ErrorParts_WrongStateError_Fragment
;

export type JobDetailsQueryVariables = Exact<{
  id: string;
}>;


export type JobDetailsQuery = { job: { id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { nodes: Array<{ url: string }> }, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, policy: { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }, latestRun: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null } | null };

export type JobDetailsPartsFragment = { id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { nodes: Array<{ url: string }> }, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, policy: { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } }, latestRun: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null };

export type PolicyPartsFragment = { id: string, name: string, version: number, updatedAt: string, rules: { userAgent: string, allowPrivateNetworks: boolean, pace: { mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { obey: boolean } } };

export type RunHeadFragment = { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null };

export type ProgressPartsFragment = { at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> };

export type JobProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type JobProgressSubscription = { jobProgress:
    | { __typename: 'JobProgressDone', run: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null }, progress: { at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> } }
    | { __typename: 'JobProgressSnapshot', run: { id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null }, progress: { at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> } }
    | { __typename: 'JobProgressUpdate', progress: { at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> } }
    | { __typename: 'JobStateChanged', progress: { at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> } }
   };

export type LatestCapturesQueryVariables = Exact<{
  run: string;
  last: number;
}>;


export type LatestCapturesQuery = { run: { captures: { nodes: Array<{ id: string, url: string, status: number, contentType: string | null, bytes: number, title: string | null, truncated: string | null, capturedAt: string, bodyUrl: string }> } } | null };

export type OverviewQueryVariables = Exact<{
  filter?: JobFilter | null | undefined;
}>;


export type OverviewQuery = { jobs: { nodes: Array<{ id: string, name: string, state: JobState, createdAt: string, latestRun: { id: string, state: RunState, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, fetched: number, failed: number, waiting: number, inFlight: number } } } | null }>, pageInfo: { hasNextPage: boolean } }, workers: { nodes: Array<{ id: string, name: string, state: WorkerState, blockedBy: string | null, slots: number, inFlight: number, pagesPerSecond: number, rssBytes: number, version: string, eventLoopLag: { p99: number } }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { keyName: string, scopes: Array<KeyScope>, project: { name: string } } };

export type JobItemFragment = { id: string, name: string, state: JobState, createdAt: string, latestRun: { id: string, state: RunState, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, fetched: number, failed: number, waiting: number, inFlight: number } } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ErrorPartsFragmentDoc = new TypedDocumentString(`
    fragment ErrorParts on UserError {
  code
  message
  path
  ... on BadSeedsError {
    rows {
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    issues {
      path
      message
    }
  }
}
    `, {"fragmentName":"ErrorParts"}) as unknown as TypedDocumentString<ErrorPartsFragment, unknown>;
export const PolicyPartsFragmentDoc = new TypedDocumentString(`
    fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}
    `, {"fragmentName":"PolicyParts"}) as unknown as TypedDocumentString<PolicyPartsFragment, unknown>;
export const RunHeadFragmentDoc = new TypedDocumentString(`
    fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}
    `, {"fragmentName":"RunHead"}) as unknown as TypedDocumentString<RunHeadFragment, unknown>;
export const JobDetailsPartsFragmentDoc = new TypedDocumentString(`
    fragment JobDetailsParts on Job {
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    nodes {
      url
    }
  }
  scope {
    kind
    of
    include
    exclude
  }
  limits {
    maxPages
    maxDepth
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunHead
  }
}
    fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`, {"fragmentName":"JobDetailsParts"}) as unknown as TypedDocumentString<JobDetailsPartsFragment, unknown>;
export const ProgressPartsFragmentDoc = new TypedDocumentString(`
    fragment ProgressParts on RunProgress {
  at
  state
  pagesPerSecond
  bytesPerSecond
  counters {
    accepted
    finished
    waiting
    delayed
    inFlight
    dead
    dropped
    bytes
    hosts
    known
    refusedAtEnqueue
    fetched
    notModified
    redirected
    refused
    throttled
    failed
  }
  stages {
    stage
    inFlight
    waiting
    done
    failed
    wait {
      meanMs
      p50Ms
      p95Ms
    }
    service {
      meanMs
      p50Ms
      p95Ms
    }
  }
}
    `, {"fragmentName":"ProgressParts"}) as unknown as TypedDocumentString<ProgressPartsFragment, unknown>;
export const JobItemFragmentDoc = new TypedDocumentString(`
    fragment JobItem on Job {
  id
  name
  state
  createdAt
  latestRun {
    id
    state
    progress {
      pagesPerSecond
      counters {
        accepted
        finished
        fetched
        failed
        waiting
        inFlight
      }
    }
  }
}
    `, {"fragmentName":"JobItem"}) as unknown as TypedDocumentString<JobItemFragment, unknown>;
export const JobCreateDocument = new TypedDocumentString(`
    mutation JobCreate($input: JobCreateInput!) {
  jobCreate(input: $input) {
    __typename
    ... on Job {
      id
    }
    ... on UserError {
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  code
  message
  path
  ... on BadSeedsError {
    rows {
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    issues {
      path
      message
    }
  }
}`) as unknown as TypedDocumentString<JobCreateMutation, JobCreateMutationVariables>;
export const JobStartDocument = new TypedDocumentString(`
    mutation JobStart($id: ID!) {
  result: jobStart(input: { id: $id }) {
    __typename
    ... on Job {
      ...JobDetailsParts
    }
    ... on UserError {
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  code
  message
  path
  ... on BadSeedsError {
    rows {
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    issues {
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    nodes {
      url
    }
  }
  scope {
    kind
    of
    include
    exclude
  }
  limits {
    maxPages
    maxDepth
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobStartMutation, JobStartMutationVariables>;
export const JobPauseDocument = new TypedDocumentString(`
    mutation JobPause($id: ID!) {
  result: jobPause(input: { id: $id }) {
    __typename
    ... on Job {
      ...JobDetailsParts
    }
    ... on UserError {
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  code
  message
  path
  ... on BadSeedsError {
    rows {
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    issues {
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    nodes {
      url
    }
  }
  scope {
    kind
    of
    include
    exclude
  }
  limits {
    maxPages
    maxDepth
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobPauseMutation, JobPauseMutationVariables>;
export const JobResumeDocument = new TypedDocumentString(`
    mutation JobResume($id: ID!) {
  result: jobResume(input: { id: $id }) {
    __typename
    ... on Job {
      ...JobDetailsParts
    }
    ... on UserError {
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  code
  message
  path
  ... on BadSeedsError {
    rows {
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    issues {
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    nodes {
      url
    }
  }
  scope {
    kind
    of
    include
    exclude
  }
  limits {
    maxPages
    maxDepth
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobResumeMutation, JobResumeMutationVariables>;
export const JobCancelDocument = new TypedDocumentString(`
    mutation JobCancel($id: ID!) {
  result: jobCancel(input: { id: $id }) {
    __typename
    ... on Job {
      ...JobDetailsParts
    }
    ... on UserError {
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  code
  message
  path
  ... on BadSeedsError {
    rows {
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    issues {
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    nodes {
      url
    }
  }
  scope {
    kind
    of
    include
    exclude
  }
  limits {
    maxPages
    maxDepth
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobCancelMutation, JobCancelMutationVariables>;
export const PolicyUpdateDocument = new TypedDocumentString(`
    mutation PolicyUpdate($input: PolicyUpdateInput!) {
  policyUpdate(input: $input) {
    __typename
    ... on Policy {
      ...PolicyParts
    }
    ... on UserError {
      ...ErrorParts
    }
    ... on VersionConflictError {
      current {
        ...PolicyParts
      }
    }
  }
}
    fragment ErrorParts on UserError {
  code
  message
  path
  ... on BadSeedsError {
    rows {
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    issues {
      path
      message
    }
  }
}
fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}`) as unknown as TypedDocumentString<PolicyUpdateMutation, PolicyUpdateMutationVariables>;
export const JobDetailsDocument = new TypedDocumentString(`
    query JobDetails($id: ID!) {
  job(id: $id) {
    ...JobDetailsParts
  }
}
    fragment JobDetailsParts on Job {
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    nodes {
      url
    }
  }
  scope {
    kind
    of
    include
    exclude
  }
  limits {
    maxPages
    maxDepth
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  id
  name
  version
  updatedAt
  rules {
    pace {
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      obey
    }
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobDetailsQuery, JobDetailsQueryVariables>;
export const JobProgressDocument = new TypedDocumentString(`
    subscription JobProgress($id: ID!) {
  jobProgress(id: $id, intervalMs: 1000) {
    __typename
    progress {
      ...ProgressParts
    }
    ... on JobProgressSnapshot {
      run {
        ...RunHead
      }
    }
    ... on JobProgressDone {
      run {
        ...RunHead
      }
    }
  }
}
    fragment RunHead on Run {
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}
fragment ProgressParts on RunProgress {
  at
  state
  pagesPerSecond
  bytesPerSecond
  counters {
    accepted
    finished
    waiting
    delayed
    inFlight
    dead
    dropped
    bytes
    hosts
    known
    refusedAtEnqueue
    fetched
    notModified
    redirected
    refused
    throttled
    failed
  }
  stages {
    stage
    inFlight
    waiting
    done
    failed
    wait {
      meanMs
      p50Ms
      p95Ms
    }
    service {
      meanMs
      p50Ms
      p95Ms
    }
  }
}`) as unknown as TypedDocumentString<JobProgressSubscription, JobProgressSubscriptionVariables>;
export const LatestCapturesDocument = new TypedDocumentString(`
    query LatestCaptures($run: ID!, $last: Int!) {
  run(id: $run) {
    captures(last: $last) {
      nodes {
        id
        url
        status
        contentType
        bytes
        title
        truncated
        capturedAt
        bodyUrl
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LatestCapturesQuery, LatestCapturesQueryVariables>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview($filter: JobFilter) {
  jobs(first: 50, filter: $filter) {
    nodes {
      ...JobItem
    }
    pageInfo {
      hasNextPage
    }
  }
  workers(first: 20) {
    nodes {
      id
      name
      state
      blockedBy
      slots
      inFlight
      pagesPerSecond
      rssBytes
      eventLoopLag {
        p99
      }
      version
    }
  }
}
    fragment JobItem on Job {
  id
  name
  state
  createdAt
  latestRun {
    id
    state
    progress {
      pagesPerSecond
      counters {
        accepted
        finished
        fetched
        failed
        waiting
        inFlight
      }
    }
  }
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    keyName
    scopes
    project {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;