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

/** Which captures; every field given must hold. */
export type CaptureFilter = {
  /** All of these hold too; at most 20. */
  and?: Array<CaptureFilter> | null | undefined;
  /** Media type is this, in lower case: `text/html`. */
  contentType?: string | null | undefined;
  /** This does not hold. */
  not?: CaptureFilter | null | undefined;
  /** One of these holds; at most 20. */
  or?: Array<CaptureFilter> | null | undefined;
  /** HTTP status is one of these, at most 20. */
  status?: Array<number> | null | undefined;
  /** Canonical URL is exactly this. */
  url?: string | null | undefined;
  /** Canonical URL starts with this. */
  urlStartsWith?: string | null | undefined;
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
  /** All of these hold too; at most 20. */
  and?: Array<JobFilter> | null | undefined;
  /** When it was created. */
  createdAt?: TimeRange | null | undefined;
  /** It is one of these, at most 1,000. */
  ids?: Array<string> | null | undefined;
  /** It has this label. */
  label?: LabelFilter | null | undefined;
  /** Name contains this, whatever the case. */
  name?: string | null | undefined;
  /** This does not hold. */
  not?: JobFilter | null | undefined;
  /** One of these holds; at most 20. */
  or?: Array<JobFilter> | null | undefined;
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

/** As `captures`. */
export type LiveCapturesTopic = {
  /** Only those like this. */
  filter?: CaptureFilter | null | undefined;
  /** Id of a job (its latest run is meant) or of a run. */
  id: string;
  /** Captures one event carries, 1 to 100: of what comes faster the newest. */
  most?: number | null | undefined;
  /** Comes back as `topic` with its events; left out: the name of the field. */
  name?: string | null | undefined;
};

/** As `hosts`. */
export type LiveHostsTopic = {
  /** Names, with the port unless 80 or 443; at most 20. */
  hosts: Array<string>;
  /** Id of a job (its latest run is meant) or of a run. */
  id: string;
  /** Comes back as `topic` with its events; left out: the name of the field. */
  name?: string | null | undefined;
};

/** As `jobs`. */
export type LiveJobsTopic = {
  /** Only those like this. */
  filter?: JobFilter | null | undefined;
  /** How many, 1 to 100. */
  first?: number | null | undefined;
  /** Comes back as `topic` with its events; left out: the name of the field. */
  name?: string | null | undefined;
};

/** As `runEvents`. */
export type LiveRunEventsTopic = {
  /** Cursor of the last event you had: what came since is sent first, or a RunEventsResync. */
  after?: string | null | undefined;
  /** Id of a job (its latest run is meant) or of a run. */
  id: string;
  /** Only these; left out: all. */
  kinds?: Array<RunEventKind> | null | undefined;
  /** Comes back as `topic` with its events; left out: the name of the field. */
  name?: string | null | undefined;
};

/** As `jobProgress`. */
export type LiveRunTopic = {
  /** Id of a job (its latest run is meant) or of a run. */
  id: string;
  /** Comes back as `topic` with its events; left out: the name of the field. */
  name?: string | null | undefined;
};

/** One thing to follow. */
export type LiveTopic =
  {   /** Captures of a run as they are recorded. */
  captures: LiveCapturesTopic; hosts?: never; jobs?: never; run?: never; runEvents?: never; workers?: never; }
  |  { captures?: never;   /** Hosts of a run. */
  hosts: LiveHostsTopic; jobs?: never; run?: never; runEvents?: never; workers?: never; }
  |  { captures?: never; hosts?: never;   /** The newest jobs. */
  jobs: LiveJobsTopic; run?: never; runEvents?: never; workers?: never; }
  |  { captures?: never; hosts?: never; jobs?: never;   /** Progress of a run. */
  run: LiveRunTopic; runEvents?: never; workers?: never; }
  |  { captures?: never; hosts?: never; jobs?: never; run?: never;   /** What happens in a run. */
  runEvents: LiveRunEventsTopic; workers?: never; }
  |  { captures?: never; hosts?: never; jobs?: never; run?: never; runEvents?: never;   /** The workers. */
  workers: LiveWorkersTopic; };

/** As `workers`. */
export type LiveWorkersTopic = {
  /** Comes back as `topic` with its events; left out: the name of the field. */
  name?: string | null | undefined;
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
  /** Links are left alone where rel=nofollow, meta robots or X-Robots-Tag says so. */
  obeyNofollow?: boolean | null | undefined;
  /** Pages are not kept where meta robots or X-Robots-Tag says noindex; their links are followed all the same. */
  obeyNoindex?: boolean | null | undefined;
  /** The sitemaps that robots.txt names are read for links, too. */
  sitemaps?: boolean | null | undefined;
};

/** What happens in a run. */
export type RunEventKind =
  /** A URL was new. Sampled: two a second. */
  | 'DISCOVERY'
  /** It went from one state to another. Never left out. */
  | 'STATE'
  /** A visit failed, was refused or throttled. Sampled: five a second. */
  | 'TROUBLE';

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


export type JobCreateMutation = { __typename: 'Mutation', jobCreate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ __typename: 'PolicyIssue', path: Array<string>, message: string }> }
    | { __typename: 'BadSeedsError', code: UserErrorCode, message: string, path: Array<string>, rows: Array<{ __typename: 'BadSeed', row: number, url: string, problem: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuotaExceededError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobStartMutationVariables = Exact<{
  id: string;
}>;


export type JobStartMutation = { __typename: 'Mutation', result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { __typename: 'JobSeedConnection', nodes: Array<{ __typename: 'JobSeed', url: string }> }, scope: { __typename: 'Scope', kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { __typename: 'JobLimits', maxPages: number | null, maxDepth: number | null }, policy: { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }, latestRun: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobPauseMutationVariables = Exact<{
  id: string;
}>;


export type JobPauseMutation = { __typename: 'Mutation', result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { __typename: 'JobSeedConnection', nodes: Array<{ __typename: 'JobSeed', url: string }> }, scope: { __typename: 'Scope', kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { __typename: 'JobLimits', maxPages: number | null, maxDepth: number | null }, policy: { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }, latestRun: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobResumeMutationVariables = Exact<{
  id: string;
}>;


export type JobResumeMutation = { __typename: 'Mutation', result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { __typename: 'JobSeedConnection', nodes: Array<{ __typename: 'JobSeed', url: string }> }, scope: { __typename: 'Scope', kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { __typename: 'JobLimits', maxPages: number | null, maxDepth: number | null }, policy: { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }, latestRun: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobCancelMutationVariables = Exact<{
  id: string;
}>;


export type JobCancelMutation = { __typename: 'Mutation', result:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { __typename: 'JobSeedConnection', nodes: Array<{ __typename: 'JobSeed', url: string }> }, scope: { __typename: 'Scope', kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { __typename: 'JobLimits', maxPages: number | null, maxDepth: number | null }, policy: { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }, latestRun: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type PolicyUpdateMutationVariables = Exact<{
  input: PolicyUpdateInput;
}>;


export type PolicyUpdateMutation = { __typename: 'Mutation', policyUpdate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ __typename: 'PolicyIssue', path: Array<string>, message: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string>, current:
        | { __typename: 'HostRule' }
        | { __typename: 'Job' }
        | { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }
        | { __typename: 'Project' }
        | { __typename: 'Schedule' }
        | { __typename: 'Webhook' }
       }
   };

type ErrorParts_BadInputError_Fragment = { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_BadPolicyError_Fragment = { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ __typename: 'PolicyIssue', path: Array<string>, message: string }> };

type ErrorParts_BadSeedsError_Fragment = { __typename: 'BadSeedsError', code: UserErrorCode, message: string, path: Array<string>, rows: Array<{ __typename: 'BadSeed', row: number, url: string, problem: string }> };

type ErrorParts_ForbiddenError_Fragment = { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_IdempotencyKeyReusedError_Fragment = { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_NotFoundError_Fragment = { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_QuotaExceededError_Fragment = { __typename: 'QuotaExceededError', code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_VersionConflictError_Fragment = { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_WrongStateError_Fragment = { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> };

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


export type JobDetailsQuery = { __typename: 'Query', job: { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { __typename: 'JobSeedConnection', nodes: Array<{ __typename: 'JobSeed', url: string }> }, scope: { __typename: 'Scope', kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { __typename: 'JobLimits', maxPages: number | null, maxDepth: number | null }, policy: { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }, latestRun: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null } | null };

export type JobDetailsPartsFragment = { __typename: 'Job', id: string, name: string, state: JobState, createdAt: string, seedCount: number, seeds: { __typename: 'JobSeedConnection', nodes: Array<{ __typename: 'JobSeed', url: string }> }, scope: { __typename: 'Scope', kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string> }, limits: { __typename: 'JobLimits', maxPages: number | null, maxDepth: number | null }, policy: { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } }, latestRun: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } | null };

export type PolicyPartsFragment = { __typename: 'Policy', id: string, name: string, version: number, updatedAt: string, rules: { __typename: 'PolicyRules', userAgent: string, allowPrivateNetworks: boolean, pace: { __typename: 'Pace', mode: PaceMode, delayMs: number | null, perSecond: number | null, concurrency: number | null }, robots: { __typename: 'RobotsRules', obey: boolean } } };

export type RunHeadFragment = { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null };

export type ProgressPartsFragment = { __typename: 'RunProgress', at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { __typename: 'RunCounters', accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ __typename: 'StageSummary', stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> };

export type LiveSubscriptionVariables = Exact<{
  topics: Array<LiveTopic> | LiveTopic;
}>;


export type LiveSubscription = { live: { __typename: 'LiveMessage', topic: string, event:
      | { __typename: 'JobProgressDone', progress: { __typename: 'RunProgress', at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { __typename: 'RunCounters', accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ __typename: 'StageSummary', stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> }, run: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } }
      | { __typename: 'JobProgressSnapshot', progress: { __typename: 'RunProgress', at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { __typename: 'RunCounters', accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ __typename: 'StageSummary', stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> }, run: { __typename: 'Run', id: string, shortId: string, state: RunState, error: string | null, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null } }
      | { __typename: 'JobProgressUpdate', progress: { __typename: 'RunProgress', at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { __typename: 'RunCounters', accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ __typename: 'StageSummary', stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> } }
      | { __typename: 'JobStateChanged', progress: { __typename: 'RunProgress', at: string, state: RunState, pagesPerSecond: number, bytesPerSecond: number, counters: { __typename: 'RunCounters', accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, dead: number, dropped: number, bytes: number, hosts: number, known: number, refusedAtEnqueue: number, fetched: number, notModified: number, redirected: number, refused: number, throttled: number, failed: number }, stages: Array<{ __typename: 'StageSummary', stage: Stage, inFlight: number, waiting: number, done: number, failed: number, wait: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null }, service: { __typename: 'StageTimes', meanMs: number | null, p50Ms: number | null, p95Ms: number | null } }> } }
      | { __typename: 'LiveCaptures', snapshot: boolean, dropped: number, captures: Array<{ __typename: 'Capture', id: string, url: string, status: number, contentType: string | null, bytes: number, title: string | null, truncated: string | null, capturedAt: string }> }
      | { __typename: 'LiveHosts' }
      | { __typename: 'LiveJobs', hasMore: boolean, jobs: Array<{ __typename: 'Job', id: string, name: string, state: JobState, version: number, policy: { __typename: 'Policy', id: string, version: number }, latestRun: { __typename: 'Run', id: string, state: RunState, progress: { __typename: 'RunProgress', pagesPerSecond: number, counters: { __typename: 'RunCounters', accepted: number, finished: number, failed: number } } } | null }> }
      | { __typename: 'LiveTopicEnded' }
      | { __typename: 'LiveWorkers', workers: Array<{ __typename: 'Worker', id: string, name: string, state: WorkerState, blockedBy: string | null, slots: number, inFlight: number, pagesPerSecond: number, rssBytes: number, version: string, eventLoopLag: { __typename: 'EventLoopLag', p99: number } }> }
      | { __typename: 'RunDiscovery', cursor: string, at: string, dropped: number }
      | { __typename: 'RunEventsResync', cursor: string, at: string, dropped: number }
      | { __typename: 'RunEventsSnapshot', cursor: string, at: string, dropped: number }
      | { __typename: 'RunStateChanged', cursor: string, at: string, dropped: number, from: RunState | null, to: RunState }
      | { __typename: 'RunTrouble', cursor: string, at: string, dropped: number, url: string, outcome: string, code: string | null, detail: string | null, status: number | null, attempt: number, final: boolean, unseen: number }
     } };

export type JobItemFragment = { __typename: 'Job', id: string, name: string, state: JobState, version: number, policy: { __typename: 'Policy', id: string, version: number }, latestRun: { __typename: 'Run', id: string, state: RunState, progress: { __typename: 'RunProgress', pagesPerSecond: number, counters: { __typename: 'RunCounters', accepted: number, finished: number, failed: number } } } | null };

export type WorkerPartsFragment = { __typename: 'Worker', id: string, name: string, state: WorkerState, blockedBy: string | null, slots: number, inFlight: number, pagesPerSecond: number, rssBytes: number, version: string, eventLoopLag: { __typename: 'EventLoopLag', p99: number } };

export type CapturePartsFragment = { __typename: 'Capture', id: string, url: string, status: number, contentType: string | null, bytes: number, title: string | null, truncated: string | null, capturedAt: string };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', keyName: string, scopes: Array<KeyScope>, project: { __typename: 'Project', name: string } } };

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
  __typename
  code
  message
  path
  ... on BadSeedsError {
    __typename
    rows {
      __typename
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    __typename
    issues {
      __typename
      path
      message
    }
  }
}
    `, {"fragmentName":"ErrorParts"}) as unknown as TypedDocumentString<ErrorPartsFragment, unknown>;
export const PolicyPartsFragmentDoc = new TypedDocumentString(`
    fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}
    `, {"fragmentName":"PolicyParts"}) as unknown as TypedDocumentString<PolicyPartsFragment, unknown>;
export const RunHeadFragmentDoc = new TypedDocumentString(`
    fragment RunHead on Run {
  __typename
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
  __typename
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    __typename
    nodes {
      __typename
      url
    }
  }
  scope {
    __typename
    kind
    of
    include
    exclude
  }
  limits {
    __typename
    maxPages
    maxDepth
  }
  policy {
    __typename
    ...PolicyParts
  }
  latestRun {
    __typename
    ...RunHead
  }
}
    fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}
fragment RunHead on Run {
  __typename
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
  __typename
  at
  state
  pagesPerSecond
  bytesPerSecond
  counters {
    __typename
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
    __typename
    stage
    inFlight
    waiting
    done
    failed
    wait {
      __typename
      meanMs
      p50Ms
      p95Ms
    }
    service {
      __typename
      meanMs
      p50Ms
      p95Ms
    }
  }
}
    `, {"fragmentName":"ProgressParts"}) as unknown as TypedDocumentString<ProgressPartsFragment, unknown>;
export const JobItemFragmentDoc = new TypedDocumentString(`
    fragment JobItem on Job {
  __typename
  id
  name
  state
  version
  policy {
    __typename
    id
    version
  }
  latestRun {
    __typename
    id
    state
    progress {
      __typename
      pagesPerSecond
      counters {
        __typename
        accepted
        finished
        failed
      }
    }
  }
}
    `, {"fragmentName":"JobItem"}) as unknown as TypedDocumentString<JobItemFragment, unknown>;
export const WorkerPartsFragmentDoc = new TypedDocumentString(`
    fragment WorkerParts on Worker {
  __typename
  id
  name
  state
  blockedBy
  slots
  inFlight
  pagesPerSecond
  rssBytes
  eventLoopLag {
    __typename
    p99
  }
  version
}
    `, {"fragmentName":"WorkerParts"}) as unknown as TypedDocumentString<WorkerPartsFragment, unknown>;
export const CapturePartsFragmentDoc = new TypedDocumentString(`
    fragment CaptureParts on Capture {
  __typename
  id
  url
  status
  contentType
  bytes
  title
  truncated
  capturedAt
}
    `, {"fragmentName":"CaptureParts"}) as unknown as TypedDocumentString<CapturePartsFragment, unknown>;
export const JobCreateDocument = new TypedDocumentString(`
    mutation JobCreate($input: JobCreateInput!) {
  __typename
  jobCreate(input: $input) {
    __typename
    ... on Job {
      __typename
      id
    }
    ... on UserError {
      __typename
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  __typename
  code
  message
  path
  ... on BadSeedsError {
    __typename
    rows {
      __typename
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    __typename
    issues {
      __typename
      path
      message
    }
  }
}`, {"hash":"sha256:6a863f7c383a51e91b435db89fda17ee27ec4112e92442730184423d8c76ae2e"}) as unknown as TypedDocumentString<JobCreateMutation, JobCreateMutationVariables>;
export const JobStartDocument = new TypedDocumentString(`
    mutation JobStart($id: ID!) {
  __typename
  result: jobStart(input: { id: $id }) {
    __typename
    ... on Job {
      __typename
      ...JobDetailsParts
    }
    ... on UserError {
      __typename
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  __typename
  code
  message
  path
  ... on BadSeedsError {
    __typename
    rows {
      __typename
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    __typename
    issues {
      __typename
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  __typename
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    __typename
    nodes {
      __typename
      url
    }
  }
  scope {
    __typename
    kind
    of
    include
    exclude
  }
  limits {
    __typename
    maxPages
    maxDepth
  }
  policy {
    __typename
    ...PolicyParts
  }
  latestRun {
    __typename
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}
fragment RunHead on Run {
  __typename
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`, {"hash":"sha256:02b3b8498020665a2cf484dfd3ec793fe5d07d5dff353c2bda3aec1d41cdc3ac"}) as unknown as TypedDocumentString<JobStartMutation, JobStartMutationVariables>;
export const JobPauseDocument = new TypedDocumentString(`
    mutation JobPause($id: ID!) {
  __typename
  result: jobPause(input: { id: $id }) {
    __typename
    ... on Job {
      __typename
      ...JobDetailsParts
    }
    ... on UserError {
      __typename
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  __typename
  code
  message
  path
  ... on BadSeedsError {
    __typename
    rows {
      __typename
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    __typename
    issues {
      __typename
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  __typename
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    __typename
    nodes {
      __typename
      url
    }
  }
  scope {
    __typename
    kind
    of
    include
    exclude
  }
  limits {
    __typename
    maxPages
    maxDepth
  }
  policy {
    __typename
    ...PolicyParts
  }
  latestRun {
    __typename
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}
fragment RunHead on Run {
  __typename
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`, {"hash":"sha256:f1a069e79077a9e87a221d8d3cba7b6aae3c4e1aad2ac5be12d6d863a0370b5a"}) as unknown as TypedDocumentString<JobPauseMutation, JobPauseMutationVariables>;
export const JobResumeDocument = new TypedDocumentString(`
    mutation JobResume($id: ID!) {
  __typename
  result: jobResume(input: { id: $id }) {
    __typename
    ... on Job {
      __typename
      ...JobDetailsParts
    }
    ... on UserError {
      __typename
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  __typename
  code
  message
  path
  ... on BadSeedsError {
    __typename
    rows {
      __typename
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    __typename
    issues {
      __typename
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  __typename
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    __typename
    nodes {
      __typename
      url
    }
  }
  scope {
    __typename
    kind
    of
    include
    exclude
  }
  limits {
    __typename
    maxPages
    maxDepth
  }
  policy {
    __typename
    ...PolicyParts
  }
  latestRun {
    __typename
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}
fragment RunHead on Run {
  __typename
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`, {"hash":"sha256:973c2d7db66a9353382541ad5a9251394c7a64cc62536c07ee1e19ea14f9d791"}) as unknown as TypedDocumentString<JobResumeMutation, JobResumeMutationVariables>;
export const JobCancelDocument = new TypedDocumentString(`
    mutation JobCancel($id: ID!) {
  __typename
  result: jobCancel(input: { id: $id }) {
    __typename
    ... on Job {
      __typename
      ...JobDetailsParts
    }
    ... on UserError {
      __typename
      ...ErrorParts
    }
  }
}
    fragment ErrorParts on UserError {
  __typename
  code
  message
  path
  ... on BadSeedsError {
    __typename
    rows {
      __typename
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    __typename
    issues {
      __typename
      path
      message
    }
  }
}
fragment JobDetailsParts on Job {
  __typename
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    __typename
    nodes {
      __typename
      url
    }
  }
  scope {
    __typename
    kind
    of
    include
    exclude
  }
  limits {
    __typename
    maxPages
    maxDepth
  }
  policy {
    __typename
    ...PolicyParts
  }
  latestRun {
    __typename
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}
fragment RunHead on Run {
  __typename
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`, {"hash":"sha256:938dbf005dac1f8cbfc734f476dc051572ba8ba663d2bb4bd82e1d2e9c2f6cf9"}) as unknown as TypedDocumentString<JobCancelMutation, JobCancelMutationVariables>;
export const PolicyUpdateDocument = new TypedDocumentString(`
    mutation PolicyUpdate($input: PolicyUpdateInput!) {
  __typename
  policyUpdate(input: $input) {
    __typename
    ... on Policy {
      __typename
      ...PolicyParts
    }
    ... on UserError {
      __typename
      ...ErrorParts
    }
    ... on VersionConflictError {
      __typename
      current {
        __typename
        ...PolicyParts
      }
    }
  }
}
    fragment ErrorParts on UserError {
  __typename
  code
  message
  path
  ... on BadSeedsError {
    __typename
    rows {
      __typename
      row
      url
      problem
    }
  }
  ... on BadPolicyError {
    __typename
    issues {
      __typename
      path
      message
    }
  }
}
fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}`, {"hash":"sha256:e74eeb36a402b2e056a80de8ec3a66fdd6622b3bac66ae13bdd95da751b73541"}) as unknown as TypedDocumentString<PolicyUpdateMutation, PolicyUpdateMutationVariables>;
export const JobDetailsDocument = new TypedDocumentString(`
    query JobDetails($id: ID!) {
  __typename
  job(id: $id) {
    __typename
    ...JobDetailsParts
  }
}
    fragment JobDetailsParts on Job {
  __typename
  id
  name
  state
  createdAt
  seedCount
  seeds(first: 3) {
    __typename
    nodes {
      __typename
      url
    }
  }
  scope {
    __typename
    kind
    of
    include
    exclude
  }
  limits {
    __typename
    maxPages
    maxDepth
  }
  policy {
    __typename
    ...PolicyParts
  }
  latestRun {
    __typename
    ...RunHead
  }
}
fragment PolicyParts on Policy {
  __typename
  id
  name
  version
  updatedAt
  rules {
    __typename
    pace {
      __typename
      mode
      delayMs
      perSecond
      concurrency
    }
    userAgent
    allowPrivateNetworks
    robots {
      __typename
      obey
    }
  }
}
fragment RunHead on Run {
  __typename
  id
  shortId
  state
  error
  endReason
  createdAt
  startedAt
  finishedAt
}`, {"hash":"sha256:74842a354fcf8027cff75aab37a32e62afd8f8ebcdaca7dddded07ae6472056d"}) as unknown as TypedDocumentString<JobDetailsQuery, JobDetailsQueryVariables>;
export const LiveDocument = new TypedDocumentString(`
    subscription Live($topics: [LiveTopic!]!) {
  live(topics: $topics, intervalMs: 1000) {
    __typename
    topic
    event {
      __typename
      ... on LiveJobs {
        __typename
        jobs {
          __typename
          ...JobItem
        }
        hasMore
      }
      ... on LiveWorkers {
        __typename
        workers {
          __typename
          ...WorkerParts
        }
      }
      ... on JobProgressEvent {
        __typename
        progress {
          __typename
          ...ProgressParts
        }
      }
      ... on JobProgressSnapshot {
        __typename
        run {
          __typename
          ...RunHead
        }
      }
      ... on JobProgressDone {
        __typename
        run {
          __typename
          ...RunHead
        }
      }
      ... on LiveCaptures {
        __typename
        snapshot
        captures {
          __typename
          ...CaptureParts
        }
        dropped
      }
      ... on RunEvent {
        __typename
        cursor
        at
        dropped
      }
      ... on RunStateChanged {
        __typename
        from
        to
      }
      ... on RunTrouble {
        __typename
        url
        outcome
        code
        detail
        status
        attempt
        final
        unseen
      }
    }
  }
}
    fragment RunHead on Run {
  __typename
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
  __typename
  at
  state
  pagesPerSecond
  bytesPerSecond
  counters {
    __typename
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
    __typename
    stage
    inFlight
    waiting
    done
    failed
    wait {
      __typename
      meanMs
      p50Ms
      p95Ms
    }
    service {
      __typename
      meanMs
      p50Ms
      p95Ms
    }
  }
}
fragment JobItem on Job {
  __typename
  id
  name
  state
  version
  policy {
    __typename
    id
    version
  }
  latestRun {
    __typename
    id
    state
    progress {
      __typename
      pagesPerSecond
      counters {
        __typename
        accepted
        finished
        failed
      }
    }
  }
}
fragment WorkerParts on Worker {
  __typename
  id
  name
  state
  blockedBy
  slots
  inFlight
  pagesPerSecond
  rssBytes
  eventLoopLag {
    __typename
    p99
  }
  version
}
fragment CaptureParts on Capture {
  __typename
  id
  url
  status
  contentType
  bytes
  title
  truncated
  capturedAt
}`, {"hash":"sha256:99b3dbf7a8e5d5426e2f7dcfd76ba104f52ba038b755ee70b9af157b79a39da4"}) as unknown as TypedDocumentString<LiveSubscription, LiveSubscriptionVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  __typename
  viewer {
    __typename
    keyName
    scopes
    project {
      __typename
      name
    }
  }
}
    `, {"hash":"sha256:7f9e63f794b78c6c5ca3cf31e030e78698f74c2eafcd7c1ed34fd89d13a7b5d0"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;