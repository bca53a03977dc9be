import type { FrontierCause } from '../causes.ts';
import { type Look, lookAt, noFindings } from '../findings/track.ts';
import type { RunSample, Sample, StageTotals, WorkerSample } from '../sample.ts';
import { runViews } from '../window/run-view.ts';

/** What goes on, per second, in a crawl that is made up for a test. */
export type Crawl = {
  /** URLs that wait, by cause. */
  urls?: Partial<Record<FrontierCause, number>>;
  /** Of each stage: visits that leave it a second, for how long each is in it (ms), and failures a second by code. */
  stages?: Record<string, { lambda: number; w: number; failedBy?: Record<string, number> }>;
  slots?: number;
  inFlight?: number;
  cpuMsPerPage?: number;
  elu?: number;
  bytesPerPage?: number;
  unclaimed?: Record<string, number>;
  redisMs?: number;
  archive?: { lagMs: number; full: boolean };
  capBytesPerS?: number;
  discovery?: { urls: number; oldestMs: number; heldBy: string | null };
  /** Links that the frontier takes in. */
  enqueuedPerS?: number;
  hosts?: number;
  throttledPerS?: number;
  fetchedPerS?: number;
  lostRobots?: number;
  moreLostRobotsPerS?: number;
  submittedPerS?: { accepted: number; known: number };
  recorder?: 'stuck' | 'well';
  redisFull?: boolean;
  others?: { waiting: number; growthPerS: number };
  run?: Partial<RunSample>;
};

const START = 1_800_000_000_000;

const noUrls: Record<FrontierCause, number> = {
  ...{ PAUSED: 0, WINDOW: 0, QUOTA: 0, NO_WORKERS: 0, UNREACHABLE: 0, THROTTLED: 0, BACKOFF: 0, ROBOTS: 0 },
  ...{ WORKERS_BUSY: 0, CRAWL_DELAY: 0, PACE: 0 },
};

/** Samples a second apart: what was so at first for `before` seconds, and what then is so for `seconds`. */
export function samples(crawl: Crawl, seconds: number, start = START): Sample[] {
  return Array.from({ length: seconds + 1 }, (_, second) => sampleOf(crawl, second, start));
}

function sampleOf(crawl: Crawl, second: number, start: number): Sample {
  const at = start + second * 1000;
  const urls = { ...noUrls, PACE: 1000, ...crawl.urls };
  const waiting = Object.values(urls).reduce((sum, count) => sum + count, 0);
  const stages = Object.fromEntries(
    Object.entries(crawl.stages ?? healthy).map(([stage, flow]) => [stage, totalsOf(flow, second)]),
  );
  const hosts = Array.from({ length: crawl.hosts ?? 5 }, (_, i) => ({
    ...{ host: `h${i}.test`, urls: 10, url: `http://h${i}.test/` },
  }));
  const run: RunSample = {
    ...{ run: '1', job: 'job_1', policy: 'policy_1', project: 'p', waiting, urls, error: 0 },
    robotsLost: (crawl.lostRobots ?? 0) + (crawl.moreLostRobotsPerS ?? 0) * second,
    samples: { WORKERS_BUSY: hosts, UNREACHABLE: hosts, THROTTLED: hosts, ROBOTS: hosts, CRAWL_DELAY: hosts },
    ...{
      accepted: 10_000 + second * ((crawl.submittedPerS?.accepted ?? 0) + 50),
      finished: second * 50,
      inFlight: 20,
    },
    ...{ fetched: second * (crawl.fetchedPerS ?? 50), throttled: second * (crawl.throttledPerS ?? 0) },
    submitted: {
      accepted: second * (crawl.submittedPerS?.accepted ?? 0),
      known: second * (crawl.submittedPerS?.known ?? 0),
    },
    ...{ heldBy: null, missesTarget: null, stages },
    ...crawl.run,
  };
  const other: RunSample = {
    ...{ ...run, run: '2', project: 'q', stages: {}, submitted: { accepted: 0, known: 0 }, heldBy: null },
    waiting: (crawl.others?.waiting ?? 0) + second * (crawl.others?.growthPerS ?? 0),
    urls: { ...noUrls, PACE: (crawl.others?.waiting ?? 0) + second * (crawl.others?.growthPerS ?? 0) },
    robotsLost: 0,
  };
  const oldestMs = crawl.recorder === 'stuck' ? 1000 + second * 1000 : 300;
  return {
    at,
    runs: crawl.others ? [run, other] : [run],
    workers: [workerOf(crawl, second, at)],
    recorder: { length: crawl.recorder === 'stuck' ? 50 * second : 20, oldestMs },
    redis: {
      usedBytes: 5e7,
      maxBytes: crawl.redisFull ? 5e7 : 1e9,
      full: crawl.redisFull ?? false,
      roundTripMs: crawl.redisMs ?? 1,
    },
  };
}

