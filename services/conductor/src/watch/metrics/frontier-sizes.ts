import { type Database, shortRun } from '@trunkline/database';
import { type Cause, causes, type Frontier } from '@trunkline/frontier';
import { activeRuns } from '../../turns/active-runs.ts';

/** Sums over all runs that have not ended. */
export type FrontierSizes = {
  runs: Map<string, number>;
  urls: { waiting: number; delayed: number; inFlight: number };
  waiting: Record<Cause, number>;
};

/** Sums are taken at most so often, whoever asks, and over at most so many runs, ms. */
const FRESH_MS = 5000;
const MOST_RUNS = 500;
const AT_ONCE = 4;

type Parts = { frontier: Pick<Frontier, 'sizes' | 'causes'>; db: Database };

/** The frontier by state and by why URLs wait. Looking at many runs takes a while, so the answer is kept for some seconds. */
export function createFrontierSizes({ frontier, db }: Parts): () => Promise<FrontierSizes> {
  let kept: Promise<FrontierSizes> | null = null;
  let until = 0;

  async function take(): Promise<FrontierSizes> {
    const found = await activeRuns(db);
    const sizes: FrontierSizes = {
      runs: new Map(),
      urls: { waiting: 0, delayed: 0, inFlight: 0 },
      waiting: Object.fromEntries(causes.map((cause) => [cause, 0])) as Record<Cause, number>,
    };
    for (const { state } of found) sizes.runs.set(state, (sizes.runs.get(state) ?? 0) + 1);
    const left = found.slice(0, MOST_RUNS).values();
    const lane = async () => {
      for (const { serial } of left) {
        const run = shortRun(serial);
        const [size, why] = await Promise.all([frontier.sizes(run), frontier.causes(run)]);
        if (size) {
          sizes.urls.waiting += size.counters.waiting;
          sizes.urls.delayed += size.counters.delayed;
          sizes.urls.inFlight += size.counters.inFlight;
        }
        if (why) for (const cause of causes) sizes.waiting[cause] += why.urls[cause];
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return sizes;
  }

  return () => {
    if (kept && performance.now() < until) return kept;
    until = performance.now() + FRESH_MS;
    kept = take();
    kept.catch(() => {
      kept = null;
    });
    return kept;
  };
}
