/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new API key. */
export type ApiKeyCreateInput = {
  /** When its time is over, no later than that of the key that makes it; left out: as that one, or never. */
  expiresAt?: string | null | undefined;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. The secret is not kept, so a repeat shows none. */
  idempotencyKey?: string | null | undefined;
  /** Name for people, 1 to 200 characters. */
  name: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** What it may do; no more than the key that makes it. */
  scopes: Array<KeyScope>;
};

/** Which keys. */
export type ApiKeyFilter = {
  /** State is this. */
  state?: ApiKeyState | null | undefined;
};

/** Which key. */
export type ApiKeyRevokeInput = {
  /** Id of the API key. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Whether a key opens anything. */
export type ApiKeyState =
  /** It does. */
  | 'ACTIVE'
  /** Its time is over. */
  | 'EXPIRED'
  /** It was taken back. */
  | 'REVOKED';

/** Which changes; every field given must hold. */
export type AuditFilter = {
  /** Action is one of these: `["jobPause", "jobCancel"]`. */
  action?: Array<string> | null | undefined;
  /** When. */
  at?: TimeRange | null | undefined;
  /** Changes by this API key. */
  keyId?: string | null | undefined;
  /** Changes of this object. */
  subjectId?: string | null | undefined;
};

/** User and password (RFC 7617). */
export type BasicAuthInput = {
  /** A secret. */
  password: string;
  /** Without a colon. */
  user: string;
};

/** Which bulk operation. */
export type BulkCancelInput = {
  /** Id of the operation. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** What a bulk operation does to each item. */
export type BulkKind =
  /** Lets URLs that a run gave up wait again. */
  | 'DEAD_RETRY'
  /** Cancels the run of each job. */
  | 'JOBS_CANCEL'
  /** Deletes each job with all it crawled. */
  | 'JOBS_DELETE'
  /** Pauses the run of each job. */
  | 'JOBS_PAUSE'
  /** Resumes the run of each job. */
  | 'JOBS_RESUME'
  /** Starts a new run of each job. */
  | 'JOBS_START'
  /** Asks for pages again: in the running run, else in the next. */
  | 'PAGES_REQUEUE';

/** How far a bulk operation is. */
export type BulkState =
  /** Ended by request; what was done stays done. */
  | 'CANCELLED'
  /** Every item was looked at. */
  | 'DONE'
  /** It could not go on; see `error`. */
  | 'FAILED'
  /** At work, or waiting: for its turn, or for a run that is lost or about to end to go on or be over. */
  | 'RUNNING';

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

/** Why URLs wait, or why more and more do. A closed list; docs/diagnosis.md tells them apart. */
export type Cause =
  /** One project is most of what grows, while others wait. */
  | 'ABUSE'
  /** Their hosts rest for another reason. */
  | 'BACKOFF'
  /** A cap of bytes a second. */
  | 'BANDWIDTH'
  /** Connections are made slowly. */
  | 'CONNECT'
  /** Workers have no time. */
  | 'CPU'
  /** The site asks for a longer delay than the policy has. */
  | 'CRAWL_DELAY'
  /** Links are found faster than they are taken in. */
  | 'DISCOVERY'
  /** Names are not looked up, or slowly. */
  | 'DNS'
  /** Bodies are large, or drip. */
  | 'LARGE_BODY'
  /** No worker is alive, or all were told to claim nothing. */
  | 'NO_WORKERS'
  /** Their hosts are not due again: politeness. */
  | 'PACE'
  /** The run, its project or their hosts are paused. */
  | 'PAUSED'
  /** A quota of the project, or the pages of the run, are spent. */
  | 'QUOTA'
  /** Outcomes are not committed to the database. */
  | 'RECORDER'
  /** Redis answers slowly, or not at all. */
  | 'REDIS'
  /** Redis has as much memory as it may. */
  | 'REDIS_FULL'
  /** Known URLs are submitted again and again. */
  | 'RESUBMISSION'
  /** Their robots.txt is out, or cannot be had. */
  | 'ROBOTS'
  /** Sites take long to begin their answers. */
  | 'SLOW_ORIGIN'
  /** The archive is slow, or takes nothing. */
  | 'STORE'
  /** Their hosts rest, for they answered 429 or 503. */
  | 'THROTTLED'
  /** Their hosts rest, for they could not be reached. */
  | 'UNREACHABLE'
  /** No window of the policy is open. */
  | 'WINDOW'
  /** They are due, and no worker has a slot. */
  | 'WORKERS_BUSY';

/** What a claim is for. */
export type ClaimKind =
  /** A URL. */
  | 'PAGE'
  /** The robots.txt of a host. */
  | 'ROBOTS';

/** How a body is compressed (RFC 9110 §8.4.1). */
export type ContentCoding =
  /** Brotli (RFC 7932). */
  | 'BR'
  /** RFC 1950, and bare RFC 1951 as some servers send it. */
  | 'DEFLATE'
  /** RFC 1952; every tool that reads WARC knows it. */
  | 'GZIP'
  /** Zstandard (RFC 8878). */
  | 'ZSTD';

/** What becomes of cookies that sites set. */
export type CookiePolicy =
  /** They go back to the host that set them, within the run. */
  | 'HOST'
  /** They are ignored. */
  | 'OFF';

/** Which URLs that were given up. Bulk operations take the same filter. */
export type DeadFilter = {
  /** All of these hold too; at most 20. */
  and?: Array<DeadFilter> | null | undefined;
  /** This does not hold. */
  not?: DeadFilter | null | undefined;
  /** One of these holds; at most 20. */
  or?: Array<DeadFilter> | null | undefined;
  /** Reason is one of these. */
  reason?: Array<string> | null | undefined;
  /** Held with one of these shapes. */
  shape?: Array<string> | null | undefined;
};

/** Which URLs that were given up, by the filter of `Run.dead`. */
export type DeadRetryInput = {
  /** Only say how many match; do nothing. */
  dryRun?: boolean | null | undefined;
  /** Only URLs like this; left out: all. */
  filter?: DeadFilter | null | undefined;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** Id of a run that still goes. */
  runId: string;
};

/** How far a delivery is. */
export type DeliveryState =
  /** Answered with a status of 200 to 299. */
  | 'DELIVERED'
  /** Given up after eight attempts. */
  | 'FAILED'
  /** Not sent yet, or to be tried again. */
  | 'PENDING';

/** What would become of a URL if a page linked to it now. */
export type EnqueueAnswer =
  /** It would wait. */
  | 'ACCEPTED'
  /** Refused: the budget of pages is spent. */
  | 'BUDGET'
  /** Refused: it lies deeper than the job may follow links. */
  | 'DEPTH'
  /** Refused: too many redirects lead to it. */
  | 'HOPS'
  /** It has it already. */
  | 'KNOWN'
  /** Refused: the run takes no more URLs. */
  | 'RUN'
  /** Left alone: the scope of the job does not have it. */
  | 'SCOPE'
  /** Refused: it looks like a trap, such as a path that repeats itself. */
  | 'TRAP';

/** Which findings; every field given must hold. */
export type FindingFilter = {
  /** Cause is one of these. */
  cause?: Array<Cause> | null | undefined;
  /** Findings of runs of this job. */
  jobId?: string | null | undefined;
  /** When it was found. */
  openedAt?: TimeRange | null | undefined;
  /** Only those that are so, or are over. */
  state?: FindingState | null | undefined;
};

/** What Redis, Postgres and the archive can differ in. */
export type FindingKind =
  /** Captures whose bytes cannot be read from the archive. */
  | 'CAPTURE_UNREADABLE'
  /** Captures whose bytes are not those that were stored. */
  | 'DIGEST_DIFFERS'
  /** Pages whose end is committed, which Redis did not know. */
  | 'ENDED_MISSING'
  /** Pages whose end is committed, which waited in Redis again. */
  | 'ENDED_WAITING'
  /** Entries of the outcomes stream that could not be recorded: see deadEntries of the run. */
  | 'ENTRY_DEAD'
  /** URLs counted as finished, more or fewer than are recorded. */
  | 'FINISHED_DIFFERS'
  /** Lines of a CDXJ index that lead to no response. */
  | 'INDEX_UNRESOLVED'
  /** Links of stored pages that Redis did not know. */
  | 'LINK_MISSING'
  /** Pages of the ledger that have not ended, which Redis did not know. */
  | 'OPEN_MISSING'
  /** URLs in Redis that the ledger does not have. */
  | 'PAGE_MISSING'
  /** URLs counted as recorded, more or fewer than rows say. */
  | 'RECORDED_DIFFERS'
  /** Responses in the archive that no capture points to: visits that a crash repeated. Harmless. */
  | 'RECORD_UNLISTED'
  /** Targets of redirects that Redis did not know. */
  | 'REDIRECT_MISSING'
  /** Segments of the archive that end in a torn record. */
  | 'SEGMENT_DAMAGED';

/** Whether it is so. */
export type FindingState =
  /** It is over. */
  | 'CLOSED'
  /** It is so. */
  | 'OPEN';

/** Without what a run would be done sooner. */
export type ForecastBound =
  /** Its cap of bytes a second. */
  | 'BANDWIDTH'
  /** Nothing: it ends when its budget of pages is spent. */
  | 'BUDGET'
  /** The pace of its hosts; see `host`. */
  | 'POLITENESS'
  /** The pages a day that its project may fetch. */
  | 'QUOTA'
  /** The time of the week in which URLs may be handed out. */
  | 'WINDOW'
  /** Hosts would allow more than workers can take. */
  | 'WORKERS';

/** Why no date can be told. */
export type ForecastUnknown =
  /** It is still growing: pages bring new URLs as fast as before. */
  | 'DISCOVERY'
  /** Seeds are still being fed in. */
  | 'FEEDING'
  /** URLs wait at a host that is paused or blocked. */
  | 'HOST_PAUSED'
  /** No worker is there. */
  | 'NO_WORKERS'
  /** It is paused, or its project is suspended. */
  | 'PAUSED'
  /** A quota of its project is spent that no date brings back. */
  | 'QUOTA'
  /** Too few pages are fetched to tell how many of their links are new. */
  | 'TOO_EARLY'
  /** There is next to no time in which it may work. */
  | 'WINDOW';

/** What keeps URLs from being asked for, beside the pace of their host. */
export type HoldKind =
  /** The host is left alone after failures. */
  | 'BACK_OFF'
  /** A host rule blocks the host. */
  | 'BLOCKED'
  /** No worker that may claim is alive. */
  | 'NO_WORKERS'
  /** The run, the host or the whole project is paused, or the run is in a state in which it hands nothing out. */
  | 'PAUSED'
  /** A quota of the project, or the budget of the run, is spent. */
  | 'QUOTA'
  /** Its robots.txt is being read, or cannot be had. */
  | 'ROBOTS'
  /** The weekly windows of the policy are shut. */
  | 'WINDOW';

/** What decides when a host may be asked next: the first of these that holds. */
export type HostDecision =
  /** It failed or asked for rest; see `backOffUntil`. */
  | 'BACK_OFF'
  /** A host rule of the operators blocks it. */
  | 'BLOCKED'
  /** The host or the run is paused. */
  | 'PAUSED'
  /** The policy of the job. */
  | 'POLICY'
  /** Its robots.txt asks for a longer delay than policy and rule. */
  | 'ROBOTS'
  /** A host rule asks for a longer delay than the policy. */
  | 'RULE';

/** Which host. */
export type HostPauseInput = {
  /** Host name, with the port unless 80 or 443. */
  host: string;
  /** For this job alone; left out: for every run of the installation, which needs the scope `operator`. */
  jobId?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Who pauses a host for every run. */
export type HostPauser =
  /** An operator of the installation, for another project. */
  | 'OTHERS'
  /** An operator, for this project. */
  | 'PROJECT';

/** Which host. */
export type HostResumeInput = {
  /** Host name, with the port unless 80 or 443. */
  host: string;
  /** For this job alone; left out: for every run of the installation, which needs the scope `operator`. */
  jobId?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which rules; every field given must hold. */
export type HostRuleFilter = {
  /** Only those that block, or only those that do not. */
  blocked?: boolean | null | undefined;
  /** Group is this. */
  group?: string | null | undefined;
  /** Pattern contains this. */
  pattern?: string | null | undefined;
};

/** Which rule. */
export type HostRuleRemoveInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the rule. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** The rule of a pattern; what is left out stays, null takes it away. */
export type HostRuleSetInput = {
  /** Ask nothing of it. */
  blocked?: boolean | null | undefined;
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. 0: there must be none yet. */
  expectedVersion?: number | null | undefined;
  /** Name under which rules belong together, up to 100 characters. */
  group?: string | null | undefined;
  /** At most so often. */
  pace?: PaceInput | null | undefined;
  /** `example.com`, `example.com:8080`, or `*.example.com` for all hosts below it. */
  pattern: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** Whether its certificates are verified. */
  tls?: HostTlsInput | null | undefined;
};

/** What is asked of the certificates of a host. */
export type HostTlsInput = {
  /** False: for archives of broken sites. Captures say why the certificate would not have been accepted; what a job shows to get in is not sent there. */
  verify: boolean;
};

/** Which claims; every field given must hold. */
export type InFlightFilter = {
  /** It is of this host, with the port unless 80 or 443. */
  host?: string | null | undefined;
  /** It was claimed at least so many milliseconds ago. */
  olderThanMs?: number | null | undefined;
  /** It is at this stage. */
  stage?: Stage | null | undefined;
  /** This worker has it. */
  workerId?: string | null | undefined;
};

/** New seeds of a job. */
export type JobAddSeedsInput = {
  /** Id of the job. */
  id: string;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** 1 to 1,000 http or https URLs. For more, POST them as NDJSON to `/jobs/<id>/seeds` on this server. */
  seeds: Array<string>;
};

/** Which job. */
export type JobCancelInput = {
  /** Id of the job. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which job, and what is different about the new one. */
export type JobCloneInput = {
  /** Id of the job to copy. */
  id: string;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Name of the new job; left out: the old one and "(copy)". */
  name?: string | null | undefined;
  /** Copy the policy too, so that it can be changed apart; else both jobs share it. */
  ownPolicy?: boolean | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** Start its first run at once. */
  start?: boolean | null | undefined;
};

/** A new job. */
export type JobCreateInput = {
  /** A secret. Sent to the hosts of the seeds there are when it is given (of jobs of domains: to those domains), and in the clear only if a seed is http. To take it to seeds added later, or by another proxy, give it again. */
  basicAuth?: BasicAuthInput | null | undefined;
  /** When its runs are to be done; nothing is changed by it, but who looks is told when it will be missed. */
  finishBy?: string | null | undefined;
  /** Headers of every request, at most 20; secrets. Sent to the hosts of the seeds there are when it is given (of jobs of domains: to those domains), and in the clear only if a seed is http. To take it to seeds added later, or by another proxy, give it again. */
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

/** Which job. */
export type JobDeleteInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the job. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
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

/** Which job. */
export type JobPauseInput = {
  /** Id of the job. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** What is to be crawled, as in `jobCreate` or by the id of a job; what is not known is left out. */
export type JobPlanInput = {
  /** What a page weighs, where the rules have a cap of bandwidth. */
  bytesPerPage?: number | null | undefined;
  /** When it is to be done. */
  finishBy?: string | null | undefined;
  /** Hosts they are spread on evenly; left out: those of the seeds. */
  hosts?: number | null | undefined;
  /** Plan this job, with what is given here in place of what it has. */
  jobId?: string | null | undefined;
  /** Pages a second it is to make. */
  pagesPerSecond?: number | null | undefined;
  /** Under this policy. */
  policyId?: string | null | undefined;
  /** Rules that are to hold, on top of those of the policy. */
  rules?: PolicyRulesInput | null | undefined;
  /** Up to 1,000 URLs to start from. */
  seeds?: Array<string> | null | undefined;
  /** Visits that each of them makes at once. */
  slots?: number | null | undefined;
  /** URLs in all; left out: as many as there are seeds, or as the last run of the job knew. */
  urls?: number | null | undefined;
  /** What a visit takes, in milliseconds; left out: half a second, give or take. */
  visitMs?: number | null | undefined;
  /** With so many workers; left out: with those there are. */
  workers?: number | null | undefined;
};

/** Which job. */
export type JobResumeInput = {
  /** Id of the job. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which job. */
export type JobStartInput = {
  /** Id of the job. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
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

/** A change of a job; what is left out stays. */
export type JobUpdateInput = {
  /** A secret. Sent to the hosts of the seeds there are when it is given (of jobs of domains: to those domains), and in the clear only if a seed is http. To take it to seeds added later, or by another proxy, give it again. */
  basicAuth?: BasicAuthInput | null | undefined;
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** When its runs are to be done; null: nobody says. */
  finishBy?: string | null | undefined;
  /** Headers of every request, at most 20; secrets. Sent to the hosts of the seeds there are when it is given (of jobs of domains: to those domains), and in the clear only if a seed is http. To take it to seeds added later, or by another proxy, give it again. */
  headers?: Array<RequestHeaderInput> | null | undefined;
  /** Id of the job. */
  id: string;
  /** All labels it shall have. */
  labels?: Array<LabelInput> | null | undefined;
  /** What is left out of it stays; null: no limit. A raised limit lets a running run go on. */
  limits?: JobLimitsInput | null | undefined;
  /** Name for people. */
  name?: string | null | undefined;
  /** Crawl under this policy from now on. */
  policyId?: string | null | undefined;
  /** HTTP proxy of the job, `http://[user:password@]host[:port]`; a secret. https goes by CONNECT. */
  proxy?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** What is left out of it stays. Binds links found from now on; known URLs stay known. */
  scope?: ScopeInput | null | undefined;
  /** Its share of the workers against other jobs, 0.01 to 100. */
  weight?: number | null | undefined;
};

/** Which jobs, by the filter of the list `jobs`. */
export type JobsBulkInput = {
  /** Only say how many match; do nothing. */
  dryRun?: boolean | null | undefined;
  /** Jobs like this; {}: all. */
  filter: JobFilter;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** What an API key may do. */
export type KeyScope =
  /** Everything in its project; alone allows private networks. */
  | 'ADMIN'
  /** Read everything of the project but its keys. */
  | 'JOBS_READ'
  /** Create, change, start, pause, resume, cancel and delete jobs; retry dead URLs; webhooks. */
  | 'JOBS_WRITE'
  /** List, make and revoke keys. */
  | 'KEYS_ADMIN'
  /** What binds the whole installation: workers, host rules, pauses for every run, projects and their quotas. Not in `ADMIN`. */
  | 'OPERATOR'
  /** Create and change policies and host rules. */
  | 'POLICIES_WRITE'
  /** Nothing any more. */
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

/** How a URL became known. */
export type LinkKind =
  /** A page links to it. */
  | 'LINK'
  /** A URL redirected to it. */
  | 'REDIRECT'
  /** It is a seed. */
  | 'SEED'
  /** A sitemap names it. */
  | 'SITEMAP';

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

/** As `findings`. */
export type LiveFindingsTopic = {
  /** Id of a job (its latest run is meant) or of a run. */
  id?: string | null | undefined;
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
  captures: LiveCapturesTopic; findings?: never; hosts?: never; jobs?: never; run?: never; runEvents?: never; workers?: never; }
  |  { captures?: never;   /** Why URLs pile up. */
  findings: LiveFindingsTopic; hosts?: never; jobs?: never; run?: never; runEvents?: never; workers?: never; }
  |  { captures?: never; findings?: never;   /** Hosts of a run. */
  hosts: LiveHostsTopic; jobs?: never; run?: never; runEvents?: never; workers?: never; }
  |  { captures?: never; findings?: never; hosts?: never;   /** The newest jobs. */
  jobs: LiveJobsTopic; run?: never; runEvents?: never; workers?: never; }
  |  { captures?: never; findings?: never; hosts?: never; jobs?: never;   /** Progress of a run. */
  run: LiveRunTopic; runEvents?: never; workers?: never; }
  |  { captures?: never; findings?: never; hosts?: never; jobs?: never; run?: never;   /** What happens in a run. */
  runEvents: LiveRunEventsTopic; workers?: never; }
  |  { captures?: never; findings?: never; hosts?: never; jobs?: never; run?: never; runEvents?: never;   /** The workers. */
  workers: LiveWorkersTopic; };

/** As `workers`. */
export type LiveWorkersTopic = {
  /** Comes back as `topic` with its events; left out: the name of the field. */
  name?: string | null | undefined;
};

/** What has a history: kept by the second for 15 minutes, by ten seconds for a day, by the minute and by the hour for 90 days. */
export type Metric =
  /** Free bytes where the archive lies. In bytes; of: worker. */
  | 'ARCHIVE_FREE'
  /** For how long the oldest record waits to be durable. In ms; of: worker. */
  | 'ARCHIVE_LAG'
  /** Visits that wait for a cap of bytes per second. In visits; of: worker. */
  | 'BANDWIDTH_WAIT'
  /** Claims that are over: with an outcome, or given back. In claims/s; of: run, worker, host. */
  | 'CLAIMS'
  /** CPU time. In cores; of: worker, conductor. */
  | 'CPU'
  /** URLs that were given up. In URLs/s; of: run. */
  | 'DEAD'
  /** Bodies that were stored, decoded. In bytes/s; of: run, worker. */
  | 'DECODED_BYTES'
  /** URLs that wait to be tried again. In URLs; of: run. */
  | 'DELAYED'
  /** URLs that were new. In URLs/s; of: run. */
  | 'DISCOVERED'
  /** For how long the oldest of these waits. In ms; of: worker. */
  | 'DISCOVERY_AGE'
  /** What these take on the disk. In bytes; of: worker. */
  | 'DISCOVERY_BYTES'
  /** Found URLs that wait to be enqueued. In URLs; of: worker. */
  | 'DISCOVERY_URLS'
  /** URLs that ended unvisited. In URLs/s; of: run. */
  | 'DROPPED'
  /** How much of the time the event loop was busy. In 0…1; of: worker, conductor. */
  | 'ELU'
  /** Visits that failed, by code; of a host the code of the last one. In visits/s; of: run, worker, host; by code. */
  | 'FAILURES'
  /** URLs that ended, whatever came of them. In URLs/s; of: run. */
  | 'FINISHED'
  /** From a request to the first byte of its answer. In ms; of: run, worker. */
  | 'FIRST_BYTE'
  /** From a request to the first byte of its answer, on average. In ms; of: host. */
  | 'FIRST_BYTE_MEAN'
  /** JavaScript heap in use. In bytes; of: worker, conductor. */
  | 'HEAP'
  /** Hosts that have waiting URLs. In hosts; of: run. */
  | 'HOSTS'
  /** Connections to origins that nobody uses. In sockets; of: worker. */
  | 'IDLE_SOCKETS'
  /** URLs that are claimed and not settled. In URLs; of: run, worker, host. */
  | 'IN_FLIGHT'
  /** Links to URLs that were known already. In links/s; of: run. */
  | 'KNOWN'
  /** How late timers fired at most. In ms; of: worker, conductor. */
  | 'LAG'
  /** What the database takes on the disk. In bytes; of: system. */
  | 'POSTGRES_BYTES'
  /** A round trip to Postgres, as the conductor sees it. In ms; of: system. */
  | 'POSTGRES_TRIP'
  /** All that came from origins: heads, bodies, what is not kept. In bytes/s; of: run, worker, host. */
  | 'RECEIVED_BYTES'
  /** Entries of outcomes that are not in Postgres yet. In entries; of: system. */
  | 'RECORDER_BACKLOG'
  /** Age of the oldest of these. In ms; of: system. */
  | 'RECORDER_LAG'
  /** What Redis may hold. In bytes; of: system. */
  | 'REDIS_MOST'
  /** Round trips of calls to the frontier. In ms; of: worker. */
  | 'REDIS_TIMES'
  /** A round trip to Redis, as the conductor sees it. In ms; of: system. */
  | 'REDIS_TRIP'
  /** What Redis holds. In bytes; of: system. */
  | 'REDIS_USED'
  /** Links to URLs that may not be taken in. In links/s; of: run. */
  | 'REFUSED_LINKS'
  /** Requests written, those of robots.txt among them. In requests/s; of: run, worker, host. */
  | 'REQUESTS'
  /** Resident memory. In bytes; of: worker, conductor. */
  | 'RSS'
  /** Slots held. In slots; of: run, worker, host. */
  | 'SLOTS'
  /** Slots there are. In slots; of: worker. */
  | 'SLOTS_THERE'
  /** Connections to origins. In sockets; of: worker. */
  | 'SOCKETS'
  /** Visits at work in a stage, ended or not: the mean over time. In visits; of: run, worker; by stage. */
  | 'STAGE_BUSY'
  /** Visits that passed a stage. In visits/s; of: run, worker; by stage. */
  | 'STAGE_DONE'
  /** Visits that ended in a stage. In visits/s; of: run, worker; by stage. */
  | 'STAGE_FAILED'
  /** Visits in a stage. In visits; of: run, worker; by stage. */
  | 'STAGE_IN_FLIGHT'
  /** Visits waiting for a stage, begun or not: the mean over time. In visits; of: run, worker; by stage. */
  | 'STAGE_QUEUED'
  /** How long the work of a stage took. In ms; of: run, worker; by stage. */
  | 'STAGE_SERVICE'
  /** How long visits waited for a place in a stage. In ms; of: run, worker; by stage. */
  | 'STAGE_WAIT'
  /** Visits that wait for a place in a stage. In visits; of: run, worker; by stage. */
  | 'STAGE_WAITING'
  /** Bodies of 1 MiB and more on their way. In visits; of: worker. */
  | 'TRANSFERRING'
  /** Workers that had free slots and claimed nothing, by reason. In workers; of: worker; by reason. */
  | 'UNCLAIMED'
  /** Visits that ended. In visits/s; of: run, worker; by outcome. */
  | 'VISITS'
  /** URLs that wait. In URLs; of: run; by cause. */
  | 'WAITING'
  /** Bodies that were stored, as they came. In bytes/s; of: run, worker. */
  | 'WIRE_BYTES'
  /** Workers that report. In workers; of: system. */
  | 'WORKERS';

/** As what the values of a point are told. */
export type MetricAggregation =
  /** The most. */
  | 'MAX'
  /** The mean over the time. What levels have when nothing is said. */
  | 'MEAN'
  /** The median of times. */
  | 'P50'
  /** Of 100 times 95 were shorter. What times have when nothing is said. */
  | 'P95'
  /** Of 100 times 99 were shorter. */
  | 'P99'
  /** Per second; of work how much went on at once. What counts have when nothing is said. */
  | 'RATE'
  /** All of it in the time of the point. */
  | 'SUM';

/** Of what there are to be series. */
export type MetricFilter = {
  /** Only of these hosts, within runs. */
  hosts?: Array<string> | null | undefined;
  /** Only of these jobs. */
  jobs?: Array<string> | null | undefined;
  /** Only of these stages, causes, outcomes, codes or reasons, as `labels` of a series spells them: which of them the metric has. */
  labels?: Array<string> | null | undefined;
  /** Only of these runs. */
  runs?: Array<string> | null | undefined;
  /** Only of these workers, by `Worker.name`. For operators. */
  workers?: Array<string> | null | undefined;
};

/** What series are told apart by. */
export type MetricGroup =
  /** Why URLs wait. */
  | 'CAUSE'
  /** Codes of failures. */
  | 'CODE'
  /** Conductors. For operators. */
  | 'CONDUCTOR'
  /** Hosts, those that held most slots or failed most: not all of them have a history. */
  | 'HOST'
  /** Jobs. */
  | 'JOB'
  /** How visits ended. */
  | 'OUTCOME'
  /** Why nothing was claimed. */
  | 'REASON'
  /** Runs. */
  | 'RUN'
  /** Stages of a visit; `bandwidth`, the wait for a cap of bytes per second, is in none of them. */
  | 'STAGE'
  /** Workers. For operators. */
  | 'WORKER';

/** What is done to a run. */
export type OperationKind =
  /** Compares Redis, Postgres and the archive. */
  | 'AUDIT'
  /** Brings it in line again after Redis was restarted or replaced; begins by itself. */
  | 'RECONCILE'
  /** Rebuilds its frontier from the database after Redis lost it. */
  | 'REPAIR';

/** Where an operation is. */
export type OperationState =
  /** Over. */
  | 'DONE'
  /** Could not go on; see `error`. */
  | 'FAILED'
  /** Going on in steps; after a crash from the last step. */
  | 'RUNNING'
  /** A conductor takes it up soon. */
  | 'WAITING';

/** How a visit ended. */
export type OutcomeKind =
  /** No usable response came; the code says why. */
  | 'FAILED'
  /** A response came, of whatever status but 304, 429 and 503; it is stored. */
  | 'FETCHED'
  /** The origin answered 304: nothing changed since the last capture. */
  | 'NOT_MODIFIED'
  /** The response leads to another URL. */
  | 'REDIRECTED'
  /** It was not asked for: robots.txt, the scope or the address forbids it. */
  | 'REFUSED'
  /** The origin asked for rest, by 429 or 503. */
  | 'THROTTLED';

/** What happens when a schedule is due while a run of the job goes. */
export type OverlapPolicy =
  /** That run is cancelled, and the next starts after it. */
  | 'CANCEL'
  /** This time is left out. */
  | 'SKIP'
  /** The next run starts when that one has ended. */
  | 'WAIT';

/** What decided how long a host was left alone before a request. */
export type PaceDecider =
  /** A rest after failures, or one that it asked for. */
  | 'BACK_OFF'
  /** The policy of the job. */
  | 'POLICY'
  /** The Crawl-delay of its robots.txt. */
  | 'ROBOTS'
  /** A host rule of the operators. */
  | 'RULE';

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

/** Which pages; every field given must hold. Bulk operations take the same filter. */
export type PageFilter = {
  /** All of these hold too; at most 20. */
  and?: Array<PageFilter> | null | undefined;
  /** When a run last found it changed. */
  changedAt?: TimeRange | null | undefined;
  /** Whether a run that begins now would ask for it. */
  due?: boolean | null | undefined;
  /** It is of this host, with the port unless 80 or 443. */
  host?: string | null | undefined;
  /** This does not hold. */
  not?: PageFilter | null | undefined;
  /** One of these holds; at most 20. */
  or?: Array<PageFilter> | null | undefined;
  /** How its last visit ended is one of these. */
  outcome?: Array<OutcomeKind> | null | undefined;
  /** HTTP status of its last visit is one of these, at most 20. */
  status?: Array<number> | null | undefined;
  /** Its URL begins with this. */
  urlStartsWith?: string | null | undefined;
  /** Whether it was ever visited. */
  visited?: boolean | null | undefined;
};

/** Which pages that were visited, by the filter of `Job.pages`. */
export type PagesRequeueInput = {
  /** Only say how many match; do nothing. */
  dryRun?: boolean | null | undefined;
  /** Pages like this; {}: all. */
  filter: PageFilter;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Id of the job. */
  jobId: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Pages a run may fetch of all URLs whose path and query match, at any host. */
export type PathBudgetInput = {
  /** Pages of all that match, 1 or more. */
  maxPages: number;
  /** `*` is any run of characters, over the whole path and query: `/tag/*`, `*.pdf`. */
  pattern: string;
};

/** What cannot work about a plan. */
export type PlanWarningCode =
  /** The pace is not reached with so few at once. */
  | 'CONCURRENCY'
  /** It would be done after its target date. */
  | 'MISSES_TARGET'
  /** There is no worker. */
  | 'NO_WORKERS'
  /** The project may fetch no pages. */
  | 'QUOTA'
  /** Hosts do not allow that many pages a second. */
  | 'RATE'
  /** One host alone takes more than a week. */
  | 'SLOW'
  /** There is no time in which URLs may be handed out. */
  | 'WINDOW';

/** A new policy. */
export type PolicyCreateInput = {
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Name for people, unique in the project, 1 to 200 characters. */
  name: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** Its rules; left out: the polite defaults. */
  rules?: PolicyRulesInput | null | undefined;
};

/** Which policy. */
export type PolicyDeleteInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the policy. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which policy, and to where. */
export type PolicyRollBackInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the policy. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** The version whose rules shall hold again. */
  toVersion: number;
};

/** The rules of a policy. What is left out stays as it is, of a new policy at its default. */
export type PolicyRulesInput = {
  /** Addresses outside the public internet may be connected to. Setting it needs the scope `admin`. */
  allowPrivateNetworks?: boolean | null | undefined;
  /** Pages a run may fetch by path, up to 32; a URL that matches several counts for each. */
  budgets?: Array<PathBudgetInput> | null | undefined;
  /** Content codings that are asked for; none: bodies as they are. Bodies are archived in them, and many readers of WARC know gzip alone. A body in another one is archived without it. */
  codings?: Array<ContentCoding> | null | undefined;
  /** URL or mail address at which whoever asks can be reached; null: that of the installation. */
  contact?: string | null | undefined;
  /** Media types whose bodies are kept, `type/*` allowed; none: all. */
  contentTypes?: Array<string> | null | undefined;
  /** Whether cookies that a site sets go back to its host, in the same run and nowhere else (`HOST`), or are ignored (`OFF`). */
  cookies?: CookiePolicy | null | undefined;
  /** Bounds of one visit. */
  limits?: VisitLimitsInput | null | undefined;
  /** Hosts of which a run may know URLs; those of others are left out. Null: no limit. */
  maxHosts?: number | null | undefined;
  /** Pages of all hosts of a registrable domain (public suffix list) a run may fetch; null: no limit. */
  maxPagesPerDomain?: number | null | undefined;
  /** Pages of one host a run may fetch; null: no limit. */
  maxPagesPerHost?: number | null | undefined;
  /** URLs a run may know; links beyond are left out, and counted as such. Null: no limit. */
  maxUrls?: number | null | undefined;
  /** How often one host may be asked, by all workers together. */
  pace?: PaceInput | null | undefined;
  /** When a later run asks for a page again: as often as it changes, between two bounds. */
  recrawl?: RecrawlRulesInput | null | undefined;
  /** What is kept of runs that are over; both null: all. */
  retention?: RetentionRulesInput | null | undefined;
  /** What follows a failure. */
  retries?: RetryRulesInput | null | undefined;
  /** How robots.txt is read (RFC 9309). */
  robots?: RobotsRulesInput | null | undefined;
  /** Whether a contact that is a mail address is sent as From, too. */
  sendFrom?: boolean | null | undefined;
  /** Whether URLs of a shape (calendars, sessions, filters, circles) that keeps growing and brings nothing new are held for review (`QUARANTINE`), told of only (`WATCH`), or not looked for (`OFF`). */
  traps?: TrapPolicy | null | undefined;
  /** Sent as User-Agent, with the contact as its comment where it has none; its product token alone is matched in robots.txt. */
  userAgent?: string | null | undefined;
  /** When URLs may be handed out; none: always. */
  windows?: Array<WindowInput> | null | undefined;
};

/** A change of a policy. */
export type PolicyUpdateInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the policy. */
  id: string;
  /** New name; left out: as it is. */
  name?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. The history of the policy keeps it too. */
  reason?: string | null | undefined;
  /** The rules that change; all others stay. */
  rules?: PolicyRulesInput | null | undefined;
};

/** A new project; quotas that are left out are none. */
export type ProjectCreateInput = {
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. The secret is not kept, so a repeat shows none. */
  idempotencyKey?: string | null | undefined;
  /** URLs of all its runs in flight at once, 1 or more: dealt to them by weight and need, anew every second. Visits to robots.txt are not counted. */
  maxConcurrency?: number | null | undefined;
  /** Hosts of those URLs, counted for each run; 1 or more. */
  maxHosts?: number | null | undefined;
  /** Jobs at once. */
  maxJobs?: number | null | undefined;
  /** Pages fetched from midnight to midnight UTC. */
  maxPagesPerDay?: number | null | undefined;
  /** Lines of one upload of seeds, 1 or more. */
  maxSeedsPerUpload?: number | null | undefined;
  /** Body bytes on the wire of all runs that are kept. */
  maxStorageBytes?: number | null | undefined;
  /** URLs that all its runs which have not left the frontier may know together, 1 or more; links beyond are left out. */
  maxUrls?: number | null | undefined;
  /** Webhooks at once. */
  maxWebhooks?: number | null | undefined;
  /** Name for people, 1 to 200 characters; no other has it. */
  name: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which project. */
export type ProjectDeleteInput = {
  /** Although runs of it go: they are cancelled. */
  force?: boolean | null | undefined;
  /** Id of the project. */
  id: string;
  /** Its name, exactly, so that it is the one you mean. */
  name: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which projects. */
export type ProjectFilter = {
  /** State is this. */
  state?: ProjectState | null | undefined;
};

/** What keeps all runs of a project from handing out anything. */
export type ProjectHold =
  /** Its quota of pages a day is spent. */
  | 'PAGES_PER_DAY'
  /** Its quota of body bytes is spent. */
  | 'STORAGE'
  /** An operator has the project stand still; see `Project.suspendedFor`. */
  | 'SUSPENDED';

/** Which project. */
export type ProjectResumeInput = {
  /** Id of the project. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Where a project is in its life. */
export type ProjectState =
  /** It crawls, and its keys do what they may. */
  | 'ACTIVE'
  /** It was deleted, and what it had is being removed. */
  | 'DELETING'
  /** An operator has it stand still: its runs hand out nothing, its keys only read. */
  | 'SUSPENDED';

/** Which project. */
export type ProjectSuspendInput = {
  /** Id of the project. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** A change of a project; what is left out stays, null is no limit. */
export type ProjectUpdateInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the project; left out: the one of this key. */
  id?: string | null | undefined;
  /** URLs of all its runs in flight at once, 1 or more: dealt to them by weight and need, anew every second. Visits to robots.txt are not counted. */
  maxConcurrency?: number | null | undefined;
  /** Hosts of those URLs, counted for each run; 1 or more. */
  maxHosts?: number | null | undefined;
  /** Jobs at once. */
  maxJobs?: number | null | undefined;
  /** Pages fetched from midnight to midnight UTC. */
  maxPagesPerDay?: number | null | undefined;
  /** Lines of one upload of seeds, 1 or more. */
  maxSeedsPerUpload?: number | null | undefined;
  /** Body bytes on the wire of all runs that are kept. */
  maxStorageBytes?: number | null | undefined;
  /** URLs that all its runs which have not left the frontier may know together, 1 or more; links beyond are left out. */
  maxUrls?: number | null | undefined;
  /** Webhooks at once. */
  maxWebhooks?: number | null | undefined;
  /** Another name, 1 to 200 characters; no other project has it. */
  name?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which shapes of which run. */
export type QuarantineInput = {
  /** Id of the run. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** Only these shapes; left out: all that are held in the run. */
  shape?: Array<string> | null | undefined;
};

/** A quota that can hold the runs of a project. */
export type QuotaName =
  /** Pages fetched since midnight UTC. */
  | 'PAGES_PER_DAY'
  /** Body bytes on the wire of all runs that are kept. */
  | 'STORAGE';

/** When a later run asks for a page again: as often as it changes, between two bounds. What is left out stays as it is, of a new policy at its default. */
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

/** What was asked for. */
export type RequestKind =
  /** A page. */
  | 'PAGE'
  /** Its robots.txt. */
  | 'ROBOTS';

/** What is kept of runs that are over; both null: all. What is left out stays as it is, of a new policy at its default. */
export type RetentionRulesInput = {
  /** Only those that ended so many days ago at most; null: all. */
  days?: number | null | undefined;
  /** Only the last so many; null: all. */
  runs?: number | null | undefined;
};

/** What follows a failure. What is left out stays as it is, of a new policy at its default. */
export type RetryRulesInput = {
  /** Fetches of one URL before it is dead, the first one included; 1 to 20. */
  attempts?: number | null | undefined;
  /** Wait before the second attempt; doubles each time. */
  delayMs?: number | null | undefined;
  /** Failures of a host in a row (over at least an hour) before its URLs are dead; 1 to 1,000. */
  giveUp?: number | null | undefined;
};

/** How robots.txt is read (RFC 9309). What is left out stays as it is, of a new policy at its default. */
export type RobotsRulesInput = {
  /** While a robots.txt cannot be had again, the copy that was read last goes on deciding until it is so old, one day to thirty; after that nothing of its origin is fetched. */
  maxCopyAgeMs?: number | null | undefined;
  /** A longer Crawl-delay is cut to this, and reported as cut. */
  maxCrawlDelayMs?: number | null | undefined;
  /** Whether it is obeyed at all. */
  obey?: boolean | null | undefined;
  /** Whether links are left alone where rel=nofollow, meta robots or X-Robots-Tag says so. */
  obeyNofollow?: boolean | null | undefined;
  /** Whether pages are not kept where meta robots or X-Robots-Tag says noindex. Their links are followed all the same. */
  obeyNoindex?: boolean | null | undefined;
  /** Whether the sitemaps that robots.txt names are read for links, too. */
  sitemaps?: boolean | null | undefined;
};

/** What a robots.txt means (RFC 9309). */
export type RobotsState =
  /** There is none, or nobody may read it: everything is allowed. */
  | 'ALLOW_ALL'
  /** It was read: its rules hold. */
  | 'RULES'
  /** Its server could not be asked: nothing is allowed, unless a good copy is known. */
  | 'UNREACHABLE';

/** Which run. */
export type RunAuditInput = {
  /** Put right what is safe: URLs that Redis or the ledger miss, counts, indexes. Captures and segments stay as they are. */
  fix?: boolean | null | undefined;
  /** Id of the run. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** What happens in a run. */
export type RunEventKind =
  /** A URL was new. Sampled: two a second. */
  | 'DISCOVERY'
  /** It went from one state to another. Never left out. */
  | 'STATE'
  /** A visit failed, was refused or throttled. Sampled: five a second. */
  | 'TROUBLE';

/** Which run. */
export type RunRepairInput = {
  /** Id of the run. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
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

/** A new schedule. */
export type ScheduleCreateInput = {
  /** Minute, hour, day, month, weekday: `30 2 * * 1-5`; or `@daily`, `@hourly`, `@weekly`. */
  cron: string;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Id of the job. */
  jobId: string;
  /** When a run still goes: SKIP when left out. */
  overlap?: OverlapPolicy | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** Whose clocks count, as an IANA name; UTC when left out. */
  timeZone?: string | null | undefined;
};

/** Which schedule. */
export type ScheduleDeleteInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the schedule. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which schedules; every field given must hold. */
export type ScheduleFilter = {
  /** Only those that start something, or only those that do not. */
  enabled?: boolean | null | undefined;
  /** Schedules of this job. */
  jobId?: string | null | undefined;
};

/** A change of a schedule; what is left out stays. */
export type ScheduleUpdateInput = {
  /** Minute, hour, day, month, weekday. */
  cron?: string | null | undefined;
  /** Whether it starts anything. */
  enabled?: boolean | null | undefined;
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the schedule. */
  id: string;
  /** When a run still goes. */
  overlap?: OverlapPolicy | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** Whose clocks count, as an IANA name. */
  timeZone?: string | null | undefined;
};

/** Which discovered URLs belong to the job. */
export type ScopeInput = {
  /** No URL that matches one of these globs; at most 100. */
  exclude?: Array<string> | null | undefined;
  /** Whether the host (domain, directory) that the redirects of a seed end at counts as one of the seeds; true when left out. */
  followSeedRedirects?: boolean | null | undefined;
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

/** Which pages; every field given must hold. */
export type SearchFilter = {
  /** When the text was captured. */
  capturedAt?: SearchTimeRange | null | undefined;
  /** Media type: `text/html`. */
  contentType?: string | null | undefined;
  /** Host name, plus the port unless 80 or 443. */
  host?: string | null | undefined;
  /** Pages of this job. */
  job?: string | null | undefined;
  /** ISO 639-1: `en`. Words are stemmed accordingly. */
  language?: string | null | undefined;
};

/** From, inclusive, and to, exclusive. */
export type SearchTimeRange = {
  /** Not before. */
  gte?: string | null | undefined;
  /** Before. */
  lt?: string | null | undefined;
};

/** What became of a seed. */
export type SeedState =
  /** It is a seed of the job from now on. */
  | 'ADDED'
  /** It was one already. */
  | 'KNOWN'
  /** It cannot be crawled; see `problem`. */
  | 'REFUSED';

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

/** What becomes of URLs without end that bring nothing new. */
export type TrapPolicy =
  /** Nobody looks. */
  | 'OFF'
  /** They are held until somebody releases or keeps them. */
  | 'QUARANTINE'
  /** They are told of, and fetched all the same. */
  | 'WATCH';

/** What is known, or was decided, of a shape of URLs that was taken for a trap. */
export type TrapState =
  /** They are held in no run of the job. */
  | 'ALLOWED'
  /** They are held in this run, until somebody decides. */
  | 'HELD'
  /** They are held in all runs of the job. */
  | 'KEPT'
  /** They are not held in this run any more. */
  | 'RELEASED'
  /** Its URLs are fetched all the same. */
  | 'WATCHED';

/** What is asked of a URL before it is fetched, in this order. */
export type UrlCheck =
  /** Whether budgets of pages leave room for it. */
  | 'BUDGET'
  /** Whether it lies deeper than the job follows links. */
  | 'DEPTH'
  /** Whether too many redirects lead to it. */
  | 'HOPS'
  /** Whether its host may be asked. */
  | 'HOST'
  /** Whether it is new to the run. */
  | 'KNOWN'
  /** Whether the run may know one more URL and host. */
  | 'LIMITS'
  /** Whether its shape was taken for a trap, and is held. */
  | 'QUARANTINE'
  /** What robots.txt says of it. */
  | 'ROBOTS'
  /** Whether the run takes URLs. */
  | 'RUN'
  /** Whether the scope of the job has it. */
  | 'SCOPE'
  /** Whether it looks like one of endlessly many. */
  | 'TRAP';

/** Where a URL is for one run. */
export type UrlPlace =
  /** Given up; see `dead`. */
  | 'DEAD'
  /** Tried, and put off until a time. */
  | 'DELAYED'
  /** Left out without a visit when a budget was spent or the run ended; see `dead`. */
  | 'DROPPED'
  /** Visited; see `visits`. */
  | 'ENDED'
  /** Claimed by a worker and not settled. */
  | 'IN_FLIGHT'
  /** Known, but too much is delayed or in flight to find it. */
  | 'UNFOUND'
  /** The run never accepted it. */
  | 'UNKNOWN'
  /** The job knows it, but the run is over and did not visit it. */
  | 'UNVISITED'
  /** In the queue of its host. */
  | 'WAITING';

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
  /** Secrets of the job were given for other hosts or another proxy. */
  | 'SECRETS_BOUND'
  /** Somebody changed it since the version that was expected. */
  | 'VERSION_CONFLICT'
  /** It is in no state for this. */
  | 'WRONG_STATE';

/** Bounds of one visit. What is left out stays as it is, of a new policy at its default. */
export type VisitLimitsInput = {
  /** Body on the wire; the rest is cut, and recorded as truncated. */
  bodyBytes?: number | null | undefined;
  /** All bodies of a run together, bytes a second, at least 1,000; null: no cap. */
  bytesPerSecond?: number | null | undefined;
  /** Connecting, TLS included. */
  connectMs?: number | null | undefined;
  /** Body after decoding. */
  decodedBytes?: number | null | undefined;
  /** All response headers together, 1,024 to 262,144. */
  headerBytes?: number | null | undefined;
  /** Number of response headers, 10 to 10,000. */
  headerCount?: number | null | undefined;
  /** Until the response headers are whole. */
  headersMs?: number | null | undefined;
  /** A body slower than this after 10 s is cut. */
  minBytesPerSecond?: number | null | undefined;
  /** New links of one page that are followed, in document order, 0 to 100,000; the rest is counted as left out. */
  newLinks?: number | null | undefined;
  /** Whole attempt, from connecting to the last byte. */
  totalMs?: number | null | undefined;
};

/** What a URL waited for. */
export type WaitKind =
  /** A rest of the host, after failures or because it asked for one. */
  | 'BACK_OFF'
  /** Requests to its host were under way, as many as may be, as it is now since the last of them. */
  | 'BUSY'
  /** The time between its own tries. */
  | 'DELAYED'
  /** What holds it now, since that began. */
  | 'HELD'
  /** The delay of the host after the last of them. */
  | 'PACE'
  /** The robots.txt of its host, which is read first. */
  | 'ROBOTS'
  /** Its own tries that came to nothing. */
  | 'TRIES'
  /** Other URLs of the host that this project asked for before it, each for a delay. */
  | 'TURN'
  /** Nothing was recorded of the host in that time. */
  | 'UNKNOWN'
  /** What nothing recorded explains: workers were busy, the run was held for a while, or the host was asked for others. */
  | 'WORKERS';

/** A new webhook. */
export type WebhookCreateInput = {
  /** Let it be an address outside the public internet. Needs the scope `admin`. */
  allowPrivateNetworks?: boolean | null | undefined;
  /** What it is told of. */
  events: Array<WebhookEvent>;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. A repeat shows no secret. */
  idempotencyKey?: string | null | undefined;
  /** Only of this job; left out: all of the project. */
  jobId?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** An http or https URL with a public address. */
  url: string;
};

/** Which webhook. */
export type WebhookDeleteInput = {
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the webhook. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** What a webhook can be told of. */
export type WebhookEvent =
  /** Why the URLs of a run pile up was found, or is over: closed. */
  | 'FINDING_CLOSED'
  /** Why the URLs of a run pile up was found, or is over: opened. */
  | 'FINDING_OPENED'
  /** A run of a job is cancelled. */
  | 'RUN_CANCELLED'
  /** A run of a job is done. */
  | 'RUN_DONE'
  /** A run of a job is failed. */
  | 'RUN_FAILED'
  /** A run of a job is paused. */
  | 'RUN_PAUSED'
  /** A run of a job is started. */
  | 'RUN_STARTED';

/** Which delivery. */
export type WebhookRedeliverInput = {
  /** Id of the delivery. */
  id: string;
  /** Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result. */
  idempotencyKey?: string | null | undefined;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** A change of a webhook; what is left out stays. */
export type WebhookUpdateInput = {
  /** Whether anything is sent. */
  enabled?: boolean | null | undefined;
  /** All it shall be told of. */
  events?: Array<WebhookEvent> | null | undefined;
  /** The version your change is based on; another one answers with VersionConflictError. Left out: not checked. */
  expectedVersion?: number | null | undefined;
  /** Id of the webhook. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
  /** An http or https URL. */
  url?: string | null | undefined;
};

/** What somebody thinks of changing; what is left out is as it is. */
export type WhatIfInput = {
  /** The cap of bandwidth there would be; null: none. */
  bytesPerSecond?: number | null | undefined;
  /** The pace there would be. */
  pace?: WhatIfPaceInput | null | undefined;
  /** Visits that each of them makes at once, 1 to 10,000. */
  slots?: number | null | undefined;
  /** Workers there would be, 0 to 100,000. */
  workers?: number | null | undefined;
};

/** A pace of the policy. Host rules and Crawl-delay hold all the same. */
export type WhatIfPaceInput = {
  /** URLs of a host in flight at once, 1 to 256; 1 when left out. */
  concurrency?: number | null | undefined;
  /** Milliseconds from one start at a host to the next, 0 or more. */
  delayMs: number;
};

/** A time of the week in which URLs may be handed out. */
export type WindowInput = {
  /** Minutes since Monday 00:00 UTC, 1 to 10,080. */
  closes: number;
  /** Minutes since Monday 00:00 UTC, 0 to 10,079. */
  opens: number;
};

/** Which worker. */
export type WorkerDrainInput = {
  /** Id of the worker. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** Which worker. */
export type WorkerResumeInput = {
  /** Id of the worker. */
  id: string;
  /** Why, for the audit log; up to 500 characters. */
  reason?: string | null | undefined;
};

/** What a worker does. */
export type WorkerState =
  /** Finishes what it holds and claims nothing. */
  | 'DRAINING'
  /** Claims nothing; see `blockedBy`. */
  | 'PAUSED'
  /** Claims and visits URLs. */
  | 'RUNNING';

export type JobsStartMutationVariables = Exact<{
  input: JobsBulkInput;
}>;


export type JobsStartMutation = { jobsStart:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkRequested', matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type HostRuleListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: HostRuleFilter | null | undefined;
}>;


export type HostRuleListQuery = { hostRules: { nodes: Array<{ blocked: boolean, createdAt: string, group: string | null, id: string, pattern: string, updatedAt: string, version: number, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null, tls: { verify: boolean } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WebhookPartsFragment = { allowPrivateNetworks: boolean, createdAt: string, enabled: boolean, events: Array<WebhookEvent>, id: string, url: string, version: number, job: { id: string } | null };

export type SchedulePartsFragment = { createdAt: string, cron: string, enabled: boolean, id: string, lastAt: string | null, lastResult: string | null, nextAt: string | null, overlap: OverlapPolicy, timeZone: string, version: number, job: { id: string, name: string } };

export type WebhookCreateMutationVariables = Exact<{
  input: WebhookCreateInput;
}>;


export type WebhookCreateMutation = { webhookCreate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuotaExceededError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WebhookCreated', secret: string | null, webhook: { allowPrivateNetworks: boolean, createdAt: string, enabled: boolean, events: Array<WebhookEvent>, id: string, url: string, version: number, job: { id: string } | null } }
   };

export type QuarantineReleaseMutationVariables = Exact<{
  input: QuarantineInput;
}>;


export type QuarantineReleaseMutation = { quarantineRelease:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuarantineDecided', traps: Array<{ barren: Array<string>, decidedAt: string | null, found: number, fresh: number, held: number, mistake: number, pages: number, pair: Array<string> | null, pattern: string, row: number, shape: string, since: string, state: TrapState }>, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
   };

export type PolicyVersionsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type PolicyVersionsQuery = { policy: { versions: { nodes: Array<{ version: number, author: string | null, reason: string | null, createdAt: string, rules: { pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ScheduleCreateMutationVariables = Exact<{
  input: ScheduleCreateInput;
}>;


export type ScheduleCreateMutation = { scheduleCreate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Schedule', createdAt: string, cron: string, enabled: boolean, id: string, lastAt: string | null, lastResult: string | null, nextAt: string | null, overlap: OverlapPolicy, timeZone: string, version: number, job: { id: string, name: string } }
   };

export type JobsPauseMutationVariables = Exact<{
  input: JobsBulkInput;
}>;


export type JobsPauseMutation = { jobsPause:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkRequested', matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type HostRuleRemoveMutationVariables = Exact<{
  input: HostRuleRemoveInput;
}>;


export type HostRuleRemoveMutation = { hostRuleRemove:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'HostRuleRemoved', id: string }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type HostResumeMutationVariables = Exact<{
  input: HostResumeInput;
}>;


export type HostResumeMutation = { hostResume:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'HostPaused', heldBy: HostPauser | null, host: string, paused: boolean, job: { id: string, name: string } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type WebhookListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type WebhookListQuery = { webhooks: { nodes: Array<{ allowPrivateNetworks: boolean, createdAt: string, enabled: boolean, events: Array<WebhookEvent>, id: string, url: string, version: number, job: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PolicyPartsFragment = { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } };

export type JobStartMutationVariables = Exact<{
  input: JobStartInput;
}>;


export type JobStartMutation = { jobStart:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type InFlightAllQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: InFlightFilter | null | undefined;
}>;


export type InFlightAllQuery = { inFlight: { nodes: Array<{ attempt: number, depth: number, host: string, kind: ClaimKind, recoveries: number, since: string, stage: Stage | null, stageMs: number | null, url: string, worker: { id: string, name: string } | null, run: { id: string, job: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WebhookRedeliverMutationVariables = Exact<{
  input: WebhookRedeliverInput;
}>;


export type WebhookRedeliverMutation = { webhookRedeliver:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WebhookDelivery', attempts: number, createdAt: string, error: string | null, event: WebhookEvent, finishedAt: string | null, id: string, nextAt: string | null, payload: unknown, state: DeliveryState, status: number | null }
   };

export type ProjectResumeMutationVariables = Exact<{
  input: ProjectResumeInput;
}>;


export type ProjectResumeMutation = { projectResume:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Project', createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type RunListQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type RunListQuery = { job: { runs: { nodes: Array<{ id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type JobSeedsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type JobSeedsQuery = { job: { seeds: { nodes: Array<{ url: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BulkListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  state?: BulkState | null | undefined;
}>;


export type BulkListQuery = { bulkOperations: { nodes: Array<{ createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type JobCancelMutationVariables = Exact<{
  input: JobCancelInput;
}>;


export type JobCancelMutation = { jobCancel:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type QuarantineKeepMutationVariables = Exact<{
  input: QuarantineInput;
}>;


export type QuarantineKeepMutation = { quarantineKeep:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuarantineDecided', traps: Array<{ barren: Array<string>, decidedAt: string | null, found: number, fresh: number, held: number, mistake: number, pages: number, pair: Array<string> | null, pattern: string, row: number, shape: string, since: string, state: TrapState }>, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
   };

export type CapturesOfJobQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
  filter?: CaptureFilter | null | undefined;
}>;


export type CapturesOfJobQuery = { job: { captures: { nodes: Array<{ id: string, url: string, status: number, contentType: string | null, charset: string | null, bytes: number, wireBytes: number, digest: string, title: string | null, language: string | null, truncated: string | null, links: number, capturedAt: string, address: string | null, tlsFault: string | null, bodyUrl: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BulkPartsFragment = { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number };

export type LedgerWindowPartsFragment = { at: string, concurrency: number, decidedBy: PaceDecider, delayMs: number, kind: RequestKind, leastGapMs: number | null, policyVersion: number | null, reason: string, requests: number, robotsDigest: string | null, run: string | null, failures: Array<{ at: string, code: string }> };

export type ForecastPartsFragment = { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null };

export type HostStatePartsFragment = { backOffUntil: string | null, crawlDelayCapped: boolean, crawlDelayMs: number, decidedBy: HostDecision, delayMs: number, fetchingRobots: boolean, host: string, inFlight: number, limit: number, nextAt: string | null, waiting: number, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, operator: { blocked: boolean, paused: boolean, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null, policyPace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, robots: Array<{ origin: string, storedAt: string, verdict: unknown }>, robotsFailures: Array<{ decidesUntil: string | null, detail: string | null, lastAt: string | null, origin: string, readAt: string | null, since: string }>, rule: { blocked: boolean, pattern: string, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null };

export type PlanPartsFragment = { boundBy: ForecastBound | null, mostPagesPerSecond: number, pagesPerSecond: number, sentence: string, urls: number, workersNeeded: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string | null, urls: number } | null, warnings: Array<{ code: PlanWarningCode, message: string }> };

export type JobResumeMutationVariables = Exact<{
  input: JobResumeInput;
}>;


export type JobResumeMutation = { jobResume:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type PolicyListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type PolicyListQuery = { policies: { nodes: Array<{ createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WorkerListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type WorkerListQuery = { workers: { nodes: Array<{ wireBytes: number | null, decodedBytes: number | null, heapBytes: number | null, cpuMs: number | null, id: string, name: string, version: string, state: WorkerState, drained: boolean, blockedBy: string | null, startedAt: string, reportedAt: string, slots: number, inFlight: number | null, pages: number | null, pagesPerSecond: number | null, rssBytes: number | null, discovery: { urls: number, bytes: number, oldestMs: number, heldBy: string | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> | null, eventLoopLag: { p50: number, p99: number, max: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProjectUpdateMutationVariables = Exact<{
  input: ProjectUpdateInput;
}>;


export type ProjectUpdateMutation = { projectUpdate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Project', createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type ProjectDeleteMutationVariables = Exact<{
  input: ProjectDeleteInput;
}>;


export type ProjectDeleteMutation = { projectDelete:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ProjectDeletion', id: string, name: string, jobs: number, runs: number, done: boolean }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobAddSeedsMutationVariables = Exact<{
  input: JobAddSeedsInput;
}>;


export type JobAddSeedsMutation = { jobAddSeeds:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'SeedsAdded', added: number, known: number, refused: number, results: Array<{ row: number, url: string, state: SeedState, problem: string | null }> }
   };

export type RunAuditMutationVariables = Exact<{
  input: RunAuditInput;
}>;


export type RunAuditMutation = { runAudit:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'RunOperation', createdAt: string, error: string | null, finishedAt: string | null, fix: boolean, id: string, kind: OperationKind, phase: string | null, processed: number, since: string | null, startedAt: string | null, state: OperationState, findings: Array<{ count: number, fixed: number, kind: FindingKind, samples: Array<string> }>, run: { id: string, shortId: string, state: RunState, error: string | null, job: { id: string, name: string } } }
   };

export type FindingPartsFragment = { advice: string, cause: Cause, closedAt: string | null, hosts: Array<string>, id: string, openedAt: string, sentence: string, share: number, since: string, state: FindingState, urls: Array<string>, workers: Array<string>, action: { command: string, input: unknown, label: string, mutation: string } | null, evidence: Array<{ name: string, normalFrom: number | null, normalTo: number | null, unit: string, value: number }>, stages: Array<{ failed: number, l: number, lambda: number, queued: number, stage: string, utilisation: number, w: number }>, run: { id: string, shortId: string, job: { id: string, name: string } } };

export type MetricsPartsFragment = { aggregation: MetricAggregation, from: string, left: number, name: Metric, step: number, to: string, unit: string, series: Array<{ labels: Array<{ name: string, value: string }>, points: Array<{ t: string, v: number | null, exemplar: { attempt: number, ms: number, runId: string | null, url: string | null } | null }> }> };

export type QuarantineAllowMutationVariables = Exact<{
  input: QuarantineInput;
}>;


export type QuarantineAllowMutation = { quarantineAllow:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuarantineDecided', traps: Array<{ barren: Array<string>, decidedAt: string | null, found: number, fresh: number, held: number, mistake: number, pages: number, pair: Array<string> | null, pattern: string, row: number, shape: string, since: string, state: TrapState }>, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
   };

export type WorkerResumeMutationVariables = Exact<{
  input: WorkerResumeInput;
}>;


export type WorkerResumeMutation = { workerResume:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Worker', wireBytes: number | null, decodedBytes: number | null, heapBytes: number | null, cpuMs: number | null, id: string, name: string, version: string, state: WorkerState, drained: boolean, blockedBy: string | null, startedAt: string, reportedAt: string, slots: number, inFlight: number | null, pages: number | null, pagesPerSecond: number | null, rssBytes: number | null, discovery: { urls: number, bytes: number, oldestMs: number, heldBy: string | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> | null, eventLoopLag: { p50: number, p99: number, max: number } | null }
   };

export type PolicyUpdateMutationVariables = Exact<{
  input: PolicyUpdateInput;
}>;


export type PolicyUpdateMutation = { policyUpdate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Policy', createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type DeadListQueryVariables = Exact<{
  run: string;
  first: number;
  after?: string | null | undefined;
  filter?: DeadFilter | null | undefined;
}>;


export type DeadListQuery = { run: { dead: { nodes: Array<{ url: string, reason: string | null, outcome: string, code: string | null, detail: string | null, status: number | null, attempts: number, at: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BulkCancelMutationVariables = Exact<{
  input: BulkCancelInput;
}>;


export type BulkCancelMutation = { bulkCancel:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkOperation', createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type ProjectCreateMutationVariables = Exact<{
  input: ProjectCreateInput;
}>;


export type ProjectCreateMutation = { projectCreate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ProjectCreated', secret: string | null, keyId: string | null, project: { createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } } }
   };

export type ProgressPartsFragment = { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> };

export type DeliveryPartsFragment = { attempts: number, createdAt: string, error: string | null, event: WebhookEvent, finishedAt: string | null, id: string, nextAt: string | null, payload: unknown, state: DeliveryState, status: number | null };

export type JobListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: JobFilter | null | undefined;
}>;


export type JobListQuery = { jobs: { nodes: Array<{ id: string, name: string, state: JobState, createdAt: string, latestRun: { id: string, state: RunState, startedAt: string | null, finishedAt: string | null, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, fetched: number, failed: number, dead: number, bytes: number } } } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RobotsHistoryQueryVariables = Exact<{
  host: string;
  first: number;
  after?: string | null | undefined;
}>;


export type RobotsHistoryQuery = { host: { robotsHistory: { nodes: Array<{ detail: string, diff: string | null, digest: string | null, firstSeenAt: string, lastSeenAt: string, length: number | null, origin: string, state: RobotsState, text: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BulkGetQueryVariables = Exact<{
  id: string;
}>;


export type BulkGetQuery = { node:
    | { __typename: 'ApiKey' }
    | { __typename: 'AuditEntry' }
    | { __typename: 'BulkOperation', createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number }
    | { __typename: 'Capture' }
    | { __typename: 'DeadPage' }
    | { __typename: 'Finding' }
    | { __typename: 'Host' }
    | { __typename: 'HostRule' }
    | { __typename: 'Job' }
    | { __typename: 'Page' }
    | { __typename: 'Policy' }
    | { __typename: 'PolicyVersion' }
    | { __typename: 'Project' }
    | { __typename: 'Run' }
    | { __typename: 'RunOperation' }
    | { __typename: 'Schedule' }
    | { __typename: 'Webhook' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'Worker' }
   | null };

export type NotRecordedQueryVariables = Exact<{
  run: string;
}>;


export type NotRecordedQuery = { run: { deadEntries: { totalCount: number | null, nodes: Array<{ entry: string, error: string, at: string }> } } | null };

export type LeftOutQueryVariables = Exact<{
  run: string;
}>;


export type LeftOutQuery = { run: { leftOut: Array<{ kind: string, reason: string, count: number, sample: string | null }> } | null };

export type DeadReasonsQueryVariables = Exact<{
  run: string;
}>;


export type DeadReasonsQuery = { run: { deadReasons: Array<{ reason: string, count: number }> } | null };

export type QuarantineQueryVariables = Exact<{
  run: string;
}>;


export type QuarantineQuery = { run: { quarantine: { held: number, traps: Array<{ barren: Array<string>, decidedAt: string | null, found: number, fresh: number, held: number, mistake: number, pages: number, pair: Array<string> | null, pattern: string, row: number, shape: string, since: string, state: TrapState }> } } | null };

export type CaptureGetQueryVariables = Exact<{
  id: string;
}>;


export type CaptureGetQuery = { capture: { etag: string | null, lastModified: string | null, worker: string | null, id: string, url: string, status: number, contentType: string | null, charset: string | null, bytes: number, wireBytes: number, digest: string, title: string | null, language: string | null, truncated: string | null, links: number, capturedAt: string, address: string | null, tlsFault: string | null, bodyUrl: string, run: { id: string, shortId: string, job: { id: string, name: string } }, location: { segment: string, offset: number, length: number }, timings: Array<{ stage: Stage, waitMs: number, serviceMs: number }>, headers: Array<{ name: string, value: string }> } | null };

export type RunPartsFragment = { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } };

export type JobPartsFragment = { id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null };

export type CapturePartsFragment = { id: string, url: string, status: number, contentType: string | null, charset: string | null, bytes: number, wireBytes: number, digest: string, title: string | null, language: string | null, truncated: string | null, links: number, capturedAt: string, address: string | null, tlsFault: string | null, bodyUrl: string };

type ErrorParts_BadInputError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_BadPolicyError_Fragment = { code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> };

type ErrorParts_BadSeedsError_Fragment = { code: UserErrorCode, message: string, path: Array<string>, rows: Array<{ row: number, url: string, problem: string }> };

type ErrorParts_ForbiddenError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_IdempotencyKeyReusedError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_NotFoundError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_QuotaExceededError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

type ErrorParts_SecretsBoundError_Fragment = { code: UserErrorCode, message: string, path: Array<string> };

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
  | ErrorParts_SecretsBoundError_Fragment
  | ErrorParts_VersionConflictError_Fragment
  | ErrorParts_WrongStateError_Fragment
;

export type JobRowFragment = { id: string, name: string, state: JobState, createdAt: string, latestRun: { id: string, state: RunState, startedAt: string | null, finishedAt: string | null, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, fetched: number, failed: number, dead: number, bytes: number } } } | null };

export type PagePartsFragment = { hasNextPage: boolean, endCursor: string | null };

export type WorkerRowFragment = { id: string, name: string, version: string, state: WorkerState, drained: boolean, blockedBy: string | null, startedAt: string, reportedAt: string, slots: number, inFlight: number | null, pages: number | null, pagesPerSecond: number | null, rssBytes: number | null, eventLoopLag: { p50: number, p99: number, max: number } | null };

export type WorkerPartsFragment = { wireBytes: number | null, decodedBytes: number | null, heapBytes: number | null, cpuMs: number | null, id: string, name: string, version: string, state: WorkerState, drained: boolean, blockedBy: string | null, startedAt: string, reportedAt: string, slots: number, inFlight: number | null, pages: number | null, pagesPerSecond: number | null, rssBytes: number | null, discovery: { urls: number, bytes: number, oldestMs: number, heldBy: string | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> | null, eventLoopLag: { p50: number, p99: number, max: number } | null };

export type HostStateQueryVariables = Exact<{
  run: string;
  host: string;
}>;


export type HostStateQuery = { run: { host: { backOffUntil: string | null, crawlDelayCapped: boolean, crawlDelayMs: number, decidedBy: HostDecision, delayMs: number, fetchingRobots: boolean, host: string, inFlight: number, limit: number, nextAt: string | null, waiting: number, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, operator: { blocked: boolean, paused: boolean, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null, policyPace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, robots: Array<{ origin: string, storedAt: string, verdict: unknown }>, robotsFailures: Array<{ decidesUntil: string | null, detail: string | null, lastAt: string | null, origin: string, readAt: string | null, since: string }>, rule: { blocked: boolean, pattern: string, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null } | null } | null };

export type HostLedgerQueryVariables = Exact<{
  host: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type HostLedgerQuery = { hostLedger: { from: string, host: string, isComplete: boolean, isOfAll: boolean, leastGapAt: string | null, leastGapMs: number | null, mostInAMinute: number, pages: number, perMinute: number, requests: number, robots: number, to: string, violations: number, windows: Array<{ at: string, concurrency: number, decidedBy: PaceDecider, delayMs: number, kind: RequestKind, leastGapMs: number | null, policyVersion: number | null, reason: string, requests: number, robotsDigest: string | null, run: string | null, failures: Array<{ at: string, code: string }> }>, robotsVersions: Array<{ detail: string, diff: string | null, digest: string | null, firstSeenAt: string, lastSeenAt: string, length: number | null, origin: string, state: RobotsState, text: string | null }>, violationSamples: Array<{ at: string, delayMs: number, gapMs: number }> } | null };

export type HostGetQueryVariables = Exact<{
  host: string;
}>;


export type HostGetQuery = { host: { id: string, host: string, rules: Array<{ blocked: boolean, createdAt: string, group: string | null, id: string, pattern: string, updatedAt: string, version: number, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null, tls: { verify: boolean } | null }> } | null };

export type HostsWatchSubscriptionVariables = Exact<{
  id: string;
  hosts: Array<string> | string;
  intervalMs?: number | null | undefined;
}>;


export type HostsWatchSubscription = { hosts: { at: string, dropped: number, hosts: Array<{ backOffUntil: string | null, crawlDelayCapped: boolean, crawlDelayMs: number, decidedBy: HostDecision, delayMs: number, fetchingRobots: boolean, host: string, inFlight: number, limit: number, nextAt: string | null, waiting: number, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, operator: { blocked: boolean, paused: boolean, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null, policyPace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, robots: Array<{ origin: string, storedAt: string, verdict: unknown }>, robotsFailures: Array<{ decidesUntil: string | null, detail: string | null, lastAt: string | null, origin: string, readAt: string | null, since: string }>, rule: { blocked: boolean, pattern: string, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null }> } };

export type JobGetQueryVariables = Exact<{
  id: string;
}>;


export type JobGetQuery = { job: { id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, firstSeeds: { nodes: Array<{ url: string }> }, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null } | null };

export type JobWatchSubscriptionVariables = Exact<{
  id: string;
  intervalMs?: number | null | undefined;
}>;


export type JobWatchSubscription = { jobProgress:
    | { __typename: 'JobProgressDone', dropped: number, run: { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string } }, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
    | { __typename: 'JobProgressSnapshot', dropped: number, run: { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string } }, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
    | { __typename: 'JobProgressUpdate', dropped: number, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
    | { __typename: 'JobStateChanged', from: RunState, to: RunState, dropped: number, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
   };

export type RunHeadFragment = { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string } };

export type JobPlanQueryVariables = Exact<{
  input: JobPlanInput;
}>;


export type JobPlanQuery = { jobPlan: { boundBy: ForecastBound | null, mostPagesPerSecond: number, pagesPerSecond: number, sentence: string, urls: number, workersNeeded: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string | null, urls: number } | null, warnings: Array<{ code: PlanWarningCode, message: string }> } };

export type RunEventsSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  kinds?: Array<RunEventKind> | RunEventKind | null | undefined;
}>;


export type RunEventsSubscription = { runEvents:
    | { __typename: 'RunDiscovery', dropped: number, url: string, discoveredFrom: string | null, depth: number, unseen: number, cursor: string, at: string }
    | { __typename: 'RunEventsResync', dropped: number, cursor: string, at: string, run: { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string } }, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
    | { __typename: 'RunEventsSnapshot', dropped: number, cursor: string, at: string, run: { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string } }, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
    | { __typename: 'RunStateChanged', dropped: number, from: RunState | null, to: RunState, cursor: string, at: string }
    | { __typename: 'RunTrouble', dropped: number, url: string, outcome: string, code: string | null, detail: string | null, status: number | null, attempt: number, final: boolean, unseen: number, cursor: string, at: string }
   };

export type CaptureTailSubscriptionVariables = Exact<{
  id: string;
  filter?: CaptureFilter | null | undefined;
  most?: number | null | undefined;
  intervalMs?: number | null | undefined;
}>;


export type CaptureTailSubscription = { captures: { at: string, dropped: number, snapshot: boolean, captures: Array<{ id: string, url: string, status: number, contentType: string | null, charset: string | null, bytes: number, wireBytes: number, digest: string, title: string | null, language: string | null, truncated: string | null, links: number, capturedAt: string, address: string | null, tlsFault: string | null, bodyUrl: string }> } };

export type WorkersWatchSubscriptionVariables = Exact<{
  intervalMs?: number | null | undefined;
}>;


export type WorkersWatchSubscription = { workers: { at: string, dropped: number, workers: Array<{ wireBytes: number | null, decodedBytes: number | null, heapBytes: number | null, cpuMs: number | null, id: string, name: string, version: string, state: WorkerState, drained: boolean, blockedBy: string | null, startedAt: string, reportedAt: string, slots: number, inFlight: number | null, pages: number | null, pagesPerSecond: number | null, rssBytes: number | null, discovery: { urls: number, bytes: number, oldestMs: number, heldBy: string | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> | null, eventLoopLag: { p50: number, p99: number, max: number } | null }> } };

export type FindingsWatchSubscriptionVariables = Exact<{
  id?: string | null | undefined;
  intervalMs?: number | null | undefined;
}>;


export type FindingsWatchSubscription = { findings: { at: string, dropped: number, findings: Array<{ advice: string, cause: Cause, closedAt: string | null, hosts: Array<string>, id: string, openedAt: string, sentence: string, share: number, since: string, state: FindingState, urls: Array<string>, workers: Array<string>, action: { command: string, input: unknown, label: string, mutation: string } | null, evidence: Array<{ name: string, normalFrom: number | null, normalTo: number | null, unit: string, value: number }>, stages: Array<{ failed: number, l: number, lambda: number, queued: number, stage: string, utilisation: number, w: number }>, run: { id: string, shortId: string, job: { id: string, name: string } } }>, causes: { at: string, error: number, waiting: number, causes: Array<{ cause: Cause, share: number, since: string | null, urls: number }> } | null } };

export type JobsWatchSubscriptionVariables = Exact<{
  filter?: JobFilter | null | undefined;
  first?: number | null | undefined;
  intervalMs?: number | null | undefined;
}>;


export type JobsWatchSubscription = { jobs: { at: string, dropped: number, hasMore: boolean, jobs: Array<{ id: string, name: string, state: JobState, createdAt: string, latestRun: { id: string, state: RunState, startedAt: string | null, finishedAt: string | null, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, fetched: number, failed: number, dead: number, bytes: number } } } | null }> } };

export type LiveSubscriptionVariables = Exact<{
  topics: Array<LiveTopic> | LiveTopic;
  intervalMs?: number | null | undefined;
}>;


export type LiveSubscription = { live: { topic: string, event:
      | { __typename: 'JobProgressDone', dropped: number, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> }, run: { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string } } }
      | { __typename: 'JobProgressSnapshot', dropped: number, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> }, run: { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string } } }
      | { __typename: 'JobProgressUpdate', dropped: number, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
      | { __typename: 'JobStateChanged', dropped: number, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } }
      | { __typename: 'LiveCaptures', snapshot: boolean, dropped: number, captures: Array<{ id: string, url: string, status: number, contentType: string | null, charset: string | null, bytes: number, wireBytes: number, digest: string, title: string | null, language: string | null, truncated: string | null, links: number, capturedAt: string, address: string | null, tlsFault: string | null, bodyUrl: string }> }
      | { __typename: 'LiveFindings', dropped: number, findings: Array<{ advice: string, cause: Cause, closedAt: string | null, hosts: Array<string>, id: string, openedAt: string, sentence: string, share: number, since: string, state: FindingState, urls: Array<string>, workers: Array<string>, action: { command: string, input: unknown, label: string, mutation: string } | null, evidence: Array<{ name: string, normalFrom: number | null, normalTo: number | null, unit: string, value: number }>, stages: Array<{ failed: number, l: number, lambda: number, queued: number, stage: string, utilisation: number, w: number }>, run: { id: string, shortId: string, job: { id: string, name: string } } }>, causes: { at: string, error: number, waiting: number, causes: Array<{ cause: Cause, share: number, since: string | null, urls: number }> } | null }
      | { __typename: 'LiveHosts', dropped: number, hosts: Array<{ backOffUntil: string | null, crawlDelayCapped: boolean, crawlDelayMs: number, decidedBy: HostDecision, delayMs: number, fetchingRobots: boolean, host: string, inFlight: number, limit: number, nextAt: string | null, waiting: number, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, operator: { blocked: boolean, paused: boolean, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null, policyPace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, robots: Array<{ origin: string, storedAt: string, verdict: unknown }>, robotsFailures: Array<{ decidesUntil: string | null, detail: string | null, lastAt: string | null, origin: string, readAt: string | null, since: string }>, rule: { blocked: boolean, pattern: string, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null }> }
      | { __typename: 'LiveJobs', hasMore: boolean, dropped: number, jobs: Array<{ version: number, id: string, name: string, state: JobState, createdAt: string, policy: { id: string, version: number }, latestRun: { id: string, state: RunState, startedAt: string | null, finishedAt: string | null, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, delayed: number, inFlight: number, fetched: number, failed: number, dead: number, bytes: number } } } | null }> }
      | { __typename: 'LiveTopicEnded', dropped: number }
      | { __typename: 'LiveWorkers', dropped: number, workers: Array<{ id: string, name: string, version: string, state: WorkerState, drained: boolean, blockedBy: string | null, startedAt: string, reportedAt: string, slots: number, inFlight: number | null, pages: number | null, pagesPerSecond: number | null, rssBytes: number | null, eventLoopLag: { p50: number, p99: number, max: number } | null }> }
      | { __typename: 'RunDiscovery', dropped: number, url: string, discoveredFrom: string | null, depth: number, unseen: number, cursor: string, at: string }
      | { __typename: 'RunEventsResync', dropped: number, cursor: string, at: string }
      | { __typename: 'RunEventsSnapshot', dropped: number, cursor: string, at: string }
      | { __typename: 'RunStateChanged', dropped: number, from: RunState | null, to: RunState, cursor: string, at: string }
      | { __typename: 'RunTrouble', dropped: number, url: string, outcome: string, code: string | null, detail: string | null, status: number | null, attempt: number, final: boolean, unseen: number, cursor: string, at: string }
     } };

type RunEventParts_RunDiscovery_Fragment = { url: string, discoveredFrom: string | null, depth: number, unseen: number, cursor: string, at: string };

type RunEventParts_RunEventsResync_Fragment = { cursor: string, at: string };

type RunEventParts_RunEventsSnapshot_Fragment = { cursor: string, at: string };

type RunEventParts_RunStateChanged_Fragment = { from: RunState | null, to: RunState, cursor: string, at: string };

type RunEventParts_RunTrouble_Fragment = { url: string, outcome: string, code: string | null, detail: string | null, status: number | null, attempt: number, final: boolean, unseen: number, cursor: string, at: string };

export type RunEventPartsFragment =
  | RunEventParts_RunDiscovery_Fragment
  | RunEventParts_RunEventsResync_Fragment
  | RunEventParts_RunEventsSnapshot_Fragment
  | RunEventParts_RunStateChanged_Fragment
  | RunEventParts_RunTrouble_Fragment
;

export type MetricsGetQueryVariables = Exact<{
  name: Metric;
  from?: string | null | undefined;
  to?: string | null | undefined;
  step?: number | null | undefined;
  groupBy?: Array<MetricGroup> | MetricGroup | null | undefined;
  aggregation?: MetricAggregation | null | undefined;
  filter?: MetricFilter | null | undefined;
}>;


export type MetricsGetQuery = { metrics: { aggregation: MetricAggregation, from: string, left: number, name: Metric, step: number, to: string, unit: string, series: Array<{ labels: Array<{ name: string, value: string }>, points: Array<{ t: string, v: number | null, exemplar: { attempt: number, ms: number, runId: string | null, url: string | null } | null }> }> } };

export type OperationGetQueryVariables = Exact<{
  id: string;
}>;


export type OperationGetQuery = { node:
    | { __typename: 'ApiKey' }
    | { __typename: 'AuditEntry' }
    | { __typename: 'BulkOperation' }
    | { __typename: 'Capture' }
    | { __typename: 'DeadPage' }
    | { __typename: 'Finding' }
    | { __typename: 'Host' }
    | { __typename: 'HostRule' }
    | { __typename: 'Job' }
    | { __typename: 'Page' }
    | { __typename: 'Policy' }
    | { __typename: 'PolicyVersion' }
    | { __typename: 'Project' }
    | { __typename: 'Run' }
    | { __typename: 'RunOperation', createdAt: string, error: string | null, finishedAt: string | null, fix: boolean, id: string, kind: OperationKind, phase: string | null, processed: number, since: string | null, startedAt: string | null, state: OperationState, findings: Array<{ count: number, fixed: number, kind: FindingKind, samples: Array<string> }>, run: { id: string, shortId: string, state: RunState, error: string | null, job: { id: string, name: string } } }
    | { __typename: 'Schedule' }
    | { __typename: 'Webhook' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'Worker' }
   | null };

export type PageGetQueryVariables = Exact<{
  job: string;
  url: string;
}>;


export type PageGetQuery = { page: { url: string, depth: number, discoveredFrom: string | null, firstSeenAt: string, lastVisitAt: string | null, lastStatus: number | null, lastOutcome: string | null, digest: string | null, title: string | null, changedAt: string | null, dueAt: string | null, changes: { nodes: Array<{ changed: Array<string>, before: { at: string, run: string, status: number, digest: string, title: string | null }, after: { at: string, run: string, status: number, digest: string, title: string | null } }> } } | null };

export type SearchBacklogQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchBacklogQuery = { searchBacklog: { waiting: number, indexed: number, failed: number } };

export type SearchHitPartsFragment = { url: string, title: string | null, language: string | null, contentType: string | null, capturedAt: string, score: number, highlight: Array<{ text: string, match: boolean }>, capture: { id: string } | null };

export type PolicyGetQueryVariables = Exact<{
  id: string;
}>;


export type PolicyGetQuery = { policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } } | null };

export type PolicyPreviewQueryVariables = Exact<{
  id: string;
  rules: PolicyRulesInput;
}>;


export type PolicyPreviewQuery = { policyPreview: { runs: Array<{ waiting: number, changedHosts: number, startsPerSecondBefore: number, startsPerSecondAfter: number, finishBeforeMs: number, finishAfterMs: number, run: { id: string, shortId: string }, hosts: Array<{ host: string, waiting: number, blocked: boolean, finishBeforeMs: number, finishAfterMs: number }> }> } | null };

export type PolicyWarningsQueryVariables = Exact<{
  id: string;
}>;


export type PolicyWarningsQuery = { policy: { warnings: Array<{ code: PlanWarningCode, message: string }> } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { keyName: string, scopes: Array<KeyScope>, project: { id: string, name: string } } };

export type ProjectGetQueryVariables = Exact<{ [key: string]: never; }>;


export type ProjectGetQuery = { viewer: { project: { createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } } } };

export type ProjectOtherQueryVariables = Exact<{
  id: string;
}>;


export type ProjectOtherQuery = { project: { createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } } | null };

export type ConductorsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConductorsQuery = { conductors: { alive: number, failuresOfOthers: number, failures: Array<{ advice: string, duty: string, error: string, item: string | null, since: string, times: number }> } };

export type RunGetQueryVariables = Exact<{
  id: string;
}>;


export type RunGetQuery = { run: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string }, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null };

export type RunRowFragment = { id: string, shortId: string, state: RunState, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string }, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, inFlight: number, fetched: number, failed: number, dead: number, bytes: number } } };

export type RunWhyQueryVariables = Exact<{
  id: string;
  state?: FindingState | null | undefined;
}>;


export type RunWhyQuery = { run: { id: string, shortId: string, state: RunState, endReason: string | null, error: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string }, causes: { at: string, error: number, waiting: number, causes: Array<{ cause: Cause, share: number, since: string | null, urls: number }> }, findings: Array<{ advice: string, cause: Cause, closedAt: string | null, hosts: Array<string>, id: string, openedAt: string, sentence: string, share: number, since: string, state: FindingState, urls: Array<string>, workers: Array<string>, action: { command: string, input: unknown, label: string, mutation: string } | null, evidence: Array<{ name: string, normalFrom: number | null, normalTo: number | null, unit: string, value: number }>, stages: Array<{ failed: number, l: number, lambda: number, queued: number, stage: string, utilisation: number, w: number }>, run: { id: string, shortId: string, job: { id: string, name: string } } }> } | null };

export type UrlExplainQueryVariables = Exact<{
  job?: string | null | undefined;
  run?: string | null | undefined;
  url: string;
}>;


export type UrlExplainQuery = { explainUrl: { attempts: number, changes: Array<string>, given: string, host: string, ifEnqueued: EnqueueAnswer | null, inScope: boolean, place: UrlPlace, position: number | null, scopeReason: string, summary: string, until: string | null, url: string, checks: Array<{ check: UrlCheck, passes: boolean | null, sentence: string }>, dead: { at: string | null, attempts: number, reason: string, sentence: string } | null, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, hostState: { backOffUntil: string | null, crawlDelayCapped: boolean, crawlDelayMs: number, decidedBy: HostDecision, delayMs: number, fetchingRobots: boolean, host: string, inFlight: number, limit: number, nextAt: string | null, waiting: number, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, operator: { blocked: boolean, paused: boolean, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null, policyPace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, robots: Array<{ origin: string, storedAt: string, verdict: unknown }>, robotsFailures: Array<{ decidesUntil: string | null, detail: string | null, lastAt: string | null, origin: string, readAt: string | null, since: string }>, rule: { blocked: boolean, pattern: string, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null } | null, inFlight: { session: string, since: string, stage: Stage | null, stageMs: number | null, worker: string | null } | null, next: { earliest: string | null, hostAt: string | null, latest: string | null, sentence: string } | null, omissions: Array<{ count: number, isIt: boolean, kind: string, reason: string, sample: string }>, parents: Array<{ depth: number, firstSeenAt: string, kind: LinkKind, outcome: string | null, status: number | null, url: string }>, redirects: Array<{ at: string, outcome: string, setCookies: Array<string>, status: number | null, target: string | null, url: string, capture: { id: string } | null }>, robots: { allowed: boolean | null, decidesUntil: string | null, detail: string | null, digest: string | null, firstSeenAt: string | null, group: string | null, line: string | null, lineNumber: number | null, obeyed: boolean, origin: string, readAt: string | null, sentence: string, state: string | null, unreachableSince: string | null, userAgent: string }, trap: { barren: Array<string>, decidedAt: string | null, found: number, fresh: number, held: number, mistake: number, pages: number, pair: Array<string> | null, pattern: string, row: number, shape: string, since: string, state: TrapState } | null, visits: Array<{ address: string | null, at: string, attempt: number, code: string | null, deadReason: string | null, detail: string | null, final: boolean, outcome: string, status: number | null, worker: string, timings: Array<{ serviceMs: number, stage: Stage, waitMs: number }>, capture: { id: string } | null }>, wait: { from: string, isOver: boolean, to: string, totalMs: number, parts: Array<{ isMeasured: boolean, kind: WaitKind, ms: number }> } | null, job: { id: string, name: string }, run: { id: string, shortId: string, state: RunState } | null, page: { depth: number, discoveredFrom: string | null, firstSeenAt: string, lastVisitAt: string | null, lastStatus: number | null, lastOutcome: string | null, title: string | null, capture: { id: string } | null } | null, policyVersion: { id: string, version: number, author: string | null, reason: string | null, createdAt: string } | null } | null };

export type RunForecastQueryVariables = Exact<{
  id: string;
}>;


export type RunForecastQuery = { run: { forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null } | null };

export type RunWhatIfQueryVariables = Exact<{
  id: string;
  input: WhatIfInput;
}>;


export type RunWhatIfQuery = { run: { whatIf: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null } | null };

export type PolicyRollBackMutationVariables = Exact<{
  input: PolicyRollBackInput;
}>;


export type PolicyRollBackMutation = { policyRollBack:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Policy', createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type PagesRequeueMutationVariables = Exact<{
  input: PagesRequeueInput;
}>;


export type PagesRequeueMutation = { pagesRequeue:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkRequested', matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type FindingListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: FindingFilter | null | undefined;
}>;


export type FindingListQuery = { findings: { nodes: Array<{ advice: string, cause: Cause, closedAt: string | null, hosts: Array<string>, id: string, openedAt: string, sentence: string, share: number, since: string, state: FindingState, urls: Array<string>, workers: Array<string>, action: { command: string, input: unknown, label: string, mutation: string } | null, evidence: Array<{ name: string, normalFrom: number | null, normalTo: number | null, unit: string, value: number }>, stages: Array<{ failed: number, l: number, lambda: number, queued: number, stage: string, utilisation: number, w: number }>, run: { id: string, shortId: string, job: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CausesPartsFragment = { at: string, error: number, waiting: number, causes: Array<{ cause: Cause, share: number, since: string | null, urls: number }> };

export type StagePartsFragment = { done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } };

export type ScheduleDeleteMutationVariables = Exact<{
  input: ScheduleDeleteInput;
}>;


export type ScheduleDeleteMutation = { scheduleDelete:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ScheduleDeleted', id: string }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type ApiKeyCreateMutationVariables = Exact<{
  input: ApiKeyCreateInput;
}>;


export type ApiKeyCreateMutation = { apiKeyCreate:
    | { __typename: 'ApiKeyCreated', secret: string | null, apiKey: { createdAt: string, expiresAt: string | null, id: string, lastUsedAt: string | null, name: string, prefix: string, revokedAt: string | null, scopes: Array<KeyScope>, state: ApiKeyState } }
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type HostPausedPartsFragment = { heldBy: HostPauser | null, host: string, paused: boolean, job: { id: string, name: string } | null };

export type DeadRetryMutationVariables = Exact<{
  input: DeadRetryInput;
}>;


export type DeadRetryMutation = { deadRetry:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkRequested', matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type AuditLogQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AuditFilter | null | undefined;
}>;


export type AuditLogQuery = { auditLog: { nodes: Array<{ id: string, at: string, action: string, keyName: string | null, subjectType: string, subjectId: string, before: unknown, after: unknown, reason: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WebhookDeleteMutationVariables = Exact<{
  input: WebhookDeleteInput;
}>;


export type WebhookDeleteMutation = { webhookDelete:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WebhookDeleted', id: string }
   };

export type WorkerDrainMutationVariables = Exact<{
  input: WorkerDrainInput;
}>;


export type WorkerDrainMutation = { workerDrain:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Worker', wireBytes: number | null, decodedBytes: number | null, heapBytes: number | null, cpuMs: number | null, id: string, name: string, version: string, state: WorkerState, drained: boolean, blockedBy: string | null, startedAt: string, reportedAt: string, slots: number, inFlight: number | null, pages: number | null, pagesPerSecond: number | null, rssBytes: number | null, discovery: { urls: number, bytes: number, oldestMs: number, heldBy: string | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> | null, eventLoopLag: { p50: number, p99: number, max: number } | null }
   };

export type InFlightOfRunQueryVariables = Exact<{
  run: string;
  first: number;
  after?: string | null | undefined;
  filter?: InFlightFilter | null | undefined;
}>;


export type InFlightOfRunQuery = { run: { inFlight: { nodes: Array<{ attempt: number, depth: number, host: string, kind: ClaimKind, recoveries: number, since: string, stage: Stage | null, stageMs: number | null, url: string, worker: { id: string, name: string } | null, run: { id: string, job: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ApiKeyPartsFragment = { createdAt: string, expiresAt: string | null, id: string, lastUsedAt: string | null, name: string, prefix: string, revokedAt: string | null, scopes: Array<KeyScope>, state: ApiKeyState };

export type PacePartsFragment = { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null };

export type JobDeleteMutationVariables = Exact<{
  input: JobDeleteInput;
}>;


export type JobDeleteMutation = { jobDelete:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'JobDeleted', id: string }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type ScheduleUpdateMutationVariables = Exact<{
  input: ScheduleUpdateInput;
}>;


export type ScheduleUpdateMutation = { scheduleUpdate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Schedule', createdAt: string, cron: string, enabled: boolean, id: string, lastAt: string | null, lastResult: string | null, nextAt: string | null, overlap: OverlapPolicy, timeZone: string, version: number, job: { id: string, name: string } }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type PolicyDeleteMutationVariables = Exact<{
  input: PolicyDeleteInput;
}>;


export type PolicyDeleteMutation = { policyDelete:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'PolicyDeleted', id: string }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type ScheduleListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: ScheduleFilter | null | undefined;
}>;


export type ScheduleListQuery = { schedules: { nodes: Array<{ createdAt: string, cron: string, enabled: boolean, id: string, lastAt: string | null, lastResult: string | null, nextAt: string | null, overlap: OverlapPolicy, timeZone: string, version: number, job: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProjectSuspendMutationVariables = Exact<{
  input: ProjectSuspendInput;
}>;


export type ProjectSuspendMutation = { projectSuspend:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Project', createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobCreateMutationVariables = Exact<{
  input: JobCreateInput;
}>;


export type JobCreateMutation = { jobCreate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'BadSeedsError', code: UserErrorCode, message: string, path: Array<string>, rows: Array<{ row: number, url: string, problem: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuotaExceededError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type HostLedgerPartsFragment = { from: string, host: string, isComplete: boolean, isOfAll: boolean, leastGapAt: string | null, leastGapMs: number | null, mostInAMinute: number, pages: number, perMinute: number, requests: number, robots: number, to: string, violations: number, robotsVersions: Array<{ detail: string, diff: string | null, digest: string | null, firstSeenAt: string, lastSeenAt: string, length: number | null, origin: string, state: RobotsState, text: string | null }>, violationSamples: Array<{ at: string, delayMs: number, gapMs: number }> };

export type CapturesOfRunQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
  filter?: CaptureFilter | null | undefined;
}>;


export type CapturesOfRunQuery = { run: { captures: { nodes: Array<{ id: string, url: string, status: number, contentType: string | null, charset: string | null, bytes: number, wireBytes: number, digest: string, title: string | null, language: string | null, truncated: string | null, links: number, capturedAt: string, address: string | null, tlsFault: string | null, bodyUrl: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type SearchQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  query: string;
  filter?: SearchFilter | null | undefined;
}>;


export type SearchQuery = { search: { nodes: Array<{ url: string, title: string | null, language: string | null, contentType: string | null, capturedAt: string, score: number, highlight: Array<{ text: string, match: boolean }>, capture: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PolicyCreateMutationVariables = Exact<{
  input: PolicyCreateInput;
}>;


export type PolicyCreateMutation = { policyCreate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Policy', createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }
   };

export type ApiKeyRevokeMutationVariables = Exact<{
  input: ApiKeyRevokeInput;
}>;


export type ApiKeyRevokeMutation = { apiKeyRevoke:
    | { __typename: 'ApiKey', createdAt: string, expiresAt: string | null, id: string, lastUsedAt: string | null, name: string, prefix: string, revokedAt: string | null, scopes: Array<KeyScope>, state: ApiKeyState }
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type OperationsOfRunQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type OperationsOfRunQuery = { run: { operations: { nodes: Array<{ createdAt: string, error: string | null, finishedAt: string | null, fix: boolean, id: string, kind: OperationKind, phase: string | null, processed: number, since: string | null, startedAt: string | null, state: OperationState, findings: Array<{ count: number, fixed: number, kind: FindingKind, samples: Array<string> }>, run: { id: string, shortId: string, state: RunState, error: string | null, job: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ProjectPartsFragment = { createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } };

export type JobPauseMutationVariables = Exact<{
  input: JobPauseInput;
}>;


export type JobPauseMutation = { jobPause:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type WebhookDeliveriesQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
  state?: DeliveryState | null | undefined;
}>;


export type WebhookDeliveriesQuery = { node:
    | { __typename: 'ApiKey' }
    | { __typename: 'AuditEntry' }
    | { __typename: 'BulkOperation' }
    | { __typename: 'Capture' }
    | { __typename: 'DeadPage' }
    | { __typename: 'Finding' }
    | { __typename: 'Host' }
    | { __typename: 'HostRule' }
    | { __typename: 'Job' }
    | { __typename: 'Page' }
    | { __typename: 'Policy' }
    | { __typename: 'PolicyVersion' }
    | { __typename: 'Project' }
    | { __typename: 'Run' }
    | { __typename: 'RunOperation' }
    | { __typename: 'Schedule' }
    | { __typename: 'Webhook', deliveries: { nodes: Array<{ attempts: number, createdAt: string, error: string | null, event: WebhookEvent, finishedAt: string | null, id: string, nextAt: string | null, payload: unknown, state: DeliveryState, status: number | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'Worker' }
   | null };

export type BulkRequestedPartsFragment = { matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null };

export type CounterPartsFragment = { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number };

export type JobUpdateMutationVariables = Exact<{
  input: JobUpdateInput;
}>;


export type JobUpdateMutation = { jobUpdate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'SecretsBoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobsDeleteMutationVariables = Exact<{
  input: JobsBulkInput;
}>;


export type JobsDeleteMutation = { jobsDelete:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkRequested', matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type RobotsVersionPartsFragment = { detail: string, diff: string | null, digest: string | null, firstSeenAt: string, lastSeenAt: string, length: number | null, origin: string, state: RobotsState, text: string | null };

export type TrapPartsFragment = { barren: Array<string>, decidedAt: string | null, found: number, fresh: number, held: number, mistake: number, pages: number, pair: Array<string> | null, pattern: string, row: number, shape: string, since: string, state: TrapState };

export type OperationPartsFragment = { createdAt: string, error: string | null, finishedAt: string | null, fix: boolean, id: string, kind: OperationKind, phase: string | null, processed: number, since: string | null, startedAt: string | null, state: OperationState, findings: Array<{ count: number, fixed: number, kind: FindingKind, samples: Array<string> }>, run: { id: string, shortId: string, state: RunState, error: string | null, job: { id: string, name: string } } };

export type RunsAllQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  state?: Array<RunState> | RunState | null | undefined;
}>;


export type RunsAllQuery = { runs: { nodes: Array<{ id: string, shortId: string, state: RunState, endReason: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, job: { id: string, name: string }, progress: { pagesPerSecond: number, counters: { accepted: number, finished: number, waiting: number, inFlight: number, fetched: number, failed: number, dead: number, bytes: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type UrlPartsFragment = { attempts: number, changes: Array<string>, given: string, host: string, ifEnqueued: EnqueueAnswer | null, inScope: boolean, place: UrlPlace, position: number | null, scopeReason: string, summary: string, until: string | null, url: string, checks: Array<{ check: UrlCheck, passes: boolean | null, sentence: string }>, dead: { at: string | null, attempts: number, reason: string, sentence: string } | null, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, hostState: { backOffUntil: string | null, crawlDelayCapped: boolean, crawlDelayMs: number, decidedBy: HostDecision, delayMs: number, fetchingRobots: boolean, host: string, inFlight: number, limit: number, nextAt: string | null, waiting: number, holds: Array<{ by: string | null, kind: HoldKind, reason: string | null, sentence: string, since: string | null, until: string | null }>, operator: { blocked: boolean, paused: boolean, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null, policyPace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, robots: Array<{ origin: string, storedAt: string, verdict: unknown }>, robotsFailures: Array<{ decidesUntil: string | null, detail: string | null, lastAt: string | null, origin: string, readAt: string | null, since: string }>, rule: { blocked: boolean, pattern: string, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null } | null } | null, inFlight: { session: string, since: string, stage: Stage | null, stageMs: number | null, worker: string | null } | null, next: { earliest: string | null, hostAt: string | null, latest: string | null, sentence: string } | null, omissions: Array<{ count: number, isIt: boolean, kind: string, reason: string, sample: string }>, parents: Array<{ depth: number, firstSeenAt: string, kind: LinkKind, outcome: string | null, status: number | null, url: string }>, redirects: Array<{ at: string, outcome: string, setCookies: Array<string>, status: number | null, target: string | null, url: string, capture: { id: string } | null }>, robots: { allowed: boolean | null, decidesUntil: string | null, detail: string | null, digest: string | null, firstSeenAt: string | null, group: string | null, line: string | null, lineNumber: number | null, obeyed: boolean, origin: string, readAt: string | null, sentence: string, state: string | null, unreachableSince: string | null, userAgent: string }, trap: { barren: Array<string>, decidedAt: string | null, found: number, fresh: number, held: number, mistake: number, pages: number, pair: Array<string> | null, pattern: string, row: number, shape: string, since: string, state: TrapState } | null, visits: Array<{ address: string | null, at: string, attempt: number, code: string | null, deadReason: string | null, detail: string | null, final: boolean, outcome: string, status: number | null, worker: string, timings: Array<{ serviceMs: number, stage: Stage, waitMs: number }>, capture: { id: string } | null }>, wait: { from: string, isOver: boolean, to: string, totalMs: number, parts: Array<{ isMeasured: boolean, kind: WaitKind, ms: number }> } | null, job: { id: string, name: string }, run: { id: string, shortId: string, state: RunState } | null, page: { depth: number, discoveredFrom: string | null, firstSeenAt: string, lastVisitAt: string | null, lastStatus: number | null, lastOutcome: string | null, title: string | null, capture: { id: string } | null } | null, policyVersion: { id: string, version: number, author: string | null, reason: string | null, createdAt: string } | null };

export type HostRuleSetMutationVariables = Exact<{
  input: HostRuleSetInput;
}>;


export type HostRuleSetMutation = { hostRuleSet:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BadPolicyError', code: UserErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'HostRule', blocked: boolean, createdAt: string, group: string | null, id: string, pattern: string, updatedAt: string, version: number, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null, tls: { verify: boolean } | null }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type ApiKeyListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: ApiKeyFilter | null | undefined;
}>;


export type ApiKeyListQuery = { apiKeys: { nodes: Array<{ createdAt: string, expiresAt: string | null, id: string, lastUsedAt: string | null, name: string, prefix: string, revokedAt: string | null, scopes: Array<KeyScope>, state: ApiKeyState }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RunRepairMutationVariables = Exact<{
  input: RunRepairInput;
}>;


export type RunRepairMutation = { runRepair:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'RunOperation', createdAt: string, error: string | null, finishedAt: string | null, fix: boolean, id: string, kind: OperationKind, phase: string | null, processed: number, since: string | null, startedAt: string | null, state: OperationState, findings: Array<{ count: number, fixed: number, kind: FindingKind, samples: Array<string> }>, run: { id: string, shortId: string, state: RunState, error: string | null, job: { id: string, name: string } } }
    | { __typename: 'WrongStateError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobsCancelMutationVariables = Exact<{
  input: JobsBulkInput;
}>;


export type JobsCancelMutation = { jobsCancel:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkRequested', matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type ConductorsPartsFragment = { alive: number, failuresOfOthers: number, failures: Array<{ advice: string, duty: string, error: string, item: string | null, since: string, times: number }> };

export type InFlightPartsFragment = { attempt: number, depth: number, host: string, kind: ClaimKind, recoveries: number, since: string, stage: Stage | null, stageMs: number | null, url: string, worker: { id: string, name: string } | null, run: { id: string, job: { id: string, name: string } } };

export type HostRulePartsFragment = { blocked: boolean, createdAt: string, group: string | null, id: string, pattern: string, updatedAt: string, version: number, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null } | null, tls: { verify: boolean } | null };

export type ProjectListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: ProjectFilter | null | undefined;
}>;


export type ProjectListQuery = { projects: { nodes: Array<{ createdAt: string, heldBy: QuotaName | null, id: string, name: string, state: ProjectState, suspendedAt: string | null, suspendedFor: string | null, version: number, quotas: { maxConcurrency: number | null, maxHosts: number | null, maxJobs: number | null, maxPagesPerDay: number | null, maxSeedsPerUpload: number | null, maxStorageBytes: number | null, maxUrls: number | null, maxWebhooks: number | null }, usage: { inFlight: number, jobs: number, pagesToday: number, storageBytes: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type HostPauseMutationVariables = Exact<{
  input: HostPauseInput;
}>;


export type HostPauseMutation = { hostPause:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'HostPaused', heldBy: HostPauser | null, host: string, paused: boolean, job: { id: string, name: string } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type JobCloneMutationVariables = Exact<{
  input: JobCloneInput;
}>;


export type JobCloneMutation = { jobClone:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Job', id: string, name: string, state: JobState, version: number, weight: number, finishBy: string | null, seedCount: number, createdAt: string, updatedAt: string, warnings: Array<{ code: PlanWarningCode, message: string }>, scope: { kind: ScopeKind, of: Array<string>, include: Array<string>, exclude: Array<string>, followSeedRedirects: boolean, led: Array<string> }, limits: { maxPages: number | null, maxDepth: number | null }, secrets: { headers: Array<string>, basicAuth: boolean, proxy: boolean, origins: Array<string> | null } | null, policy: { createdAt: string, id: string, name: string, updatedAt: string, version: number, rules: { allowPrivateNetworks: boolean, codings: Array<ContentCoding>, contact: string | null, contentTypes: Array<string>, cookies: CookiePolicy, maxHosts: number | null, maxPagesPerDomain: number | null, maxPagesPerHost: number | null, maxUrls: number | null, sendFrom: boolean, traps: TrapPolicy, userAgent: string, budgets: Array<{ maxPages: number, pattern: string }>, limits: { bodyBytes: number, bytesPerSecond: number | null, connectMs: number, decodedBytes: number, headerBytes: number, headerCount: number, headersMs: number, minBytesPerSecond: number, newLinks: number, totalMs: number }, pace: { concurrency: number | null, delayMs: number | null, mode: PaceMode, perSecond: number | null }, recrawl: { longestMs: number, shortestMs: number }, retention: { days: number | null, runs: number | null }, retries: { attempts: number, delayMs: number, giveUp: number }, robots: { maxCopyAgeMs: number, maxCrawlDelayMs: number, obey: boolean, obeyNofollow: boolean, obeyNoindex: boolean, sitemaps: boolean }, windows: Array<{ closes: number, opens: number }> } }, latestRun: { id: string, shortId: string, state: RunState, heldBy: ProjectHold | null, endReason: string | null, error: string | null, recorded: number, policyVersion: number, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { at: string, bytesPerSecond: number, pagesPerSecond: number, state: RunState, counters: { accepted: number, bytes: number, dead: number, delayed: number, dropped: number, failed: number, fetched: number, finished: number, hosts: number, inFlight: number, known: number, notModified: number, redirected: number, refused: number, refusedAtEnqueue: number, throttled: number, waiting: number }, forecast: { at: string, boundBy: ForecastBound | null, known: number, missesTarget: boolean | null, pagesPerSecond: number | null, sentence: string, unknown: ForecastUnknown | null, unseen: number | null, finish: { earliest: string, latest: string, likely: string } | null, host: { delayMs: number, finish: string, host: string, waiting: number } | null } | null, stages: Array<{ done: number, failed: number, inFlight: number, stage: Stage, waiting: number, service: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null }, wait: { meanMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null } }> } } | null }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'QuotaExceededError', code: UserErrorCode, message: string, path: Array<string> }
   };

export type WebhookUpdateMutationVariables = Exact<{
  input: WebhookUpdateInput;
}>;


export type WebhookUpdateMutation = { webhookUpdate:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'VersionConflictError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'Webhook', allowPrivateNetworks: boolean, createdAt: string, enabled: boolean, events: Array<WebhookEvent>, id: string, url: string, version: number, job: { id: string } | null }
   };

export type JobsResumeMutationVariables = Exact<{
  input: JobsBulkInput;
}>;


export type JobsResumeMutation = { jobsResume:
    | { __typename: 'BadInputError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'BulkRequested', matched: number, operation: { createdAt: string, error: string | null, failed: number, finishedAt: string | null, id: string, kind: BulkKind, processed: number, state: BulkState, total: number } | null }
    | { __typename: 'ForbiddenError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: UserErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> }
   };

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
export const WebhookPartsFragmentDoc = new TypedDocumentString(`
    fragment WebhookParts on Webhook {
  allowPrivateNetworks
  createdAt
  enabled
  events
  id
  url
  version
  job {
    id
  }
}
    `, {"fragmentName":"WebhookParts"}) as unknown as TypedDocumentString<WebhookPartsFragment, unknown>;
export const SchedulePartsFragmentDoc = new TypedDocumentString(`
    fragment ScheduleParts on Schedule {
  createdAt
  cron
  enabled
  id
  lastAt
  lastResult
  nextAt
  overlap
  timeZone
  version
  job {
    id
    name
  }
}
    `, {"fragmentName":"ScheduleParts"}) as unknown as TypedDocumentString<SchedulePartsFragment, unknown>;
export const LedgerWindowPartsFragmentDoc = new TypedDocumentString(`
    fragment LedgerWindowParts on LedgerWindow {
  at
  concurrency
  decidedBy
  delayMs
  failures {
    at
    code
  }
  kind
  leastGapMs
  policyVersion
  reason
  requests
  robotsDigest
  run
}
    `, {"fragmentName":"LedgerWindowParts"}) as unknown as TypedDocumentString<LedgerWindowPartsFragment, unknown>;
export const ForecastPartsFragmentDoc = new TypedDocumentString(`
    fragment ForecastParts on Forecast {
  at
  boundBy
  finish {
    earliest
    latest
    likely
  }
  host {
    delayMs
    finish
    host
    waiting
  }
  known
  missesTarget
  pagesPerSecond
  sentence
  unknown
  unseen
}
    `, {"fragmentName":"ForecastParts"}) as unknown as TypedDocumentString<ForecastPartsFragment, unknown>;
export const HostStatePartsFragmentDoc = new TypedDocumentString(`
    fragment HostStateParts on HostState {
  backOffUntil
  crawlDelayCapped
  crawlDelayMs
  decidedBy
  delayMs
  fetchingRobots
  holds {
    by
    kind
    reason
    sentence
    since
    until
  }
  host
  inFlight
  limit
  nextAt
  operator {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    paused
  }
  policyPace {
    concurrency
    delayMs
    mode
    perSecond
  }
  robots {
    origin
    storedAt
    verdict
  }
  robotsFailures {
    decidesUntil
    detail
    lastAt
    origin
    readAt
    since
  }
  rule {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    pattern
  }
  waiting
}
    `, {"fragmentName":"HostStateParts"}) as unknown as TypedDocumentString<HostStatePartsFragment, unknown>;
export const PlanPartsFragmentDoc = new TypedDocumentString(`
    fragment PlanParts on JobPlan {
  boundBy
  finish {
    earliest
    latest
    likely
  }
  host {
    delayMs
    finish
    host
    urls
  }
  mostPagesPerSecond
  pagesPerSecond
  sentence
  urls
  warnings {
    code
    message
  }
  workersNeeded
}
    `, {"fragmentName":"PlanParts"}) as unknown as TypedDocumentString<PlanPartsFragment, unknown>;
export const FindingPartsFragmentDoc = new TypedDocumentString(`
    fragment FindingParts on Finding {
  action {
    command
    input
    label
    mutation
  }
  advice
  cause
  closedAt
  evidence {
    name
    normalFrom
    normalTo
    unit
    value
  }
  hosts
  id
  openedAt
  sentence
  share
  since
  stages {
    failed
    l
    lambda
    queued
    stage
    utilisation
    w
  }
  state
  urls
  workers
  run {
    id
    shortId
    job {
      id
      name
    }
  }
}
    `, {"fragmentName":"FindingParts"}) as unknown as TypedDocumentString<FindingPartsFragment, unknown>;
export const MetricsPartsFragmentDoc = new TypedDocumentString(`
    fragment MetricsParts on Metrics {
  aggregation
  from
  left
  name
  series {
    labels {
      name
      value
    }
    points {
      exemplar {
        attempt
        ms
        runId
        url
      }
      t
      v
    }
  }
  step
  to
  unit
}
    `, {"fragmentName":"MetricsParts"}) as unknown as TypedDocumentString<MetricsPartsFragment, unknown>;
export const DeliveryPartsFragmentDoc = new TypedDocumentString(`
    fragment DeliveryParts on WebhookDelivery {
  attempts
  createdAt
  error
  event
  finishedAt
  id
  nextAt
  payload
  state
  status
}
    `, {"fragmentName":"DeliveryParts"}) as unknown as TypedDocumentString<DeliveryPartsFragment, unknown>;
export const PolicyPartsFragmentDoc = new TypedDocumentString(`
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
    `, {"fragmentName":"PolicyParts"}) as unknown as TypedDocumentString<PolicyPartsFragment, unknown>;
export const ProgressPartsFragmentDoc = new TypedDocumentString(`
    fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
    `, {"fragmentName":"ProgressParts"}) as unknown as TypedDocumentString<ProgressPartsFragment, unknown>;
export const RunPartsFragmentDoc = new TypedDocumentString(`
    fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
    fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}`, {"fragmentName":"RunParts"}) as unknown as TypedDocumentString<RunPartsFragment, unknown>;
export const JobPartsFragmentDoc = new TypedDocumentString(`
    fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}`, {"fragmentName":"JobParts"}) as unknown as TypedDocumentString<JobPartsFragment, unknown>;
export const CapturePartsFragmentDoc = new TypedDocumentString(`
    fragment CaptureParts on Capture {
  id
  url
  status
  contentType
  charset
  bytes
  wireBytes
  digest
  title
  language
  truncated
  links
  capturedAt
  address
  tlsFault
  bodyUrl
}
    `, {"fragmentName":"CaptureParts"}) as unknown as TypedDocumentString<CapturePartsFragment, unknown>;
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
export const JobRowFragmentDoc = new TypedDocumentString(`
    fragment JobRow on Job {
  id
  name
  state
  createdAt
  latestRun {
    id
    state
    startedAt
    finishedAt
    progress {
      pagesPerSecond
      counters {
        accepted
        finished
        waiting
        delayed
        inFlight
        fetched
        failed
        dead
        bytes
      }
    }
  }
}
    `, {"fragmentName":"JobRow"}) as unknown as TypedDocumentString<JobRowFragment, unknown>;
export const PagePartsFragmentDoc = new TypedDocumentString(`
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
    `, {"fragmentName":"PageParts"}) as unknown as TypedDocumentString<PagePartsFragment, unknown>;
export const WorkerRowFragmentDoc = new TypedDocumentString(`
    fragment WorkerRow on Worker {
  id
  name
  version
  state
  drained
  blockedBy
  startedAt
  reportedAt
  slots
  inFlight
  pages
  pagesPerSecond
  rssBytes
  eventLoopLag {
    p50
    p99
    max
  }
}
    `, {"fragmentName":"WorkerRow"}) as unknown as TypedDocumentString<WorkerRowFragment, unknown>;
export const StagePartsFragmentDoc = new TypedDocumentString(`
    fragment StageParts on StageSummary {
  done
  failed
  inFlight
  service {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  stage
  wait {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  waiting
}
    `, {"fragmentName":"StageParts"}) as unknown as TypedDocumentString<StagePartsFragment, unknown>;
export const WorkerPartsFragmentDoc = new TypedDocumentString(`
    fragment WorkerParts on Worker {
  ...WorkerRow
  discovery {
    urls
    bytes
    oldestMs
    heldBy
  }
  wireBytes
  decodedBytes
  heapBytes
  cpuMs
  stages {
    ...StageParts
  }
}
    fragment WorkerRow on Worker {
  id
  name
  version
  state
  drained
  blockedBy
  startedAt
  reportedAt
  slots
  inFlight
  pages
  pagesPerSecond
  rssBytes
  eventLoopLag {
    p50
    p99
    max
  }
}
fragment StageParts on StageSummary {
  done
  failed
  inFlight
  service {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  stage
  wait {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  waiting
}`, {"fragmentName":"WorkerParts"}) as unknown as TypedDocumentString<WorkerPartsFragment, unknown>;
export const RunHeadFragmentDoc = new TypedDocumentString(`
    fragment RunHead on Run {
  id
  shortId
  state
  endReason
  error
  createdAt
  startedAt
  finishedAt
  job {
    id
    name
  }
}
    `, {"fragmentName":"RunHead"}) as unknown as TypedDocumentString<RunHeadFragment, unknown>;
export const RunEventPartsFragmentDoc = new TypedDocumentString(`
    fragment RunEventParts on RunEvent {
  cursor
  at
  ... on RunStateChanged {
    from
    to
  }
  ... on RunTrouble {
    url
    outcome
    code
    detail
    status
    attempt
    final
    unseen
  }
  ... on RunDiscovery {
    url
    discoveredFrom
    depth
    unseen
  }
}
    `, {"fragmentName":"RunEventParts"}) as unknown as TypedDocumentString<RunEventPartsFragment, unknown>;
export const SearchHitPartsFragmentDoc = new TypedDocumentString(`
    fragment SearchHitParts on SearchHit {
  url
  title
  language
  contentType
  capturedAt
  score
  highlight {
    text
    match
  }
  capture {
    id
  }
}
    `, {"fragmentName":"SearchHitParts"}) as unknown as TypedDocumentString<SearchHitPartsFragment, unknown>;
export const RunRowFragmentDoc = new TypedDocumentString(`
    fragment RunRow on Run {
  id
  shortId
  state
  endReason
  createdAt
  startedAt
  finishedAt
  job {
    id
    name
  }
  progress {
    pagesPerSecond
    counters {
      accepted
      finished
      waiting
      inFlight
      fetched
      failed
      dead
      bytes
    }
  }
}
    `, {"fragmentName":"RunRow"}) as unknown as TypedDocumentString<RunRowFragment, unknown>;
export const CausesPartsFragmentDoc = new TypedDocumentString(`
    fragment CausesParts on RunCauses {
  at
  causes {
    cause
    share
    since
    urls
  }
  error
  waiting
}
    `, {"fragmentName":"CausesParts"}) as unknown as TypedDocumentString<CausesPartsFragment, unknown>;
export const HostPausedPartsFragmentDoc = new TypedDocumentString(`
    fragment HostPausedParts on HostPaused {
  heldBy
  host
  paused
  job {
    id
    name
  }
}
    `, {"fragmentName":"HostPausedParts"}) as unknown as TypedDocumentString<HostPausedPartsFragment, unknown>;
export const ApiKeyPartsFragmentDoc = new TypedDocumentString(`
    fragment ApiKeyParts on ApiKey {
  createdAt
  expiresAt
  id
  lastUsedAt
  name
  prefix
  revokedAt
  scopes
  state
}
    `, {"fragmentName":"ApiKeyParts"}) as unknown as TypedDocumentString<ApiKeyPartsFragment, unknown>;
export const PacePartsFragmentDoc = new TypedDocumentString(`
    fragment PaceParts on Pace {
  concurrency
  delayMs
  mode
  perSecond
}
    `, {"fragmentName":"PaceParts"}) as unknown as TypedDocumentString<PacePartsFragment, unknown>;
export const HostLedgerPartsFragmentDoc = new TypedDocumentString(`
    fragment HostLedgerParts on HostLedger {
  from
  host
  isComplete
  isOfAll
  leastGapAt
  leastGapMs
  mostInAMinute
  pages
  perMinute
  requests
  robots
  robotsVersions {
    detail
    diff
    digest
    firstSeenAt
    lastSeenAt
    length
    origin
    state
    text
  }
  to
  violationSamples {
    at
    delayMs
    gapMs
  }
  violations
}
    `, {"fragmentName":"HostLedgerParts"}) as unknown as TypedDocumentString<HostLedgerPartsFragment, unknown>;
export const ProjectPartsFragmentDoc = new TypedDocumentString(`
    fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}
    `, {"fragmentName":"ProjectParts"}) as unknown as TypedDocumentString<ProjectPartsFragment, unknown>;
export const BulkPartsFragmentDoc = new TypedDocumentString(`
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
}
    `, {"fragmentName":"BulkParts"}) as unknown as TypedDocumentString<BulkPartsFragment, unknown>;
export const BulkRequestedPartsFragmentDoc = new TypedDocumentString(`
    fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
}`, {"fragmentName":"BulkRequestedParts"}) as unknown as TypedDocumentString<BulkRequestedPartsFragment, unknown>;
export const CounterPartsFragmentDoc = new TypedDocumentString(`
    fragment CounterParts on RunCounters {
  accepted
  bytes
  dead
  delayed
  dropped
  failed
  fetched
  finished
  hosts
  inFlight
  known
  notModified
  redirected
  refused
  refusedAtEnqueue
  throttled
  waiting
}
    `, {"fragmentName":"CounterParts"}) as unknown as TypedDocumentString<CounterPartsFragment, unknown>;
export const RobotsVersionPartsFragmentDoc = new TypedDocumentString(`
    fragment RobotsVersionParts on RobotsVersion {
  detail
  diff
  digest
  firstSeenAt
  lastSeenAt
  length
  origin
  state
  text
}
    `, {"fragmentName":"RobotsVersionParts"}) as unknown as TypedDocumentString<RobotsVersionPartsFragment, unknown>;
export const TrapPartsFragmentDoc = new TypedDocumentString(`
    fragment TrapParts on Trap {
  barren
  decidedAt
  found
  fresh
  held
  mistake
  pages
  pair
  pattern
  row
  shape
  since
  state
}
    `, {"fragmentName":"TrapParts"}) as unknown as TypedDocumentString<TrapPartsFragment, unknown>;
export const OperationPartsFragmentDoc = new TypedDocumentString(`
    fragment OperationParts on RunOperation {
  createdAt
  error
  findings {
    count
    fixed
    kind
    samples
  }
  finishedAt
  fix
  id
  kind
  phase
  processed
  since
  startedAt
  state
  run {
    id
    shortId
    state
    error
    job {
      id
      name
    }
  }
}
    `, {"fragmentName":"OperationParts"}) as unknown as TypedDocumentString<OperationPartsFragment, unknown>;
export const UrlPartsFragmentDoc = new TypedDocumentString(`
    fragment UrlParts on UrlExplanation {
  attempts
  changes
  checks {
    check
    passes
    sentence
  }
  dead {
    at
    attempts
    reason
    sentence
  }
  given
  holds {
    by
    kind
    reason
    sentence
    since
    until
  }
  host
  hostState {
    backOffUntil
    crawlDelayCapped
    crawlDelayMs
    decidedBy
    delayMs
    fetchingRobots
    holds {
      by
      kind
      reason
      sentence
      since
      until
    }
    host
    inFlight
    limit
    nextAt
    operator {
      blocked
      pace {
        concurrency
        delayMs
        mode
        perSecond
      }
      paused
    }
    policyPace {
      concurrency
      delayMs
      mode
      perSecond
    }
    robots {
      origin
      storedAt
      verdict
    }
    robotsFailures {
      decidesUntil
      detail
      lastAt
      origin
      readAt
      since
    }
    rule {
      blocked
      pace {
        concurrency
        delayMs
        mode
        perSecond
      }
      pattern
    }
    waiting
  }
  ifEnqueued
  inFlight {
    session
    since
    stage
    stageMs
    worker
  }
  inScope
  next {
    earliest
    hostAt
    latest
    sentence
  }
  omissions {
    count
    isIt
    kind
    reason
    sample
  }
  parents {
    depth
    firstSeenAt
    kind
    outcome
    status
    url
  }
  place
  position
  redirects {
    at
    outcome
    setCookies
    status
    target
    url
  }
  robots {
    allowed
    decidesUntil
    detail
    digest
    firstSeenAt
    group
    line
    lineNumber
    obeyed
    origin
    readAt
    sentence
    state
    unreachableSince
    userAgent
  }
  scopeReason
  summary
  trap {
    barren
    decidedAt
    found
    fresh
    held
    mistake
    pages
    pair
    pattern
    row
    shape
    since
    state
  }
  until
  url
  visits {
    address
    at
    attempt
    code
    deadReason
    detail
    final
    outcome
    status
    timings {
      serviceMs
      stage
      waitMs
    }
    worker
  }
  wait {
    from
    isOver
    parts {
      isMeasured
      kind
      ms
    }
    to
    totalMs
  }
  job {
    id
    name
  }
  run {
    id
    shortId
    state
  }
  page {
    depth
    discoveredFrom
    firstSeenAt
    lastVisitAt
    lastStatus
    lastOutcome
    title
    capture {
      id
    }
  }
  policyVersion {
    id
    version
    author
    reason
    createdAt
  }
  visits {
    capture {
      id
    }
  }
  redirects {
    capture {
      id
    }
  }
}
    `, {"fragmentName":"UrlParts"}) as unknown as TypedDocumentString<UrlPartsFragment, unknown>;
export const ConductorsPartsFragmentDoc = new TypedDocumentString(`
    fragment ConductorsParts on Conductors {
  alive
  failures {
    advice
    duty
    error
    item
    since
    times
  }
  failuresOfOthers
}
    `, {"fragmentName":"ConductorsParts"}) as unknown as TypedDocumentString<ConductorsPartsFragment, unknown>;
export const InFlightPartsFragmentDoc = new TypedDocumentString(`
    fragment InFlightParts on InFlight {
  attempt
  depth
  host
  kind
  recoveries
  since
  stage
  stageMs
  url
  worker {
    id
    name
  }
  run {
    id
    job {
      id
      name
    }
  }
}
    `, {"fragmentName":"InFlightParts"}) as unknown as TypedDocumentString<InFlightPartsFragment, unknown>;
export const HostRulePartsFragmentDoc = new TypedDocumentString(`
    fragment HostRuleParts on HostRule {
  blocked
  createdAt
  group
  id
  pace {
    concurrency
    delayMs
    mode
    perSecond
  }
  pattern
  tls {
    verify
  }
  updatedAt
  version
}
    `, {"fragmentName":"HostRuleParts"}) as unknown as TypedDocumentString<HostRulePartsFragment, unknown>;
export const JobsStartDocument = new TypedDocumentString(`
    mutation JobsStart($input: JobsBulkInput!) {
  jobsStart(input: $input) {
    __typename
    ...BulkRequestedParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}`, {"hash":"sha256:5e18344823bda19d1685d758dd4b5a0b38baa4b27f4b5d105ceb4de049367167"}) as unknown as TypedDocumentString<JobsStartMutation, JobsStartMutationVariables>;
export const HostRuleListDocument = new TypedDocumentString(`
    query HostRuleList($first: Int!, $after: String, $filter: HostRuleFilter) {
  hostRules(first: $first, after: $after, filter: $filter) {
    nodes {
      ...HostRuleParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment HostRuleParts on HostRule {
  blocked
  createdAt
  group
  id
  pace {
    concurrency
    delayMs
    mode
    perSecond
  }
  pattern
  tls {
    verify
  }
  updatedAt
  version
}`, {"hash":"sha256:7be8c6adfff6605a4eb0c1d3307be4a3faf1c6de1dd3216bf3162550d1d7cac2"}) as unknown as TypedDocumentString<HostRuleListQuery, HostRuleListQueryVariables>;
export const WebhookCreateDocument = new TypedDocumentString(`
    mutation WebhookCreate($input: WebhookCreateInput!) {
  webhookCreate(input: $input) {
    __typename
    ... on WebhookCreated {
      secret
      webhook {
        ...WebhookParts
      }
    }
    ...ErrorParts
  }
}
    fragment WebhookParts on Webhook {
  allowPrivateNetworks
  createdAt
  enabled
  events
  id
  url
  version
  job {
    id
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
}`, {"hash":"sha256:d7cebe59764566f1d6a22be8e1c739238043e52c48884a2ef21e2e0247603835"}) as unknown as TypedDocumentString<WebhookCreateMutation, WebhookCreateMutationVariables>;
export const QuarantineReleaseDocument = new TypedDocumentString(`
    mutation QuarantineRelease($input: QuarantineInput!) {
  quarantineRelease(input: $input) {
    __typename
    ... on QuarantineDecided {
      traps {
        ...TrapParts
      }
      operation {
        ...BulkParts
      }
    }
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment TrapParts on Trap {
  barren
  decidedAt
  found
  fresh
  held
  mistake
  pages
  pair
  pattern
  row
  shape
  since
  state
}`, {"hash":"sha256:2d30c2dac46ad26dddcb8c6dc610e8de94f280747b224401e89581c8264d8fcd"}) as unknown as TypedDocumentString<QuarantineReleaseMutation, QuarantineReleaseMutationVariables>;
export const PolicyVersionsDocument = new TypedDocumentString(`
    query PolicyVersions($id: ID!, $first: Int!, $after: String) {
  policy(id: $id) {
    versions(first: $first, after: $after) {
      nodes {
        version
        author
        reason
        createdAt
        rules {
          pace {
            ...PaceParts
          }
        }
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment PaceParts on Pace {
  concurrency
  delayMs
  mode
  perSecond
}`, {"hash":"sha256:b2c1dc14df8adef74b000e69b62df0d66cd03f6e907f5f92239c31bf0b3b16d3"}) as unknown as TypedDocumentString<PolicyVersionsQuery, PolicyVersionsQueryVariables>;
export const ScheduleCreateDocument = new TypedDocumentString(`
    mutation ScheduleCreate($input: ScheduleCreateInput!) {
  scheduleCreate(input: $input) {
    __typename
    ...ScheduleParts
    ...ErrorParts
  }
}
    fragment ScheduleParts on Schedule {
  createdAt
  cron
  enabled
  id
  lastAt
  lastResult
  nextAt
  overlap
  timeZone
  version
  job {
    id
    name
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
}`, {"hash":"sha256:83462cb1c326b29067b780fbe2cb45190e115388d7f9c2d9e27e9224fb498b66"}) as unknown as TypedDocumentString<ScheduleCreateMutation, ScheduleCreateMutationVariables>;
export const JobsPauseDocument = new TypedDocumentString(`
    mutation JobsPause($input: JobsBulkInput!) {
  jobsPause(input: $input) {
    __typename
    ...BulkRequestedParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}`, {"hash":"sha256:36425e09e1832b11054f4c4f0916c53b4dd0f45da93f7afe3fbc4a90db0581eb"}) as unknown as TypedDocumentString<JobsPauseMutation, JobsPauseMutationVariables>;
export const HostRuleRemoveDocument = new TypedDocumentString(`
    mutation HostRuleRemove($input: HostRuleRemoveInput!) {
  hostRuleRemove(input: $input) {
    __typename
    ... on HostRuleRemoved {
      id
    }
    ...ErrorParts
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
}`, {"hash":"sha256:f8f7a72e8f48bd1191b70ad9411e71179d41c2d2b0137b48d66b3c133913abbb"}) as unknown as TypedDocumentString<HostRuleRemoveMutation, HostRuleRemoveMutationVariables>;
export const HostResumeDocument = new TypedDocumentString(`
    mutation HostResume($input: HostResumeInput!) {
  hostResume(input: $input) {
    __typename
    ...HostPausedParts
    ...ErrorParts
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
fragment HostPausedParts on HostPaused {
  heldBy
  host
  paused
  job {
    id
    name
  }
}`, {"hash":"sha256:41dd8e60a7314b10ab43cc36f53b1d24e2e4991fcb5319b5c606f4d6cc822469"}) as unknown as TypedDocumentString<HostResumeMutation, HostResumeMutationVariables>;
export const WebhookListDocument = new TypedDocumentString(`
    query WebhookList($first: Int!, $after: String) {
  webhooks(first: $first, after: $after) {
    nodes {
      ...WebhookParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment WebhookParts on Webhook {
  allowPrivateNetworks
  createdAt
  enabled
  events
  id
  url
  version
  job {
    id
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:ea64a63e770ecdc2fc7b4ba62ff29dd7599f6c132fb89a3b6d9aeae9cdc5cf6e"}) as unknown as TypedDocumentString<WebhookListQuery, WebhookListQueryVariables>;
export const JobStartDocument = new TypedDocumentString(`
    mutation JobStart($input: JobStartInput!) {
  jobStart(input: $input) {
    __typename
    ...JobParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
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
}`, {"hash":"sha256:2dd50505e42a664e4ce2f19854f8e5055f61aa22a88cb40b5af11b2337ffda4d"}) as unknown as TypedDocumentString<JobStartMutation, JobStartMutationVariables>;
export const InFlightAllDocument = new TypedDocumentString(`
    query InFlightAll($first: Int!, $after: String, $filter: InFlightFilter) {
  inFlight(first: $first, after: $after, filter: $filter) {
    nodes {
      ...InFlightParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment InFlightParts on InFlight {
  attempt
  depth
  host
  kind
  recoveries
  since
  stage
  stageMs
  url
  worker {
    id
    name
  }
  run {
    id
    job {
      id
      name
    }
  }
}`, {"hash":"sha256:0ae4c5151efbd1ab907ad4e18591195bb238293908438e51cb3f311346562c09"}) as unknown as TypedDocumentString<InFlightAllQuery, InFlightAllQueryVariables>;
export const WebhookRedeliverDocument = new TypedDocumentString(`
    mutation WebhookRedeliver($input: WebhookRedeliverInput!) {
  webhookRedeliver(input: $input) {
    __typename
    ...DeliveryParts
    ...ErrorParts
  }
}
    fragment DeliveryParts on WebhookDelivery {
  attempts
  createdAt
  error
  event
  finishedAt
  id
  nextAt
  payload
  state
  status
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
}`, {"hash":"sha256:0b246be0af58b93f606ca542445b4e9212f5e914755b13c3fe8e1bf16341c248"}) as unknown as TypedDocumentString<WebhookRedeliverMutation, WebhookRedeliverMutationVariables>;
export const ProjectResumeDocument = new TypedDocumentString(`
    mutation ProjectResume($input: ProjectResumeInput!) {
  projectResume(input: $input) {
    __typename
    ...ProjectParts
    ...ErrorParts
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
fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}`, {"hash":"sha256:2094d85b1c2befae687cac25eb63f92a9fd2128d6947baf00480b13367c51d73"}) as unknown as TypedDocumentString<ProjectResumeMutation, ProjectResumeMutationVariables>;
export const RunListDocument = new TypedDocumentString(`
    query RunList($id: ID!, $first: Int!, $after: String) {
  job(id: $id) {
    runs(first: $first, after: $after) {
      nodes {
        ...RunParts
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:5d4caa631dacde7743a95c0d3511ad5bfd6675ac1e13fb6ccc2f481ee8e1514d"}) as unknown as TypedDocumentString<RunListQuery, RunListQueryVariables>;
export const JobSeedsDocument = new TypedDocumentString(`
    query JobSeeds($id: ID!, $first: Int!, $after: String) {
  job(id: $id) {
    seeds(first: $first, after: $after) {
      nodes {
        url
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:da739d7e2e3f5c20f67cd82b547c05d70a19be581a69b6c7fa729c9ec9b6922c"}) as unknown as TypedDocumentString<JobSeedsQuery, JobSeedsQueryVariables>;
export const BulkListDocument = new TypedDocumentString(`
    query BulkList($first: Int!, $after: String, $state: BulkState) {
  bulkOperations(first: $first, after: $after, state: $state) {
    nodes {
      ...BulkParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:03f9cae600efa9de0bb7871d8c59db00a9562a853501de3546e6336a1d0b7db0"}) as unknown as TypedDocumentString<BulkListQuery, BulkListQueryVariables>;
export const JobCancelDocument = new TypedDocumentString(`
    mutation JobCancel($input: JobCancelInput!) {
  jobCancel(input: $input) {
    __typename
    ...JobParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
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
}`, {"hash":"sha256:f4db8b4e448e74eb359ed4b03a5ccdc0a47ba432933c1432ff6dedbf4029927e"}) as unknown as TypedDocumentString<JobCancelMutation, JobCancelMutationVariables>;
export const QuarantineKeepDocument = new TypedDocumentString(`
    mutation QuarantineKeep($input: QuarantineInput!) {
  quarantineKeep(input: $input) {
    __typename
    ... on QuarantineDecided {
      traps {
        ...TrapParts
      }
      operation {
        ...BulkParts
      }
    }
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment TrapParts on Trap {
  barren
  decidedAt
  found
  fresh
  held
  mistake
  pages
  pair
  pattern
  row
  shape
  since
  state
}`, {"hash":"sha256:c05a96b20247ea3e9b832d749f45d205867fc1e163e27d5fbef596c37e637c5b"}) as unknown as TypedDocumentString<QuarantineKeepMutation, QuarantineKeepMutationVariables>;
export const CapturesOfJobDocument = new TypedDocumentString(`
    query CapturesOfJob($id: ID!, $first: Int!, $after: String, $filter: CaptureFilter) {
  job(id: $id) {
    captures(first: $first, after: $after, filter: $filter) {
      nodes {
        ...CaptureParts
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment CaptureParts on Capture {
  id
  url
  status
  contentType
  charset
  bytes
  wireBytes
  digest
  title
  language
  truncated
  links
  capturedAt
  address
  tlsFault
  bodyUrl
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:f173b04150c99dafa12ba224d67d851d958b22061592931cb96eda725b40a203"}) as unknown as TypedDocumentString<CapturesOfJobQuery, CapturesOfJobQueryVariables>;
export const JobResumeDocument = new TypedDocumentString(`
    mutation JobResume($input: JobResumeInput!) {
  jobResume(input: $input) {
    __typename
    ...JobParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
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
}`, {"hash":"sha256:a2098d7570415c2f2b062924c8a5a157c3a59a1cba62734ea20aeebf9d456ff6"}) as unknown as TypedDocumentString<JobResumeMutation, JobResumeMutationVariables>;
export const PolicyListDocument = new TypedDocumentString(`
    query PolicyList($first: Int!, $after: String) {
  policies(first: $first, after: $after) {
    nodes {
      ...PolicyParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:9a27b9653ee1d8a3d3ebb23526226d8d6b34c28148c53d8ea28ab4bb74c9d885"}) as unknown as TypedDocumentString<PolicyListQuery, PolicyListQueryVariables>;
export const WorkerListDocument = new TypedDocumentString(`
    query WorkerList($first: Int!, $after: String) {
  workers(first: $first, after: $after) {
    nodes {
      ...WorkerParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment WorkerRow on Worker {
  id
  name
  version
  state
  drained
  blockedBy
  startedAt
  reportedAt
  slots
  inFlight
  pages
  pagesPerSecond
  rssBytes
  eventLoopLag {
    p50
    p99
    max
  }
}
fragment WorkerParts on Worker {
  ...WorkerRow
  discovery {
    urls
    bytes
    oldestMs
    heldBy
  }
  wireBytes
  decodedBytes
  heapBytes
  cpuMs
  stages {
    ...StageParts
  }
}
fragment StageParts on StageSummary {
  done
  failed
  inFlight
  service {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  stage
  wait {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  waiting
}`, {"hash":"sha256:9f9bd048943fbcee2194199705be788e0bfbbd1b695bd3f82066417b417ce31c"}) as unknown as TypedDocumentString<WorkerListQuery, WorkerListQueryVariables>;
export const ProjectUpdateDocument = new TypedDocumentString(`
    mutation ProjectUpdate($input: ProjectUpdateInput!) {
  projectUpdate(input: $input) {
    __typename
    ...ProjectParts
    ...ErrorParts
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
fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}`, {"hash":"sha256:59ba2cee45b4ecb5c1a5aa103b85e42bd3dc410cea698658e2aab1dbbd891144"}) as unknown as TypedDocumentString<ProjectUpdateMutation, ProjectUpdateMutationVariables>;
export const ProjectDeleteDocument = new TypedDocumentString(`
    mutation ProjectDelete($input: ProjectDeleteInput!) {
  projectDelete(input: $input) {
    __typename
    ... on ProjectDeletion {
      id
      name
      jobs
      runs
      done
    }
    ...ErrorParts
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
}`, {"hash":"sha256:f79ed26d2f199776a399b01970687a2e52df52cdaccf7c166f62143f6b49471e"}) as unknown as TypedDocumentString<ProjectDeleteMutation, ProjectDeleteMutationVariables>;
export const JobAddSeedsDocument = new TypedDocumentString(`
    mutation JobAddSeeds($input: JobAddSeedsInput!) {
  jobAddSeeds(input: $input) {
    __typename
    ... on SeedsAdded {
      added
      known
      refused
      results {
        row
        url
        state
        problem
      }
    }
    ...ErrorParts
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
}`, {"hash":"sha256:f978a9e81dc94edfc98efe6a87894e228efbefac5aaa1b2c671ecefedf270965"}) as unknown as TypedDocumentString<JobAddSeedsMutation, JobAddSeedsMutationVariables>;
export const RunAuditDocument = new TypedDocumentString(`
    mutation RunAudit($input: RunAuditInput!) {
  runAudit(input: $input) {
    __typename
    ...OperationParts
    ...ErrorParts
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
fragment OperationParts on RunOperation {
  createdAt
  error
  findings {
    count
    fixed
    kind
    samples
  }
  finishedAt
  fix
  id
  kind
  phase
  processed
  since
  startedAt
  state
  run {
    id
    shortId
    state
    error
    job {
      id
      name
    }
  }
}`, {"hash":"sha256:0e703aabfe661999add6383008746cf125e63975d72f63d7a11affd9b3d6ea64"}) as unknown as TypedDocumentString<RunAuditMutation, RunAuditMutationVariables>;
export const QuarantineAllowDocument = new TypedDocumentString(`
    mutation QuarantineAllow($input: QuarantineInput!) {
  quarantineAllow(input: $input) {
    __typename
    ... on QuarantineDecided {
      traps {
        ...TrapParts
      }
      operation {
        ...BulkParts
      }
    }
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment TrapParts on Trap {
  barren
  decidedAt
  found
  fresh
  held
  mistake
  pages
  pair
  pattern
  row
  shape
  since
  state
}`, {"hash":"sha256:fd348947e6ab5b48ca71de5da9efc36b326597443cb513029dc2b2b1183de29a"}) as unknown as TypedDocumentString<QuarantineAllowMutation, QuarantineAllowMutationVariables>;
export const WorkerResumeDocument = new TypedDocumentString(`
    mutation WorkerResume($input: WorkerResumeInput!) {
  workerResume(input: $input) {
    __typename
    ...WorkerParts
    ...ErrorParts
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
fragment WorkerRow on Worker {
  id
  name
  version
  state
  drained
  blockedBy
  startedAt
  reportedAt
  slots
  inFlight
  pages
  pagesPerSecond
  rssBytes
  eventLoopLag {
    p50
    p99
    max
  }
}
fragment WorkerParts on Worker {
  ...WorkerRow
  discovery {
    urls
    bytes
    oldestMs
    heldBy
  }
  wireBytes
  decodedBytes
  heapBytes
  cpuMs
  stages {
    ...StageParts
  }
}
fragment StageParts on StageSummary {
  done
  failed
  inFlight
  service {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  stage
  wait {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  waiting
}`, {"hash":"sha256:ed6ea8f5f4ff4a88c23c18032048be0662a3da5477eccc038b58300c8bc40036"}) as unknown as TypedDocumentString<WorkerResumeMutation, WorkerResumeMutationVariables>;
export const PolicyUpdateDocument = new TypedDocumentString(`
    mutation PolicyUpdate($input: PolicyUpdateInput!) {
  policyUpdate(input: $input) {
    __typename
    ...PolicyParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
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
}`, {"hash":"sha256:f177a7eba7b814c2075d621ad10108a4b84e25eabd5d303fc6220196b408f16b"}) as unknown as TypedDocumentString<PolicyUpdateMutation, PolicyUpdateMutationVariables>;
export const DeadListDocument = new TypedDocumentString(`
    query DeadList($run: ID!, $first: Int!, $after: String, $filter: DeadFilter) {
  run(id: $run) {
    dead(first: $first, after: $after, filter: $filter) {
      nodes {
        url
        reason
        outcome
        code
        detail
        status
        attempts
        at
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:551643a9b3b7776b01bbeff78606fddf83abccec87a31ae0959b337f639efb4c"}) as unknown as TypedDocumentString<DeadListQuery, DeadListQueryVariables>;
export const BulkCancelDocument = new TypedDocumentString(`
    mutation BulkCancel($input: BulkCancelInput!) {
  bulkCancel(input: $input) {
    __typename
    ...BulkParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
}`, {"hash":"sha256:6e24c8e636768617c21cf32c4bc62a14ab205a9418de49132d1659312a8ef36d"}) as unknown as TypedDocumentString<BulkCancelMutation, BulkCancelMutationVariables>;
export const ProjectCreateDocument = new TypedDocumentString(`
    mutation ProjectCreate($input: ProjectCreateInput!) {
  projectCreate(input: $input) {
    __typename
    ... on ProjectCreated {
      secret
      keyId
      project {
        ...ProjectParts
      }
    }
    ...ErrorParts
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
fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}`, {"hash":"sha256:f88c88ad036e9e80fcad7888e2fef5c8ca83764da0412928e8ba9bba8e1398c4"}) as unknown as TypedDocumentString<ProjectCreateMutation, ProjectCreateMutationVariables>;
export const JobListDocument = new TypedDocumentString(`
    query JobList($first: Int!, $after: String, $filter: JobFilter) {
  jobs(first: $first, after: $after, filter: $filter) {
    nodes {
      ...JobRow
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment JobRow on Job {
  id
  name
  state
  createdAt
  latestRun {
    id
    state
    startedAt
    finishedAt
    progress {
      pagesPerSecond
      counters {
        accepted
        finished
        waiting
        delayed
        inFlight
        fetched
        failed
        dead
        bytes
      }
    }
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:a0e031f190c5b5e3fe26db7781081bb2afed7d6bfa2bea70d881db05748876dd"}) as unknown as TypedDocumentString<JobListQuery, JobListQueryVariables>;
export const RobotsHistoryDocument = new TypedDocumentString(`
    query RobotsHistory($host: String!, $first: Int!, $after: String) {
  host(host: $host) {
    robotsHistory(first: $first, after: $after) {
      nodes {
        ...RobotsVersionParts
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment RobotsVersionParts on RobotsVersion {
  detail
  diff
  digest
  firstSeenAt
  lastSeenAt
  length
  origin
  state
  text
}`, {"hash":"sha256:aec7ab151b05b05a6a6a4059443508dd8ed0fd096fb322fb73f9f20f4b0c3f53"}) as unknown as TypedDocumentString<RobotsHistoryQuery, RobotsHistoryQueryVariables>;
export const BulkGetDocument = new TypedDocumentString(`
    query BulkGet($id: ID!) {
  node(id: $id) {
    __typename
    ...BulkParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
}`, {"hash":"sha256:7aa4e86f7eb343fecca24ee1654c1b0bb0a5c98c63f58b85f01e872b34adfffb"}) as unknown as TypedDocumentString<BulkGetQuery, BulkGetQueryVariables>;
export const NotRecordedDocument = new TypedDocumentString(`
    query NotRecorded($run: ID!) {
  run(id: $run) {
    deadEntries(first: 3) {
      totalCount
      nodes {
        entry
        error
        at
      }
    }
  }
}
    `, {"hash":"sha256:8f9e54619da7e9fd983833fafc419d0a45ca50bed907673a5317d2b327f8a9ee"}) as unknown as TypedDocumentString<NotRecordedQuery, NotRecordedQueryVariables>;
export const LeftOutDocument = new TypedDocumentString(`
    query LeftOut($run: ID!) {
  run(id: $run) {
    leftOut {
      kind
      reason
      count
      sample
    }
  }
}
    `, {"hash":"sha256:0457d17791aa84ff5c7cbf8a4cdb5b10ec610e2b626d87dd4d06c6155a135f6b"}) as unknown as TypedDocumentString<LeftOutQuery, LeftOutQueryVariables>;
export const DeadReasonsDocument = new TypedDocumentString(`
    query DeadReasons($run: ID!) {
  run(id: $run) {
    deadReasons {
      reason
      count
    }
  }
}
    `, {"hash":"sha256:ddabd486f2f39aba7540ba32773b4aca7031893e5a5d73aa1e34e921209b377f"}) as unknown as TypedDocumentString<DeadReasonsQuery, DeadReasonsQueryVariables>;
export const QuarantineDocument = new TypedDocumentString(`
    query Quarantine($run: ID!) {
  run(id: $run) {
    quarantine {
      held
      traps {
        ...TrapParts
      }
    }
  }
}
    fragment TrapParts on Trap {
  barren
  decidedAt
  found
  fresh
  held
  mistake
  pages
  pair
  pattern
  row
  shape
  since
  state
}`, {"hash":"sha256:640fcdf4c1fce417a533db2d2858ce2007b23a1573f866fad238463eb80e472d"}) as unknown as TypedDocumentString<QuarantineQuery, QuarantineQueryVariables>;
export const CaptureGetDocument = new TypedDocumentString(`
    query CaptureGet($id: ID!) {
  capture(id: $id) {
    ...CaptureParts
    etag
    lastModified
    worker
    run {
      id
      shortId
      job {
        id
        name
      }
    }
    location {
      segment
      offset
      length
    }
    timings {
      stage
      waitMs
      serviceMs
    }
    headers {
      name
      value
    }
  }
}
    fragment CaptureParts on Capture {
  id
  url
  status
  contentType
  charset
  bytes
  wireBytes
  digest
  title
  language
  truncated
  links
  capturedAt
  address
  tlsFault
  bodyUrl
}`, {"hash":"sha256:393973ffb5a943640a46bd88c8d7a5f8531bef1083920eda5d9c12cbbbfc9e93"}) as unknown as TypedDocumentString<CaptureGetQuery, CaptureGetQueryVariables>;
export const HostStateDocument = new TypedDocumentString(`
    query HostState($run: ID!, $host: String!) {
  run(id: $run) {
    host(host: $host) {
      ...HostStateParts
    }
  }
}
    fragment HostStateParts on HostState {
  backOffUntil
  crawlDelayCapped
  crawlDelayMs
  decidedBy
  delayMs
  fetchingRobots
  holds {
    by
    kind
    reason
    sentence
    since
    until
  }
  host
  inFlight
  limit
  nextAt
  operator {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    paused
  }
  policyPace {
    concurrency
    delayMs
    mode
    perSecond
  }
  robots {
    origin
    storedAt
    verdict
  }
  robotsFailures {
    decidesUntil
    detail
    lastAt
    origin
    readAt
    since
  }
  rule {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    pattern
  }
  waiting
}`, {"hash":"sha256:704906177219515d66214e3b39a932ea8db2f32612fa6f49e8643872e308e9ff"}) as unknown as TypedDocumentString<HostStateQuery, HostStateQueryVariables>;
export const HostLedgerDocument = new TypedDocumentString(`
    query HostLedger($host: String!, $from: DateTime, $to: DateTime, $first: Int) {
  hostLedger(host: $host, from: $from, to: $to) {
    ...HostLedgerParts
    windows(first: $first) {
      ...LedgerWindowParts
    }
  }
}
    fragment LedgerWindowParts on LedgerWindow {
  at
  concurrency
  decidedBy
  delayMs
  failures {
    at
    code
  }
  kind
  leastGapMs
  policyVersion
  reason
  requests
  robotsDigest
  run
}
fragment HostLedgerParts on HostLedger {
  from
  host
  isComplete
  isOfAll
  leastGapAt
  leastGapMs
  mostInAMinute
  pages
  perMinute
  requests
  robots
  robotsVersions {
    detail
    diff
    digest
    firstSeenAt
    lastSeenAt
    length
    origin
    state
    text
  }
  to
  violationSamples {
    at
    delayMs
    gapMs
  }
  violations
}`, {"hash":"sha256:34d32ae3cbcad439a8c97be4d2d797006c86de40875fd9def723efe26786c35e"}) as unknown as TypedDocumentString<HostLedgerQuery, HostLedgerQueryVariables>;
export const HostGetDocument = new TypedDocumentString(`
    query HostGet($host: String!) {
  host(host: $host) {
    id
    host
    rules {
      ...HostRuleParts
    }
  }
}
    fragment HostRuleParts on HostRule {
  blocked
  createdAt
  group
  id
  pace {
    concurrency
    delayMs
    mode
    perSecond
  }
  pattern
  tls {
    verify
  }
  updatedAt
  version
}`, {"hash":"sha256:37f5d6560edf4418dbd379d9ef41c9b5a416694a400a7882faa4ededdcae7000"}) as unknown as TypedDocumentString<HostGetQuery, HostGetQueryVariables>;
export const HostsWatchDocument = new TypedDocumentString(`
    subscription HostsWatch($id: ID!, $hosts: [String!]!, $intervalMs: Int) {
  hosts(id: $id, hosts: $hosts, intervalMs: $intervalMs) {
    at
    dropped
    hosts {
      ...HostStateParts
    }
  }
}
    fragment HostStateParts on HostState {
  backOffUntil
  crawlDelayCapped
  crawlDelayMs
  decidedBy
  delayMs
  fetchingRobots
  holds {
    by
    kind
    reason
    sentence
    since
    until
  }
  host
  inFlight
  limit
  nextAt
  operator {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    paused
  }
  policyPace {
    concurrency
    delayMs
    mode
    perSecond
  }
  robots {
    origin
    storedAt
    verdict
  }
  robotsFailures {
    decidesUntil
    detail
    lastAt
    origin
    readAt
    since
  }
  rule {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    pattern
  }
  waiting
}`, {"hash":"sha256:21bdf65327f956abe12d1fdaeca1a74d2cb6d665391091cbc9961fba459ab2fa"}) as unknown as TypedDocumentString<HostsWatchSubscription, HostsWatchSubscriptionVariables>;
export const JobGetDocument = new TypedDocumentString(`
    query JobGet($id: ID!) {
  job(id: $id) {
    ...JobParts
    firstSeeds: seeds(first: 3) {
      nodes {
        url
      }
    }
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
  }
}`, {"hash":"sha256:cfe1b18de0456c5a39674a40a4c8756a9e2e37d8b39364521fdca88f4beb401f"}) as unknown as TypedDocumentString<JobGetQuery, JobGetQueryVariables>;
export const JobWatchDocument = new TypedDocumentString(`
    subscription JobWatch($id: ID!, $intervalMs: Int) {
  jobProgress(id: $id, intervalMs: $intervalMs) {
    __typename
    dropped
    progress {
      ...ProgressParts
    }
    ... on JobProgressSnapshot {
      run {
        ...RunHead
      }
    }
    ... on JobStateChanged {
      from
      to
    }
    ... on JobProgressDone {
      run {
        ...RunHead
      }
    }
  }
}
    fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunHead on Run {
  id
  shortId
  state
  endReason
  error
  createdAt
  startedAt
  finishedAt
  job {
    id
    name
  }
}`, {"hash":"sha256:a0778944acb190dda33ae2c813e245008c6ce0bf8cd5fa97dfd9fd5e460473c9"}) as unknown as TypedDocumentString<JobWatchSubscription, JobWatchSubscriptionVariables>;
export const JobPlanDocument = new TypedDocumentString(`
    query JobPlan($input: JobPlanInput!) {
  jobPlan(input: $input) {
    ...PlanParts
  }
}
    fragment PlanParts on JobPlan {
  boundBy
  finish {
    earliest
    latest
    likely
  }
  host {
    delayMs
    finish
    host
    urls
  }
  mostPagesPerSecond
  pagesPerSecond
  sentence
  urls
  warnings {
    code
    message
  }
  workersNeeded
}`, {"hash":"sha256:53acb044ac5b95f23960f301cda3475d26738703bbf9bcde3a462f408f752806"}) as unknown as TypedDocumentString<JobPlanQuery, JobPlanQueryVariables>;
export const RunEventsDocument = new TypedDocumentString(`
    subscription RunEvents($id: ID!, $after: String, $kinds: [RunEventKind!]) {
  runEvents(id: $id, after: $after, kinds: $kinds) {
    __typename
    dropped
    ... on RunEventsSnapshot {
      run {
        ...RunHead
      }
      progress {
        ...ProgressParts
      }
    }
    ... on RunEventsResync {
      run {
        ...RunHead
      }
      progress {
        ...ProgressParts
      }
    }
    ...RunEventParts
  }
}
    fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunHead on Run {
  id
  shortId
  state
  endReason
  error
  createdAt
  startedAt
  finishedAt
  job {
    id
    name
  }
}
fragment RunEventParts on RunEvent {
  cursor
  at
  ... on RunStateChanged {
    from
    to
  }
  ... on RunTrouble {
    url
    outcome
    code
    detail
    status
    attempt
    final
    unseen
  }
  ... on RunDiscovery {
    url
    discoveredFrom
    depth
    unseen
  }
}`, {"hash":"sha256:6da799ad463aaa55ebd4aef92e16e9ebf24b04d633a731a7085e65af2e7da05b"}) as unknown as TypedDocumentString<RunEventsSubscription, RunEventsSubscriptionVariables>;
export const CaptureTailDocument = new TypedDocumentString(`
    subscription CaptureTail($id: ID!, $filter: CaptureFilter, $most: Int, $intervalMs: Int) {
  captures(id: $id, filter: $filter, most: $most, intervalMs: $intervalMs) {
    at
    dropped
    snapshot
    captures {
      ...CaptureParts
    }
  }
}
    fragment CaptureParts on Capture {
  id
  url
  status
  contentType
  charset
  bytes
  wireBytes
  digest
  title
  language
  truncated
  links
  capturedAt
  address
  tlsFault
  bodyUrl
}`, {"hash":"sha256:7244b9fbd588f4ce4a06d8226717f4755c57d90aa672b8c9b492e73fe51bfa7f"}) as unknown as TypedDocumentString<CaptureTailSubscription, CaptureTailSubscriptionVariables>;
export const WorkersWatchDocument = new TypedDocumentString(`
    subscription WorkersWatch($intervalMs: Int) {
  workers(intervalMs: $intervalMs) {
    at
    dropped
    workers {
      ...WorkerParts
    }
  }
}
    fragment WorkerRow on Worker {
  id
  name
  version
  state
  drained
  blockedBy
  startedAt
  reportedAt
  slots
  inFlight
  pages
  pagesPerSecond
  rssBytes
  eventLoopLag {
    p50
    p99
    max
  }
}
fragment WorkerParts on Worker {
  ...WorkerRow
  discovery {
    urls
    bytes
    oldestMs
    heldBy
  }
  wireBytes
  decodedBytes
  heapBytes
  cpuMs
  stages {
    ...StageParts
  }
}
fragment StageParts on StageSummary {
  done
  failed
  inFlight
  service {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  stage
  wait {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  waiting
}`, {"hash":"sha256:9e3bbaf41ee7fa00a623bdd69b83a0f9bc43829b49cf58a2f496d1ec4b6c8e77"}) as unknown as TypedDocumentString<WorkersWatchSubscription, WorkersWatchSubscriptionVariables>;
export const FindingsWatchDocument = new TypedDocumentString(`
    subscription FindingsWatch($id: ID, $intervalMs: Int) {
  findings(id: $id, intervalMs: $intervalMs) {
    at
    dropped
    findings {
      ...FindingParts
    }
    causes {
      ...CausesParts
    }
  }
}
    fragment FindingParts on Finding {
  action {
    command
    input
    label
    mutation
  }
  advice
  cause
  closedAt
  evidence {
    name
    normalFrom
    normalTo
    unit
    value
  }
  hosts
  id
  openedAt
  sentence
  share
  since
  stages {
    failed
    l
    lambda
    queued
    stage
    utilisation
    w
  }
  state
  urls
  workers
  run {
    id
    shortId
    job {
      id
      name
    }
  }
}
fragment CausesParts on RunCauses {
  at
  causes {
    cause
    share
    since
    urls
  }
  error
  waiting
}`, {"hash":"sha256:4b4c71e5db94099cec02e95e4c6f6809da44b4bbd00b7cc1c26815e2d8b215d3"}) as unknown as TypedDocumentString<FindingsWatchSubscription, FindingsWatchSubscriptionVariables>;
export const JobsWatchDocument = new TypedDocumentString(`
    subscription JobsWatch($filter: JobFilter, $first: Int, $intervalMs: Int) {
  jobs(filter: $filter, first: $first, intervalMs: $intervalMs) {
    at
    dropped
    hasMore
    jobs {
      ...JobRow
    }
  }
}
    fragment JobRow on Job {
  id
  name
  state
  createdAt
  latestRun {
    id
    state
    startedAt
    finishedAt
    progress {
      pagesPerSecond
      counters {
        accepted
        finished
        waiting
        delayed
        inFlight
        fetched
        failed
        dead
        bytes
      }
    }
  }
}`, {"hash":"sha256:ac2c00731c37dbe123b68af98c936b991d89224e255e05e9e6e2058bfb6781b4"}) as unknown as TypedDocumentString<JobsWatchSubscription, JobsWatchSubscriptionVariables>;
export const LiveDocument = new TypedDocumentString(`
    subscription Live($topics: [LiveTopic!]!, $intervalMs: Int) {
  live(topics: $topics, intervalMs: $intervalMs) {
    topic
    event {
      __typename
      dropped
      ... on LiveWorkers {
        workers {
          ...WorkerRow
        }
      }
      ... on LiveHosts {
        hosts {
          ...HostStateParts
        }
      }
      ... on LiveFindings {
        findings {
          ...FindingParts
        }
        causes {
          ...CausesParts
        }
      }
      ... on LiveJobs {
        hasMore
        jobs {
          ...JobRow
          version
          policy {
            id
            version
          }
        }
      }
      ... on LiveCaptures {
        snapshot
        captures {
          ...CaptureParts
        }
      }
      ... on JobProgressEvent {
        progress {
          ...ProgressParts
        }
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
      ...RunEventParts
    }
  }
}
    fragment HostStateParts on HostState {
  backOffUntil
  crawlDelayCapped
  crawlDelayMs
  decidedBy
  delayMs
  fetchingRobots
  holds {
    by
    kind
    reason
    sentence
    since
    until
  }
  host
  inFlight
  limit
  nextAt
  operator {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    paused
  }
  policyPace {
    concurrency
    delayMs
    mode
    perSecond
  }
  robots {
    origin
    storedAt
    verdict
  }
  robotsFailures {
    decidesUntil
    detail
    lastAt
    origin
    readAt
    since
  }
  rule {
    blocked
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    pattern
  }
  waiting
}
fragment FindingParts on Finding {
  action {
    command
    input
    label
    mutation
  }
  advice
  cause
  closedAt
  evidence {
    name
    normalFrom
    normalTo
    unit
    value
  }
  hosts
  id
  openedAt
  sentence
  share
  since
  stages {
    failed
    l
    lambda
    queued
    stage
    utilisation
    w
  }
  state
  urls
  workers
  run {
    id
    shortId
    job {
      id
      name
    }
  }
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment CaptureParts on Capture {
  id
  url
  status
  contentType
  charset
  bytes
  wireBytes
  digest
  title
  language
  truncated
  links
  capturedAt
  address
  tlsFault
  bodyUrl
}
fragment JobRow on Job {
  id
  name
  state
  createdAt
  latestRun {
    id
    state
    startedAt
    finishedAt
    progress {
      pagesPerSecond
      counters {
        accepted
        finished
        waiting
        delayed
        inFlight
        fetched
        failed
        dead
        bytes
      }
    }
  }
}
fragment WorkerRow on Worker {
  id
  name
  version
  state
  drained
  blockedBy
  startedAt
  reportedAt
  slots
  inFlight
  pages
  pagesPerSecond
  rssBytes
  eventLoopLag {
    p50
    p99
    max
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  endReason
  error
  createdAt
  startedAt
  finishedAt
  job {
    id
    name
  }
}
fragment RunEventParts on RunEvent {
  cursor
  at
  ... on RunStateChanged {
    from
    to
  }
  ... on RunTrouble {
    url
    outcome
    code
    detail
    status
    attempt
    final
    unseen
  }
  ... on RunDiscovery {
    url
    discoveredFrom
    depth
    unseen
  }
}
fragment CausesParts on RunCauses {
  at
  causes {
    cause
    share
    since
    urls
  }
  error
  waiting
}`, {"hash":"sha256:bbd7c010eb6538f510c73e7cb3185539b73e7122f050273f8d6c1bf85c1600c3"}) as unknown as TypedDocumentString<LiveSubscription, LiveSubscriptionVariables>;
export const MetricsGetDocument = new TypedDocumentString(`
    query MetricsGet($name: Metric!, $from: DateTime, $to: DateTime, $step: Int, $groupBy: [MetricGroup!], $aggregation: MetricAggregation, $filter: MetricFilter) {
  metrics(
    name: $name
    from: $from
    to: $to
    step: $step
    groupBy: $groupBy
    aggregation: $aggregation
    filter: $filter
  ) {
    ...MetricsParts
  }
}
    fragment MetricsParts on Metrics {
  aggregation
  from
  left
  name
  series {
    labels {
      name
      value
    }
    points {
      exemplar {
        attempt
        ms
        runId
        url
      }
      t
      v
    }
  }
  step
  to
  unit
}`, {"hash":"sha256:5ece67994abd0372419142e25d48d562d999a4d006aa9c4879f5b95a3350aca4"}) as unknown as TypedDocumentString<MetricsGetQuery, MetricsGetQueryVariables>;
export const OperationGetDocument = new TypedDocumentString(`
    query OperationGet($id: ID!) {
  node(id: $id) {
    __typename
    ...OperationParts
  }
}
    fragment OperationParts on RunOperation {
  createdAt
  error
  findings {
    count
    fixed
    kind
    samples
  }
  finishedAt
  fix
  id
  kind
  phase
  processed
  since
  startedAt
  state
  run {
    id
    shortId
    state
    error
    job {
      id
      name
    }
  }
}`, {"hash":"sha256:4fd42c6574ed1699f533f69817f8f00170cb4bb95122610c769cca3dcd52a828"}) as unknown as TypedDocumentString<OperationGetQuery, OperationGetQueryVariables>;
export const PageGetDocument = new TypedDocumentString(`
    query PageGet($job: ID!, $url: String!) {
  page(job: $job, url: $url) {
    url
    depth
    discoveredFrom
    firstSeenAt
    lastVisitAt
    lastStatus
    lastOutcome
    digest
    title
    changedAt
    dueAt
    changes(first: 50) {
      nodes {
        changed
        before {
          at
          run
          status
          digest
          title
        }
        after {
          at
          run
          status
          digest
          title
        }
      }
    }
  }
}
    `, {"hash":"sha256:feaa6b6a708853690f822739f283a1ed4d93109572408597efdca551ae6b265b"}) as unknown as TypedDocumentString<PageGetQuery, PageGetQueryVariables>;
export const SearchBacklogDocument = new TypedDocumentString(`
    query SearchBacklog {
  searchBacklog {
    waiting
    indexed
    failed
  }
}
    `, {"hash":"sha256:822bca2797639c8df0e72f14a40e2e860e5f07567b49660573712204799131fa"}) as unknown as TypedDocumentString<SearchBacklogQuery, SearchBacklogQueryVariables>;
export const PolicyGetDocument = new TypedDocumentString(`
    query PolicyGet($id: ID!) {
  policy(id: $id) {
    ...PolicyParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}`, {"hash":"sha256:6f3ecbdff45c4c5e58683315fba17823ba18f695ce1da5d7e1360fa310cf69fa"}) as unknown as TypedDocumentString<PolicyGetQuery, PolicyGetQueryVariables>;
export const PolicyPreviewDocument = new TypedDocumentString(`
    query PolicyPreview($id: ID!, $rules: PolicyRulesInput!) {
  policyPreview(id: $id, rules: $rules) {
    runs {
      run {
        id
        shortId
      }
      waiting
      changedHosts
      startsPerSecondBefore
      startsPerSecondAfter
      finishBeforeMs
      finishAfterMs
      hosts {
        host
        waiting
        blocked
        finishBeforeMs
        finishAfterMs
      }
    }
  }
}
    `, {"hash":"sha256:f19eb1f92188db8c1efbe23b1aba42f599f563b62465362ec99c7877953835df"}) as unknown as TypedDocumentString<PolicyPreviewQuery, PolicyPreviewQueryVariables>;
export const PolicyWarningsDocument = new TypedDocumentString(`
    query PolicyWarnings($id: ID!) {
  policy(id: $id) {
    warnings {
      code
      message
    }
  }
}
    `, {"hash":"sha256:aa449be698e5e730d840f6ee68d4ca8dedfb06f8d0ecc6588807193edc27af75"}) as unknown as TypedDocumentString<PolicyWarningsQuery, PolicyWarningsQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    keyName
    scopes
    project {
      id
      name
    }
  }
}
    `, {"hash":"sha256:923181066951a884e52a215ad4308422f881cfb60735b5722a7a33e55179a303"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const ProjectGetDocument = new TypedDocumentString(`
    query ProjectGet {
  viewer {
    project {
      ...ProjectParts
    }
  }
}
    fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}`, {"hash":"sha256:72db4a719e57ba9a65ff677bbc773c82c175f78dd487cfdf5a5f0bfbea562e5f"}) as unknown as TypedDocumentString<ProjectGetQuery, ProjectGetQueryVariables>;
export const ProjectOtherDocument = new TypedDocumentString(`
    query ProjectOther($id: ID!) {
  project(id: $id) {
    ...ProjectParts
  }
}
    fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}`, {"hash":"sha256:5df7a8a773dba50003b315164932a75d6332a3bb62410e5a0ff1cda7820b8343"}) as unknown as TypedDocumentString<ProjectOtherQuery, ProjectOtherQueryVariables>;
export const ConductorsDocument = new TypedDocumentString(`
    query Conductors {
  conductors {
    ...ConductorsParts
  }
}
    fragment ConductorsParts on Conductors {
  alive
  failures {
    advice
    duty
    error
    item
    since
    times
  }
  failuresOfOthers
}`, {"hash":"sha256:43fc98c2099f70fcd057b8bf36a7a24a566ec1e8b58436962bf5829039ee775f"}) as unknown as TypedDocumentString<ConductorsQuery, ConductorsQueryVariables>;
export const RunGetDocument = new TypedDocumentString(`
    query RunGet($id: ID!) {
  run(id: $id) {
    ...RunParts
    job {
      id
      name
    }
  }
}
    fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}`, {"hash":"sha256:c37950d54255ce599ffbc9a0f13641905a92991357735423b44a088014af2540"}) as unknown as TypedDocumentString<RunGetQuery, RunGetQueryVariables>;
export const RunWhyDocument = new TypedDocumentString(`
    query RunWhy($id: ID!, $state: FindingState) {
  run(id: $id) {
    ...RunHead
    job {
      id
      name
    }
    causes {
      ...CausesParts
    }
    findings(state: $state) {
      ...FindingParts
    }
  }
}
    fragment FindingParts on Finding {
  action {
    command
    input
    label
    mutation
  }
  advice
  cause
  closedAt
  evidence {
    name
    normalFrom
    normalTo
    unit
    value
  }
  hosts
  id
  openedAt
  sentence
  share
  since
  stages {
    failed
    l
    lambda
    queued
    stage
    utilisation
    w
  }
  state
  urls
  workers
  run {
    id
    shortId
    job {
      id
      name
    }
  }
}
fragment RunHead on Run {
  id
  shortId
  state
  endReason
  error
  createdAt
  startedAt
  finishedAt
  job {
    id
    name
  }
}
fragment CausesParts on RunCauses {
  at
  causes {
    cause
    share
    since
    urls
  }
  error
  waiting
}`, {"hash":"sha256:8bd9f79b936a0eb22ee00891f3237de643af5b57ede4b8e7af168b6a35509edd"}) as unknown as TypedDocumentString<RunWhyQuery, RunWhyQueryVariables>;
export const UrlExplainDocument = new TypedDocumentString(`
    query UrlExplain($job: ID, $run: ID, $url: String!) {
  explainUrl(job: $job, run: $run, url: $url) {
    ...UrlParts
  }
}
    fragment UrlParts on UrlExplanation {
  attempts
  changes
  checks {
    check
    passes
    sentence
  }
  dead {
    at
    attempts
    reason
    sentence
  }
  given
  holds {
    by
    kind
    reason
    sentence
    since
    until
  }
  host
  hostState {
    backOffUntil
    crawlDelayCapped
    crawlDelayMs
    decidedBy
    delayMs
    fetchingRobots
    holds {
      by
      kind
      reason
      sentence
      since
      until
    }
    host
    inFlight
    limit
    nextAt
    operator {
      blocked
      pace {
        concurrency
        delayMs
        mode
        perSecond
      }
      paused
    }
    policyPace {
      concurrency
      delayMs
      mode
      perSecond
    }
    robots {
      origin
      storedAt
      verdict
    }
    robotsFailures {
      decidesUntil
      detail
      lastAt
      origin
      readAt
      since
    }
    rule {
      blocked
      pace {
        concurrency
        delayMs
        mode
        perSecond
      }
      pattern
    }
    waiting
  }
  ifEnqueued
  inFlight {
    session
    since
    stage
    stageMs
    worker
  }
  inScope
  next {
    earliest
    hostAt
    latest
    sentence
  }
  omissions {
    count
    isIt
    kind
    reason
    sample
  }
  parents {
    depth
    firstSeenAt
    kind
    outcome
    status
    url
  }
  place
  position
  redirects {
    at
    outcome
    setCookies
    status
    target
    url
  }
  robots {
    allowed
    decidesUntil
    detail
    digest
    firstSeenAt
    group
    line
    lineNumber
    obeyed
    origin
    readAt
    sentence
    state
    unreachableSince
    userAgent
  }
  scopeReason
  summary
  trap {
    barren
    decidedAt
    found
    fresh
    held
    mistake
    pages
    pair
    pattern
    row
    shape
    since
    state
  }
  until
  url
  visits {
    address
    at
    attempt
    code
    deadReason
    detail
    final
    outcome
    status
    timings {
      serviceMs
      stage
      waitMs
    }
    worker
  }
  wait {
    from
    isOver
    parts {
      isMeasured
      kind
      ms
    }
    to
    totalMs
  }
  job {
    id
    name
  }
  run {
    id
    shortId
    state
  }
  page {
    depth
    discoveredFrom
    firstSeenAt
    lastVisitAt
    lastStatus
    lastOutcome
    title
    capture {
      id
    }
  }
  policyVersion {
    id
    version
    author
    reason
    createdAt
  }
  visits {
    capture {
      id
    }
  }
  redirects {
    capture {
      id
    }
  }
}`, {"hash":"sha256:224b0e8714c01ad7df8b1241600f0d6d37574ec0e5fd2eabd294f955b4ebfe04"}) as unknown as TypedDocumentString<UrlExplainQuery, UrlExplainQueryVariables>;
export const RunForecastDocument = new TypedDocumentString(`
    query RunForecast($id: ID!) {
  run(id: $id) {
    forecast {
      ...ForecastParts
    }
  }
}
    fragment ForecastParts on Forecast {
  at
  boundBy
  finish {
    earliest
    latest
    likely
  }
  host {
    delayMs
    finish
    host
    waiting
  }
  known
  missesTarget
  pagesPerSecond
  sentence
  unknown
  unseen
}`, {"hash":"sha256:e5bb4d7ce7fb2ec70fa6c2f80513d56be1741d2e9e2b0914331dab327546aa87"}) as unknown as TypedDocumentString<RunForecastQuery, RunForecastQueryVariables>;
export const RunWhatIfDocument = new TypedDocumentString(`
    query RunWhatIf($id: ID!, $input: WhatIfInput!) {
  run(id: $id) {
    whatIf(input: $input) {
      ...ForecastParts
    }
  }
}
    fragment ForecastParts on Forecast {
  at
  boundBy
  finish {
    earliest
    latest
    likely
  }
  host {
    delayMs
    finish
    host
    waiting
  }
  known
  missesTarget
  pagesPerSecond
  sentence
  unknown
  unseen
}`, {"hash":"sha256:797b25e9d0c8dc03d2ea9ae63738b580a6cf411f356152d58211b278067c70ca"}) as unknown as TypedDocumentString<RunWhatIfQuery, RunWhatIfQueryVariables>;
export const PolicyRollBackDocument = new TypedDocumentString(`
    mutation PolicyRollBack($input: PolicyRollBackInput!) {
  policyRollBack(input: $input) {
    __typename
    ...PolicyParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
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
}`, {"hash":"sha256:0597bdb5ff2d5b7644d0edf6785a4bdb438b7260033420f8a3ab75099741f38d"}) as unknown as TypedDocumentString<PolicyRollBackMutation, PolicyRollBackMutationVariables>;
export const PagesRequeueDocument = new TypedDocumentString(`
    mutation PagesRequeue($input: PagesRequeueInput!) {
  pagesRequeue(input: $input) {
    __typename
    ...BulkRequestedParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}`, {"hash":"sha256:b982d79db5b907dc0a2b8639c9490f9dc022e606246d1016311f657a437e1e64"}) as unknown as TypedDocumentString<PagesRequeueMutation, PagesRequeueMutationVariables>;
export const FindingListDocument = new TypedDocumentString(`
    query FindingList($first: Int!, $after: String, $filter: FindingFilter) {
  findings(first: $first, after: $after, filter: $filter) {
    nodes {
      ...FindingParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment FindingParts on Finding {
  action {
    command
    input
    label
    mutation
  }
  advice
  cause
  closedAt
  evidence {
    name
    normalFrom
    normalTo
    unit
    value
  }
  hosts
  id
  openedAt
  sentence
  share
  since
  stages {
    failed
    l
    lambda
    queued
    stage
    utilisation
    w
  }
  state
  urls
  workers
  run {
    id
    shortId
    job {
      id
      name
    }
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:b1e55977c4cf48924173ab43e76234a9660f204e7089d6cbb391439812dffefe"}) as unknown as TypedDocumentString<FindingListQuery, FindingListQueryVariables>;
export const ScheduleDeleteDocument = new TypedDocumentString(`
    mutation ScheduleDelete($input: ScheduleDeleteInput!) {
  scheduleDelete(input: $input) {
    __typename
    ... on ScheduleDeleted {
      id
    }
    ...ErrorParts
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
}`, {"hash":"sha256:2e9b4cfe3ddaefda964be59c2d42d807300b25d5005be865f146063b21f0955c"}) as unknown as TypedDocumentString<ScheduleDeleteMutation, ScheduleDeleteMutationVariables>;
export const ApiKeyCreateDocument = new TypedDocumentString(`
    mutation ApiKeyCreate($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey {
        ...ApiKeyParts
      }
    }
    ...ErrorParts
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
fragment ApiKeyParts on ApiKey {
  createdAt
  expiresAt
  id
  lastUsedAt
  name
  prefix
  revokedAt
  scopes
  state
}`, {"hash":"sha256:38fc2833d70d386c5bb2c2fc3945e10d88d2c0ec6e3601eac6757ee864214530"}) as unknown as TypedDocumentString<ApiKeyCreateMutation, ApiKeyCreateMutationVariables>;
export const DeadRetryDocument = new TypedDocumentString(`
    mutation DeadRetry($input: DeadRetryInput!) {
  deadRetry(input: $input) {
    __typename
    ...BulkRequestedParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}`, {"hash":"sha256:cee1948fb056bd5c56f8b06d2231bf56b4c3db5c31f4c4e96ad84a76f47b1bfa"}) as unknown as TypedDocumentString<DeadRetryMutation, DeadRetryMutationVariables>;
export const AuditLogDocument = new TypedDocumentString(`
    query AuditLog($first: Int!, $after: String, $filter: AuditFilter) {
  auditLog(first: $first, after: $after, filter: $filter) {
    nodes {
      id
      at
      action
      keyName
      subjectType
      subjectId
      before
      after
      reason
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:6a64ae7037eeee9bf9a98455dec41d0b7b4ef165e290a9487d2e9cc938bed6f7"}) as unknown as TypedDocumentString<AuditLogQuery, AuditLogQueryVariables>;
export const WebhookDeleteDocument = new TypedDocumentString(`
    mutation WebhookDelete($input: WebhookDeleteInput!) {
  webhookDelete(input: $input) {
    __typename
    ... on WebhookDeleted {
      id
    }
    ...ErrorParts
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
}`, {"hash":"sha256:fa25d05c31378a4b58246910db26a529739ce459e0d1062bc673e7bb7697276b"}) as unknown as TypedDocumentString<WebhookDeleteMutation, WebhookDeleteMutationVariables>;
export const WorkerDrainDocument = new TypedDocumentString(`
    mutation WorkerDrain($input: WorkerDrainInput!) {
  workerDrain(input: $input) {
    __typename
    ...WorkerParts
    ...ErrorParts
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
fragment WorkerRow on Worker {
  id
  name
  version
  state
  drained
  blockedBy
  startedAt
  reportedAt
  slots
  inFlight
  pages
  pagesPerSecond
  rssBytes
  eventLoopLag {
    p50
    p99
    max
  }
}
fragment WorkerParts on Worker {
  ...WorkerRow
  discovery {
    urls
    bytes
    oldestMs
    heldBy
  }
  wireBytes
  decodedBytes
  heapBytes
  cpuMs
  stages {
    ...StageParts
  }
}
fragment StageParts on StageSummary {
  done
  failed
  inFlight
  service {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  stage
  wait {
    meanMs
    p50Ms
    p95Ms
    p99Ms
  }
  waiting
}`, {"hash":"sha256:2e82babaacb6f9746c03908ababb35b45b0fe3cd131ba98240331931b95a87c3"}) as unknown as TypedDocumentString<WorkerDrainMutation, WorkerDrainMutationVariables>;
export const InFlightOfRunDocument = new TypedDocumentString(`
    query InFlightOfRun($run: ID!, $first: Int!, $after: String, $filter: InFlightFilter) {
  run(id: $run) {
    inFlight(first: $first, after: $after, filter: $filter) {
      nodes {
        ...InFlightParts
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment InFlightParts on InFlight {
  attempt
  depth
  host
  kind
  recoveries
  since
  stage
  stageMs
  url
  worker {
    id
    name
  }
  run {
    id
    job {
      id
      name
    }
  }
}`, {"hash":"sha256:9addbfd0a40eb415e3148dbc34bf39e0bdff8b1b1d0673a644d7fa580de3d04f"}) as unknown as TypedDocumentString<InFlightOfRunQuery, InFlightOfRunQueryVariables>;
export const JobDeleteDocument = new TypedDocumentString(`
    mutation JobDelete($input: JobDeleteInput!) {
  jobDelete(input: $input) {
    __typename
    ... on JobDeleted {
      id
    }
    ...ErrorParts
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
}`, {"hash":"sha256:0fc0b6241317eddee8787ee719e44de40ee53e2042c0c45e81a08646221ba1b0"}) as unknown as TypedDocumentString<JobDeleteMutation, JobDeleteMutationVariables>;
export const ScheduleUpdateDocument = new TypedDocumentString(`
    mutation ScheduleUpdate($input: ScheduleUpdateInput!) {
  scheduleUpdate(input: $input) {
    __typename
    ...ScheduleParts
    ...ErrorParts
  }
}
    fragment ScheduleParts on Schedule {
  createdAt
  cron
  enabled
  id
  lastAt
  lastResult
  nextAt
  overlap
  timeZone
  version
  job {
    id
    name
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
}`, {"hash":"sha256:3870f0a49952b19e19eb788e42f5509b7c26afe9f527172b3c3c002e37fe5176"}) as unknown as TypedDocumentString<ScheduleUpdateMutation, ScheduleUpdateMutationVariables>;
export const PolicyDeleteDocument = new TypedDocumentString(`
    mutation PolicyDelete($input: PolicyDeleteInput!) {
  policyDelete(input: $input) {
    __typename
    ... on PolicyDeleted {
      id
    }
    ...ErrorParts
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
}`, {"hash":"sha256:28ead2a56800e24c89de8b0b834ef1d085ae9169089e67514debd6fb877f9cdf"}) as unknown as TypedDocumentString<PolicyDeleteMutation, PolicyDeleteMutationVariables>;
export const ScheduleListDocument = new TypedDocumentString(`
    query ScheduleList($first: Int!, $after: String, $filter: ScheduleFilter) {
  schedules(first: $first, after: $after, filter: $filter) {
    nodes {
      ...ScheduleParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment ScheduleParts on Schedule {
  createdAt
  cron
  enabled
  id
  lastAt
  lastResult
  nextAt
  overlap
  timeZone
  version
  job {
    id
    name
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:0bf44cd113c6c7b156a7b9ca4f103c38164c70de96c5f5dfb4f3bf2aaa8a1874"}) as unknown as TypedDocumentString<ScheduleListQuery, ScheduleListQueryVariables>;
export const ProjectSuspendDocument = new TypedDocumentString(`
    mutation ProjectSuspend($input: ProjectSuspendInput!) {
  projectSuspend(input: $input) {
    __typename
    ...ProjectParts
    ...ErrorParts
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
fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}`, {"hash":"sha256:9bc0a66f048cb7060c3556aed1eaf3908187a2f9aa6895eae3a831bd5a6e5367"}) as unknown as TypedDocumentString<ProjectSuspendMutation, ProjectSuspendMutationVariables>;
export const JobCreateDocument = new TypedDocumentString(`
    mutation JobCreate($input: JobCreateInput!) {
  jobCreate(input: $input) {
    __typename
    ...JobParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
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
}`, {"hash":"sha256:c71b468de9a2276e7399b4d14a1d77ff320f526f9b0616f2f926fc5f986a9622"}) as unknown as TypedDocumentString<JobCreateMutation, JobCreateMutationVariables>;
export const CapturesOfRunDocument = new TypedDocumentString(`
    query CapturesOfRun($id: ID!, $first: Int!, $after: String, $filter: CaptureFilter) {
  run(id: $id) {
    captures(first: $first, after: $after, filter: $filter) {
      nodes {
        ...CaptureParts
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment CaptureParts on Capture {
  id
  url
  status
  contentType
  charset
  bytes
  wireBytes
  digest
  title
  language
  truncated
  links
  capturedAt
  address
  tlsFault
  bodyUrl
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:a11db5f8c2c5cfc094b81252f338b92b9f8cbc29473a47f0b77fdd5a1b09238e"}) as unknown as TypedDocumentString<CapturesOfRunQuery, CapturesOfRunQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($first: Int!, $after: String, $query: String!, $filter: SearchFilter) {
  search(first: $first, after: $after, query: $query, filter: $filter) {
    nodes {
      ...SearchHitParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment SearchHitParts on SearchHit {
  url
  title
  language
  contentType
  capturedAt
  score
  highlight {
    text
    match
  }
  capture {
    id
  }
}`, {"hash":"sha256:47d26e73c9b2df136e3e10a73d211acb8c3bebe6a73432b9c2b377d3723c7e81"}) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const PolicyCreateDocument = new TypedDocumentString(`
    mutation PolicyCreate($input: PolicyCreateInput!) {
  policyCreate(input: $input) {
    __typename
    ...PolicyParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
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
}`, {"hash":"sha256:91b6c245324ede15e4639b798a40f4b5ad9b7326c6ca8db7c8194b4b28f3c6f0"}) as unknown as TypedDocumentString<PolicyCreateMutation, PolicyCreateMutationVariables>;
export const ApiKeyRevokeDocument = new TypedDocumentString(`
    mutation ApiKeyRevoke($input: ApiKeyRevokeInput!) {
  apiKeyRevoke(input: $input) {
    __typename
    ...ApiKeyParts
    ...ErrorParts
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
fragment ApiKeyParts on ApiKey {
  createdAt
  expiresAt
  id
  lastUsedAt
  name
  prefix
  revokedAt
  scopes
  state
}`, {"hash":"sha256:7808db73d2c9cfb8361965063bcd19162c1085779397bf5d7e7b431c69768673"}) as unknown as TypedDocumentString<ApiKeyRevokeMutation, ApiKeyRevokeMutationVariables>;
export const OperationsOfRunDocument = new TypedDocumentString(`
    query OperationsOfRun($id: ID!, $first: Int!, $after: String) {
  run(id: $id) {
    operations(first: $first, after: $after) {
      nodes {
        ...OperationParts
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment OperationParts on RunOperation {
  createdAt
  error
  findings {
    count
    fixed
    kind
    samples
  }
  finishedAt
  fix
  id
  kind
  phase
  processed
  since
  startedAt
  state
  run {
    id
    shortId
    state
    error
    job {
      id
      name
    }
  }
}`, {"hash":"sha256:ef7edd907914a0335ff73adb2d75554704f6d9457deb196a2416179ea3385667"}) as unknown as TypedDocumentString<OperationsOfRunQuery, OperationsOfRunQueryVariables>;
export const JobPauseDocument = new TypedDocumentString(`
    mutation JobPause($input: JobPauseInput!) {
  jobPause(input: $input) {
    __typename
    ...JobParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
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
}`, {"hash":"sha256:f88b3db921b28d8fcf2175a98da5e7679656b14336f84e8da06329a774bae00a"}) as unknown as TypedDocumentString<JobPauseMutation, JobPauseMutationVariables>;
export const WebhookDeliveriesDocument = new TypedDocumentString(`
    query WebhookDeliveries($id: ID!, $first: Int!, $after: String, $state: DeliveryState) {
  node(id: $id) {
    __typename
    ... on Webhook {
      deliveries(first: $first, after: $after, state: $state) {
        nodes {
          ...DeliveryParts
        }
        pageInfo {
          ...PageParts
        }
      }
    }
  }
}
    fragment DeliveryParts on WebhookDelivery {
  attempts
  createdAt
  error
  event
  finishedAt
  id
  nextAt
  payload
  state
  status
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:32c5d66182d617325881585446a23ee9801966566ab70fee71a805ec510fcfdc"}) as unknown as TypedDocumentString<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export const JobUpdateDocument = new TypedDocumentString(`
    mutation JobUpdate($input: JobUpdateInput!) {
  jobUpdate(input: $input) {
    __typename
    ...JobParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
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
}`, {"hash":"sha256:a75ca939042c55315f5425ac6b09feb7dce817d5adb13136275f6b5c1a160b7e"}) as unknown as TypedDocumentString<JobUpdateMutation, JobUpdateMutationVariables>;
export const JobsDeleteDocument = new TypedDocumentString(`
    mutation JobsDelete($input: JobsBulkInput!) {
  jobsDelete(input: $input) {
    __typename
    ...BulkRequestedParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}`, {"hash":"sha256:b13a6f6e8cfbd1c910cbb19e8d8655404491536ac2757f2f0fbef5561c4f4a6b"}) as unknown as TypedDocumentString<JobsDeleteMutation, JobsDeleteMutationVariables>;
export const RunsAllDocument = new TypedDocumentString(`
    query RunsAll($first: Int!, $after: String, $state: [RunState!]) {
  runs(first: $first, after: $after, state: $state) {
    nodes {
      ...RunRow
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment RunRow on Run {
  id
  shortId
  state
  endReason
  createdAt
  startedAt
  finishedAt
  job {
    id
    name
  }
  progress {
    pagesPerSecond
    counters {
      accepted
      finished
      waiting
      inFlight
      fetched
      failed
      dead
      bytes
    }
  }
}`, {"hash":"sha256:99dcf97cc90a3e12e3158e9c5637817da2db2962f3b461fe46f3221c5b9201f0"}) as unknown as TypedDocumentString<RunsAllQuery, RunsAllQueryVariables>;
export const HostRuleSetDocument = new TypedDocumentString(`
    mutation HostRuleSet($input: HostRuleSetInput!) {
  hostRuleSet(input: $input) {
    __typename
    ...HostRuleParts
    ...ErrorParts
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
fragment HostRuleParts on HostRule {
  blocked
  createdAt
  group
  id
  pace {
    concurrency
    delayMs
    mode
    perSecond
  }
  pattern
  tls {
    verify
  }
  updatedAt
  version
}`, {"hash":"sha256:1ed7884f200cbf924dbfa0b39d97ec1d583bced46a09861afa86c6a7ac3509bc"}) as unknown as TypedDocumentString<HostRuleSetMutation, HostRuleSetMutationVariables>;
export const ApiKeyListDocument = new TypedDocumentString(`
    query ApiKeyList($first: Int!, $after: String, $filter: ApiKeyFilter) {
  apiKeys(first: $first, after: $after, filter: $filter) {
    nodes {
      ...ApiKeyParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment ApiKeyParts on ApiKey {
  createdAt
  expiresAt
  id
  lastUsedAt
  name
  prefix
  revokedAt
  scopes
  state
}`, {"hash":"sha256:d7d69e725ff9f1e42c8c10e967269828f752d9a588b78626a25dc71bec702ade"}) as unknown as TypedDocumentString<ApiKeyListQuery, ApiKeyListQueryVariables>;
export const RunRepairDocument = new TypedDocumentString(`
    mutation RunRepair($input: RunRepairInput!) {
  runRepair(input: $input) {
    __typename
    ...OperationParts
    ...ErrorParts
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
fragment OperationParts on RunOperation {
  createdAt
  error
  findings {
    count
    fixed
    kind
    samples
  }
  finishedAt
  fix
  id
  kind
  phase
  processed
  since
  startedAt
  state
  run {
    id
    shortId
    state
    error
    job {
      id
      name
    }
  }
}`, {"hash":"sha256:a65a01deb5f40efe6422efa1a6f9e9bc87b441e01dc8051d32996aa5706abd54"}) as unknown as TypedDocumentString<RunRepairMutation, RunRepairMutationVariables>;
export const JobsCancelDocument = new TypedDocumentString(`
    mutation JobsCancel($input: JobsBulkInput!) {
  jobsCancel(input: $input) {
    __typename
    ...BulkRequestedParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}`, {"hash":"sha256:49040e4502d430c7960560c54c4bde068784fb028e3865b2505cbc3943edb7af"}) as unknown as TypedDocumentString<JobsCancelMutation, JobsCancelMutationVariables>;
export const ProjectListDocument = new TypedDocumentString(`
    query ProjectList($first: Int!, $after: String, $filter: ProjectFilter) {
  projects(first: $first, after: $after, filter: $filter) {
    nodes {
      ...ProjectParts
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment ProjectParts on Project {
  createdAt
  heldBy
  id
  name
  quotas {
    maxConcurrency
    maxHosts
    maxJobs
    maxPagesPerDay
    maxSeedsPerUpload
    maxStorageBytes
    maxUrls
    maxWebhooks
  }
  state
  suspendedAt
  suspendedFor
  usage {
    inFlight
    jobs
    pagesToday
    storageBytes
  }
  version
}`, {"hash":"sha256:98e381bc08f6c0f158bfcd7463aee819127b9dd5604d8c57229cc43f4f6e39ec"}) as unknown as TypedDocumentString<ProjectListQuery, ProjectListQueryVariables>;
export const HostPauseDocument = new TypedDocumentString(`
    mutation HostPause($input: HostPauseInput!) {
  hostPause(input: $input) {
    __typename
    ...HostPausedParts
    ...ErrorParts
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
fragment HostPausedParts on HostPaused {
  heldBy
  host
  paused
  job {
    id
    name
  }
}`, {"hash":"sha256:514ed63070618a1382fc55ec92c74155ba76852537ff18593591584bd890671c"}) as unknown as TypedDocumentString<HostPauseMutation, HostPauseMutationVariables>;
export const JobCloneDocument = new TypedDocumentString(`
    mutation JobClone($input: JobCloneInput!) {
  jobClone(input: $input) {
    __typename
    ...JobParts
    ...ErrorParts
  }
}
    fragment PolicyParts on Policy {
  createdAt
  id
  name
  rules {
    allowPrivateNetworks
    budgets {
      maxPages
      pattern
    }
    codings
    contact
    contentTypes
    cookies
    limits {
      bodyBytes
      bytesPerSecond
      connectMs
      decodedBytes
      headerBytes
      headerCount
      headersMs
      minBytesPerSecond
      newLinks
      totalMs
    }
    maxHosts
    maxPagesPerDomain
    maxPagesPerHost
    maxUrls
    pace {
      concurrency
      delayMs
      mode
      perSecond
    }
    recrawl {
      longestMs
      shortestMs
    }
    retention {
      days
      runs
    }
    retries {
      attempts
      delayMs
      giveUp
    }
    robots {
      maxCopyAgeMs
      maxCrawlDelayMs
      obey
      obeyNofollow
      obeyNoindex
      sitemaps
    }
    sendFrom
    traps
    userAgent
    windows {
      closes
      opens
    }
  }
  updatedAt
  version
}
fragment ProgressParts on RunProgress {
  at
  bytesPerSecond
  counters {
    accepted
    bytes
    dead
    delayed
    dropped
    failed
    fetched
    finished
    hosts
    inFlight
    known
    notModified
    redirected
    refused
    refusedAtEnqueue
    throttled
    waiting
  }
  forecast {
    at
    boundBy
    finish {
      earliest
      latest
      likely
    }
    host {
      delayMs
      finish
      host
      waiting
    }
    known
    missesTarget
    pagesPerSecond
    sentence
    unknown
    unseen
  }
  pagesPerSecond
  stages {
    done
    failed
    inFlight
    service {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    stage
    wait {
      meanMs
      p50Ms
      p95Ms
      p99Ms
    }
    waiting
  }
  state
}
fragment RunParts on Run {
  id
  shortId
  state
  heldBy
  endReason
  error
  recorded
  policyVersion
  createdAt
  startedAt
  finishedAt
  progress {
    ...ProgressParts
  }
}
fragment JobParts on Job {
  id
  name
  state
  version
  weight
  finishBy
  warnings {
    code
    message
  }
  seedCount
  createdAt
  updatedAt
  scope {
    kind
    of
    include
    exclude
    followSeedRedirects
    led
  }
  limits {
    maxPages
    maxDepth
  }
  secrets {
    headers
    basicAuth
    proxy
    origins
  }
  policy {
    ...PolicyParts
  }
  latestRun {
    ...RunParts
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
}`, {"hash":"sha256:800380cc6718ad869cedd3a63486553414903da023b849c8b161c9f32fdd25e8"}) as unknown as TypedDocumentString<JobCloneMutation, JobCloneMutationVariables>;
export const WebhookUpdateDocument = new TypedDocumentString(`
    mutation WebhookUpdate($input: WebhookUpdateInput!) {
  webhookUpdate(input: $input) {
    __typename
    ...WebhookParts
    ...ErrorParts
  }
}
    fragment WebhookParts on Webhook {
  allowPrivateNetworks
  createdAt
  enabled
  events
  id
  url
  version
  job {
    id
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
}`, {"hash":"sha256:4e7a425dc5ef4ed46fffd8f0e66769d49491d9712d8a45e559f7f45ccf474802"}) as unknown as TypedDocumentString<WebhookUpdateMutation, WebhookUpdateMutationVariables>;
export const JobsResumeDocument = new TypedDocumentString(`
    mutation JobsResume($input: JobsBulkInput!) {
  jobsResume(input: $input) {
    __typename
    ...BulkRequestedParts
    ...ErrorParts
  }
}
    fragment BulkParts on BulkOperation {
  createdAt
  error
  failed
  finishedAt
  id
  kind
  processed
  state
  total
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
fragment BulkRequestedParts on BulkRequested {
  matched
  operation {
    ...BulkParts
  }
}`, {"hash":"sha256:dc31a3a029aa5994cca8c3ce15167e15eae50221117e9c54997714820059d397"}) as unknown as TypedDocumentString<JobsResumeMutation, JobsResumeMutationVariables>;