function workerOf(crawl: Crawl, second: number, at: number): WorkerSample {
  const pages = second * (crawl.fetchedPerS ?? 50);
  const unclaimed = Object.entries(crawl.unclaimed ?? { NOTHING_DUE: 0.9 });
  const stages = crawl.stages ?? healthy;
  return {
    ...{
      worker: 'w',
      session: 'worker_s',
      name: 'w:1',
      at,
      startedAt: START - 1e6,
      state: 'running',
      blockedBy: null,
    },
    unclaimedMs: Object.fromEntries(unclaimed.map(([reason, part]) => [reason, part * second * 1000])),
    ...{ slots: crawl.slots ?? 100, inFlight: crawl.inFlight ?? 20, pages },
    cpuMs: pages * (crawl.cpuMsPerPage ?? 2),
    receivedBytes: pages * (crawl.bytesPerPage ?? 26_000),
    elu: crawl.elu ?? 0.3,
    lagMs: 5,
    redisMs: { n: 100, p50: crawl.redisMs ?? 1, p99: crawl.redisMs ?? 5, oldestMs: 0 },
    archive: { lagMs: 20, freeBytes: 1e10, full: false, ...crawl.archive },
    bandwidth: { capBytesPerS: crawl.capBytesPerS ?? null, waiting: 0, waitMs: 0 },
    discovery: {
      ...(crawl.discovery ?? { urls: 100, oldestMs: 50, heldBy: null }),
      enqueued: second * (crawl.enqueuedPerS ?? 10_000),
    },
    stages: Object.fromEntries(
      Object.entries(stages).map(([stage, flow]) => [stage, totalsOf(flow, second)]),
    ),
    transfers: [{ run: '1', url: 'http://h0.test/large', bytes: 8e6, ms: 3000 }],
  };
}

/** A crawl in which nothing is wrong: 50 pages a second, and what each stage takes. */
export const healthy: NonNullable<Crawl['stages']> = {
  ...{
    queue: { lambda: 50, w: 5 },
    robots: { lambda: 50, w: 1 },
    dns: { lambda: 50, w: 5 },
    connect: { lambda: 50, w: 20 },
  },
  ...{ headers: { lambda: 50, w: 100 }, body: { lambda: 50, w: 30 }, extract: { lambda: 50, w: 5 } },
  ...{ store: { lambda: 50, w: 30 }, settle: { lambda: 50, w: 10 } },
};

function totalsOf(
  { lambda, w, failedBy = {} }: NonNullable<Crawl['stages']>[string],
  second: number,
): StageTotals {
  const failed = Object.fromEntries(Object.entries(failedBy).map(([code, perS]) => [code, perS * second]));
  const failures = Object.values(failed).reduce((sum, count) => sum + count, 0);
  // What is known of a stage that nobody leaves: `w` is then the number of those that are in it, for each ms.
  const l = lambda > 0 ? (lambda * w) / 1000 : w;
  return {
    ...{ inFlight: Math.round(l), waiting: 0, done: lambda * second, failed: failures, failedBy: failed },
    ...{ serviceMs: lambda * w * second, busyMs: l * second * 1000, queuedMs: 0 },
  };
}

/** The causes and findings after looks, a second apart, at the samples of crawls that follow each other. */
export function lookedAt(...crawls: (readonly Sample[])[]): Look[] {
  const all = crawls.flat();
  let findings = noFindings;
  return all.map((sample, i) => {
    const window = all.slice(Math.max(0, i - 11), i + 1);
    const look = lookAt(findings, runViews(window), sample.at);
    findings = look.findings;
    return look;
  });
}

/** Causes that are open after so many seconds of a crawl, the largest share first. */
export const openAfter = (crawl: Crawl, seconds = 8): string[] =>
  lookedAt(samples(crawl, seconds))
    .at(-1)!
    .open.filter(({ run }) => run === '1')
    .map(({ cause }) => cause);

export const viewOf = (crawl: Crawl) => runViews(samples(crawl, 8))[0]!;
