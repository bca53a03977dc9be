import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '@trunkline/test-support';

/** What is said of one moment, of all runs that are watched: open findings and, of the crawl, the causes of waiting; the greatest first. */
export type Sample = {
  /** ms of performance.now(). */
  at: number;
  causes: { cause: string; share: number }[];
  findings: { id: string; cause: string; share: number; sentence: string }[];
};

/** A job to look at, and as whom. */
export type Watched = { job: string; stack: Stack };

const EVERY_MS = 500;

type Answer = {
  job: {
    latestRun: {
      /** Null until a conductor has looked at it. */
      causes: { waiting: number; causes: { cause: string; urls: number; share: number }[] } | null;
      findings: Sample['findings'];
    };
  };
};
const query = `query ($id: ID!) { job(id: $id) { latestRun {
  causes { waiting causes { cause urls share } } findings(state: OPEN) { id cause share sentence } } } }`;

export type Watch = ReturnType<typeof startWatch>;

/** Looks at a crawl twice a second, and holds at each look that the causes sum to what waits. */
export function startWatch(stack: Stack, crawl: () => string) {
  const samples: Sample[] = [];
  /** Looks at which causes did not sum to what waits, or no answer came. */
  const wrong: string[] = [];
  const others = new Set<Watched>();
  let looks = 0;
  let stopped = false;

  const ask = async ({ job, stack }: Watched) =>
    (await stack.query<Answer>(query, { id: job })).job.latestRun;

  async function look(): Promise<Sample> {
    const [run, ...rest] = await Promise.all([{ job: crawl(), stack }, ...others].map(ask));
    const at = performance.now();
    for (const { causes } of [run!, ...rest]) {
      if (!causes) continue;
      looks++;
      const sum = causes.causes.reduce((all, { urls }) => all + urls, 0);
      if (sum !== causes.waiting) wrong.push(`${sum} of ${causes.waiting} have a cause`);
    }
    const findings = [run!, ...rest].flatMap((one) => one.findings);
    const bySize = (a: { share: number }, b: { share: number }) => b.share - a.share;
    return { at, causes: (run!.causes?.causes ?? []).toSorted(bySize), findings: findings.toSorted(bySize) };
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        samples.push(await look());
      } catch (error) {
        wrong.push((error as Error).message);
      }
      await pause(EVERY_MS);
    }
  }
  const running = run();

  return {
    samples,
    wrong,
    looks: () => looks,
    /** Runs to look at besides, until what comes back is called. */
    add(watched: Watched): () => void {
      others.add(watched);
      return () => others.delete(watched);
    },
    /** The next sample of which something holds; null: there was none within `ms`. */
    async until(holds: (sample: Sample) => boolean, ms: number): Promise<Sample | null> {
      const end = performance.now() + ms;
      for (let next = samples.length; performance.now() < end; ) {
        for (; next < samples.length; next++) if (holds(samples[next]!)) return samples[next]!;
        await pause(50);
      }
      return null;
    },
    async stop(): Promise<void> {
      stopped = true;
      await running;
    },
  };
}
