/** Stages by name; the same words as `clocked` in the policy package, which telemetry must not import. */
export type StageName = string;

/** Times that were counted, packed; it can be merged, and differs from an earlier reading of itself by what came since. See clock/sketch.ts. */
export type Sketch = string;

/** A sketch, or a histogram (bucket → count) of a run that ended before there were sketches. */
export type StoredSketch = Sketch | Record<number, number>;

/** One stage, or one thing visits wait for, since the process began. Times are in ms. */
export type StageCounts = {
  inFlight: number;
  waiting: number;
  done: number;
  failed: number;
  /** The failed ones by code: of an outcome, or of a fault of ours. */
  failedBy: Record<string, number>;
  /** Of those that have begun, and of those that have ended. */
  waitMs: number;
  serviceMs: number;
  /**
   * Integrals of `inFlight` and `waiting` over time: they grow while visits are in the stage, ended or not. Of two readings their difference
   * over the time between is the mean number there (Little's law: that is rate × time), and over the places the utilisation.
   */
  busyMs: number;
  queuedMs: number;
  wait: Sketch;
  service: Sketch;
};

export type StageReport = Record<StageName, StageCounts>;

/** Of one run in one worker, since the worker met it (`generation`: again, when it was away for long). */
export type RunCounts = {
  generation: number;
  /** Claims granted, and claims that are over: with an outcome, or given back. */
  claimed: number;
  done: number;
  /** Requests written, robots.txt among them. */
  started: number;
  /** Visits that ended, by kind of their outcome, and those that failed by code. */
  outcomes: Record<string, number>;
  failures: Record<string, number>;
  /** Of bodies that were stored: on the wire, and decoded. */
  wireBytes: number;
  decodedBytes: number;
  /** All that came, as it came: heads and bodies, also of what is not over or not kept. */
  receivedBytes: number;
  /** Integral of the slots held over time, ms. */
  slotMs: number;
  /** From the request to the first byte of the answer: their sum, and each. */
  firstByteMs: number;
  firstByte: Sketch;
};

/** Of one host and run in one worker since the report before. */
export type HostCounts = {
  host: string;
  run: string;
  /** Slots held over time, ms, and slots held now. */
  slotMs: number;
  inFlight: number;
  started: number;
  done: number;
  failed: number;
  /** The code of its last failure; null: none since. */
  failedBy: string | null;
  receivedBytes: number;
  firstByteMs: number;
};

/** A visit behind a slow time: the slowest of a stage since the report before, if slower than 99 in 100 were of late. */
export type Exemplar = {
  stage: StageName;
  ms: number;
  /** ms since the epoch at which the stage ended. */
  at: number;
  run: string;
  url: string;
  token: string | null;
  attempt: number;
};

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
  /**
   * For how long there were free slots and nothing was claimed, by reason, ms: those of `blockedBy`, `NOTHING_DUE` (the frontier had nothing
   * that may be asked now), `CLAIMING` (a claim was on its way), `NO_SESSION`.
   */
  unclaimedMs: Record<string, number>;
  slots: number;
  inFlight: number;
  /** Integral of `inFlight` over time, ms. */
  slotMs: number;
  pages: number;
  wireBytes: number;
  decodedBytes: number;
  /** All bytes from origins, as they came. */
  receivedBytes: number;
  eventLoopLagMs: { p50: number; p99: number; max: number };
  /** Event-loop utilisation since the report before, 0…1. */
  elu: number;
  rssBytes: number;
  heapBytes: number;
  /** CPU time used by the process since its start, ms. */
  cpuMs: number;
  /** Connections to origins: all, and those that nobody uses now. */
  sockets: { open: number; idle: number };
  redisMs: RedisReport;
  archive: ArchiveReport;
  bandwidth: BandwidthReport;
  stages: StageReport;
  /** Of runs that moved or hold something, at most 32; those that were told longest ago. By short id. */
  runs: Record<string, RunCounts>;
  /** The hosts that held most slots and those that failed most since the report before, at most 20 of each. */
  hosts: HostCounts[];
  exemplars: Exemplar[];
  /** Claims that went back for a fault of ours, by code. */
  faults: Record<string, number>;
  /** Visits on their way: the largest bodies, the largest first, then the oldest visits; at most 10 of each. */
  transfers: TransferReport[];
  /** Found URLs that wait to be enqueued; left out by workers that have no queue for them. */
  discovery?: DiscoveryReport;
};

/** Calls to the frontier since the report before: how long they took, ms; and those that are not answered yet. `times`: since the process began. */
export type RedisReport = {
  n: number;
  p50: number;
  p99: number;
  open: number;
  oldestMs: number;
  times: Sketch;
};

/** `lagMs`: for how long the oldest record waits to be durable; `freeBytes`: of its file system. */
export type ArchiveReport = { lagMs: number; waiting: number; freeBytes: number; full: boolean };

/** The cap of this process (null: none); how many visits wait for a cap, also one of a job's, and for how long all of them did, ms. */
export type BandwidthReport = { capBytesPerS: number | null; waiting: number; waitMs: number };

/**
 * `bytes` on the disk; `oldestMs`: for how long the oldest waits; `heldBy`: why the frontier takes none, `REDIS_FULL` or `RECORDER`;
 * `found`, `enqueued`: URLs that came into the queue, and that are out of it, since the process began.
 */
type DiscoveryReport = {
  urls: number;
  bytes: number;
  oldestMs: number;
  heldBy: string | null;
  found: number;
  enqueued: number;
};

/** A visit that takes its time: the claim's token, the stage it is at, and for how long, ms. */
export type VisitReport = [token: string, stage: StageName, ms: number];

/**
 * A visit on its way. `run` is the short id; `bytes` of its body came, of `total` as its header says (null: it does not); `ms`: for how
 * long it is at its stage; `ageMs`: since its claim was granted.
 */
export type TransferReport = {
  run: string;
  url: string;
  stage: StageName;
  bytes: number;
  total: number | null;
  ms: number;
  ageMs: number;
};
