import type { Timings } from '../tables.ts';

/** How a run teaches when its pages are due again: its start, and the bounds of an interval. */
export type RecrawlRule = { startedAt: number; shortestS: number; longestS: number };

/** Keys of a run's rows in the partitioned tables: `runs.serial`, `jobs.serial`. Without a rule every run asks for every page. */
export type RunKeys = { run: number; job: number; recrawl?: RecrawlRule };

/** Times are ms since the epoch. Hashes are `urlHash` values. */
export type DiscoveredRow = {
  job: number;
  hash: string;
  url: string;
  depth: number;
  discoveredFrom: string | null;
  firstSeenAt: number;
  /** How deep in sitemap indexes, from 1; left out or 0: a page. */
  sitemap?: number;
};

export type VisitRow = RunKeys & {
  hash: string;
  url: string;
  /** As in `DiscoveredRow`. */
  sitemap?: number;
  attempt: number;
  depth: number;
  hops: number;
  startedAt: number;
  final: boolean;
  status: number | null;
  outcome: string;
  code: string | null;
  detail: string | null;
  deadReason: string | null;
  address: string | null;
  tlsFault?: string | undefined;
  worker: string;
  timings: Timings;
  capture: CaptureRow | null;
  leftOut?: LeftOutRow[];
};

export type CaptureRow = {
  /** WARC-Date of its record. */
  capturedAt: number;
  status: number;
  bytes: number;
  wireBytes: number;
  links: number;
  digest: string;
  segment: string;
  offset: number;
  length: number;
  contentType: string | null;
  charset: string | null;
  title: string | null;
  language: string | null;
  etag: string | null;
  lastModified: string | null;
  truncated: string | null;
  /** `runs.serial` and id of the capture that holds the body; null: it is here. */
  refersToRun: number | null;
  refersTo: number | null;
};

/** `entry` names the stream entry, so that the same drop is counted once; of a host, a URL, or neither: all that was left of the run. */
export type DropRow = {
  run: number;
  entry: string;
  count: number;
  reason: string;
  host?: string | undefined;
  url?: string | undefined;
};

/** What one visit to a robots.txt brought, and the job for whose run it was made; `origin` as in `origins`. */
export type RobotsRow = {
  job?: number;
  origin: string;
  at: number;
  state: 'rules' | 'allowAll' | 'unreachable';
  detail: string;
  digest: string | null;
  length: number | null;
  body: string | null;
};

/** A request that was written to a host (`isRequest`), or a failure without one. `mark`: see `markOf`. */
export type RequestRow = {
  run: number;
  host: string;
  kind: 'page' | 'robots';
  /** ms since the epoch. */
  at: number;
  delayMs: number;
  concurrency: number;
  decidedBy: string;
  isRequest: boolean;
  mark: number;
  failure: string | null;
};

/** `run` is the short id as the entry gave it. */
export type DeadRow = { run: string; entry: string; payload: string; error: string };

/** When a sitemap says that a page was modified last. */
export type HintRow = RunKeys & { hash: string; modifiedAt: number };

/** What was left out of a run; `key` and `once` as in `runLeftOut`. */
export type LeftOutRow = {
  run: number;
  kind: string;
  key: string;
  of: string | null;
  count: number;
  sample: string;
  once: boolean;
};

/** A place that the redirects of a seed of the job end at. */
export type LedRow = { job: number; place: string };

/** A shape of URLs that a run took for a trap; `held`: its URLs are held. */
export type TrapRow = { run: number; job: number; shape: string; held: boolean; evidence: unknown };

/** What the recorder commits in one transaction; hints follow in one of their own. */
export type RecordBatch = {
  discovered: DiscoveredRow[];
  visits: VisitRow[];
  drops: DropRow[];
  dead: DeadRow[];
  hints?: HintRow[];
  robots?: RobotsRow[];
  led?: LedRow[];
  traps?: TrapRow[];
  /** Of hosts; what visits left out is on their rows. */
  leftOut?: LeftOutRow[];
  requests?: RequestRow[];
};
