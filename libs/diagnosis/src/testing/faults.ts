import { type Crawl, healthy } from './world.ts';

export const busy = { WORKERS_BUSY: 600, PACE: 400 };
const slow = (stage: string, w: number, more = {}): Crawl => ({
  ...{ urls: busy, inFlight: 100, unclaimed: {} },
  stages: { ...healthy, [stage]: { lambda: 20, w, ...more } },
});

/** Visits that wait for Redis for so long, and claims that are on their way to it. */
export const askRedis = (w: number): Crawl => ({
  stages: { ...healthy, frontier: { lambda: 50, w }, settle: { lambda: 50, w } },
  unclaimed: { CLAIMING: 0.6, NOTHING_DUE: 0.3 },
});

/** Of every fault a crawl that has it, and one that nearly has it. */
export const faults: Record<string, [has: Crawl, nearly: Crawl]> = {
  QUOTA: [{ urls: { QUOTA: 1000, PACE: 0 }, run: { inFlight: 0 } }, { urls: { QUOTA: 1000, PACE: 0 } }],
  NO_WORKERS: [{ urls: { NO_WORKERS: 1000, PACE: 0 } }, { urls: { NO_WORKERS: 10 } }],
  UNREACHABLE: [
    {
      urls: { UNREACHABLE: 300 },
      stages: { ...healthy, connect: { lambda: 20, w: 20, failedBy: { CONNECT_REFUSED: 10 } } },
    },
    {
      urls: { UNREACHABLE: 300 },
      stages: { ...healthy, connect: { lambda: 50, w: 20, failedBy: { CONNECT_REFUSED: 1 } } },
    },
  ],
  THROTTLED: [
    { urls: { THROTTLED: 300 }, throttledPerS: 10 },
    { urls: { THROTTLED: 300 }, throttledPerS: 0.5 },
  ],
  BACKOFF: [{ urls: { BACKOFF: 300 } }, { urls: { BACKOFF: 90 } }],
  ROBOTS: [
    { urls: { ROBOTS: 300 }, lostRobots: 200, moreLostRobotsPerS: 5 },
    { urls: { ROBOTS: 300 }, lostRobots: 30, moreLostRobotsPerS: 1 },
  ],
  DNS: [slow('dns', 2000), slow('dns', 400)],
  CONNECT: [slow('connect', 3000), slow('connect', 900)],
  SLOW_ORIGIN: [slow('headers', 4000), { ...slow('headers', 4000), hosts: 1, inFlight: 20 }],
  LARGE_BODY: [{ ...slow('body', 4000), bytesPerPage: 5e6 }, slow('body', 1500)],
  BANDWIDTH: [
    { ...slow('body', 4000), bytesPerPage: 26_000, capBytesPerS: 1_400_000 },
    { ...slow('body', 1500), bytesPerPage: 26_000, capBytesPerS: 3_000_000 },
  ],
  CPU: [
    { ...slow('extract', 500), elu: 0.99, cpuMsPerPage: 40, fetchedPerS: 24 },
    // A fast crawl: all of the time is used, and none is wasted.
    { ...slow('extract', 50), elu: 0.99, cpuMsPerPage: 1.5, fetchedPerS: 650 },
  ],
  STORE: [slow('store', 3000), slow('store', 300)],
  DISCOVERY: [
    { unclaimed: { DISCOVERY: 0.5 }, discovery: { urls: 500_000, oldestMs: 9000, heldBy: null } },
    { discovery: { urls: 50_000, oldestMs: 3000, heldBy: null } },
  ],
  REDIS: [
    { urls: busy, redisMs: 250, ...askRedis(500) },
    { urls: busy, redisMs: 30, ...askRedis(60) },
  ],
  REDIS_FULL: [
    { redisFull: true, discovery: { urls: 5000, oldestMs: 20_000, heldBy: 'REDIS_FULL' } },
    { discovery: { urls: 5000, oldestMs: 2000, heldBy: null } },
  ],
  RECORDER: [{ recorder: 'stuck' }, { recorder: 'well' }],
  WORKERS_BUSY: [
    { urls: busy, inFlight: 99, stages: {}, unclaimed: {} },
    { urls: { WORKERS_BUSY: 200, PACE: 800 }, inFlight: 99, stages: {}, unclaimed: {} },
  ],
  RESUBMISSION: [
    { submittedPerS: { accepted: 1, known: 100 } },
    { submittedPerS: { accepted: 100, known: 20 } },
  ],
  ABUSE: [
    { submittedPerS: { accepted: 5000, known: 0 }, others: { waiting: 500, growthPerS: 5 } },
    { submittedPerS: { accepted: 5000, known: 0 } },
  ],
};
