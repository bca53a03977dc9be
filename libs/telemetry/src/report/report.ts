/** Stages by name; the same words as `stages` in the policy package, which telemetry must not import. */
export type StageName = string;

/** Log-linear buckets: index → count. Mergeable by addition; see histogram.ts for bounds. */
export type HistogramCounts = Record<number, number>;

/** One stage, since the process began. Times are in ms. */
export type StageCounts = {
  inFlight: number;
  waiting: number;
  done: number;
  failed: number;
  waitMs: number;
  serviceMs: number;
  wait: HistogramCounts;
  service: HistogramCounts;
};

export type StageReport = Record<StageName, StageCounts>;

/** What a worker says of itself every second. Totals count from the start of its process (`startedAt`). */
export type WorkerReport = {
  session: string;
  /** `host:pid`, for people. */
  name: string;
  version: string;
  startedAt: number;
  at: number;
  state: 'running' | 'draining' | 'paused';
  /** Why nothing is claimed, when nothing is: `STORE`, `RECORDER`, `REDIS`, `REDIS_FULL`, `BANDWIDTH`, `DISCOVERY`. */
  blockedBy: string | null;
  slots: number;
  inFlight: number;
  pages: number;
  wireBytes: number;
  decodedBytes: number;
  eventLoopLagMs: { p50: number; p99: number; max: number };
  rssBytes: number;
  heapBytes: number;
  /** CPU time used by the process since its start, ms. */
  cpuMs: number;
  stages: StageReport;
  /** Large bodies on their way, the largest first, at most 20. */
  transfers: TransferReport[];
  /** Found URLs that wait to be enqueued; left out by workers that have no queue for them. */
  discovery?: DiscoveryReport;
};

/** `bytes` on the disk; `oldestMs`: for how long the oldest waits; `heldBy`: why the frontier takes none, `REDIS_FULL` or `RECORDER`. */
type DiscoveryReport = { urls: number; bytes: number; oldestMs: number; heldBy: string | null };

/** A visit that takes its time: the claim's token, the stage it is at, and for how long, ms. */
export type VisitReport = [token: string, stage: StageName, ms: number];

/** A body on its way, `ms` since its headers; `total` as its header says. `run` is the short id. */
export type TransferReport = { run: string; url: string; bytes: number; total: number | null; ms: number };
