import type { FrontierCause } from './causes.ts';

/** One stage since its process began, as workers report it. Times in ms. */
export type StageTotals = {
  inFlight: number;
  waiting: number;
  done: number;
  failed: number;
  failedBy?: Record<string, number>;
  serviceMs: number;
  /** Integrals of `inFlight` and `waiting` over time; of workers of before they are missing, and taken from their readings. */
  busyMs?: number;
  queuedMs?: number;
};

export type StageTable = Record<string, StageTotals>;

/** A worker, by its last report: the fields of `WorkerReport` that rules look at. Totals are since its process began. */
export type WorkerSample = {
  worker: string;
  session: string;
  name: string;
  at: number;
  startedAt: number;
  state: string;
  blockedBy: string | null;
  unclaimedMs?: Record<string, number>;
  slots: number;
  inFlight: number;
  pages: number;
  cpuMs: number;
  receivedBytes: number;
  elu?: number;
  lagMs: number;
  redisMs?: { n: number; p50: number; p99: number; oldestMs: number };
  archive?: { lagMs: number; freeBytes: number; full: boolean };
  bandwidth?: { capBytesPerS: number | null; waiting: number; waitMs: number };
  /** `enqueued`: taken in since its process began. */
  discovery: { urls: number; oldestMs: number; heldBy: string | null; enqueued: number };
  stages: StageTable;
  transfers: { run: string; url: string; bytes: number; ms: number }[];
};

/** A host that waits: how many of its URLs, and the first of them. */
export type HostSample = { host: string; urls: number; url: string };

/** A run that goes, as it was at one moment. Counters only grow, `waiting` apart. */
export type RunSample = {
  /** Short id, and ids as the API spells them, for actions. */
  run: string;
  job: string;
  policy: string;
  /** Key of its project: what runs of one project do is theirs. */
  project: string;
  waiting: number;
  urls: Record<FrontierCause, number>;
  /** Of `urls`, by how many they may be wrong (95 %). */
  error: number;
  /** Of those that wait for ROBOTS: those whose robots.txt cannot be had. */
  robotsLost: number;
  samples: Partial<Record<FrontierCause, HostSample[]>>;
  accepted: number;
  finished: number;
  inFlight: number;
  fetched: number;
  throttled: number;
  /** What seeds, uploads and schedules gave: taken in as new, and known before. */
  submitted: { accepted: number; known: number };
  /** What of its project keeps it from handing out anything: a quota; null: nothing. */
  heldBy: string | null;
  /** Whether the forecast misses the date its job wants to be done by (false: not as far as anybody can say); null: it wants none. */
  missesTarget: boolean | null;
  /** Summed over all workers that ever worked on it. */
  stages: StageTable;
};

/** All that is looked at, at one moment, ms. */
export type Sample = {
  at: number;
  runs: RunSample[];
  workers: WorkerSample[];
  /** Outcomes that are not in Postgres yet. */
  recorder: { length: number; oldestMs: number };
  redis: { usedBytes: number; maxBytes: number | null; full: boolean; roundTripMs: number };
};
