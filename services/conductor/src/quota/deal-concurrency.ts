import { activeRun, touchRuns } from '@trunkline/control';
import { type Database, jobs, projects, runs, shortRun } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Bus } from '@trunkline/telemetry';
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { createTurns } from '../turns/turns.ts';
import { type Sharer, shareConcurrency } from './share-concurrency.ts';

export type DealParts = {
  frontier: Pick<Frontier, 'sizesOf'>;
  db: Database;
  bus: Pick<Bus, 'publish'>;
};

/** Of more runs than requests at once each has its turn for so long, ms. */
const TURN_MS = 10_000;

/**
 * One pass: what projects may have in flight at once is dealt to their runs, whose versions rise where a share changed. Several
 * conductors come to nearly the same shares; the last one's stand.
 */
export async function dealConcurrency(
  { db, frontier, bus }: DealParts,
  turns: Pick<ReturnType<typeof createTurns>, 'each'>,
): Promise<void> {
  const rows = await db
    .select({ run: runs, weight: jobs.weight, projectId: projects.id, most: projects.maxConcurrency })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .innerJoin(projects, eq(projects.id, jobs.projectId))
    .where(and(isNotNull(projects.maxConcurrency), activeRun))
    .orderBy(asc(runs.serial));
  const sizes = await frontier.sizesOf(rows.map(({ run }) => shortRun(run.serial)));
  const sizeOf = new Map(rows.map(({ run }, i) => [run.id, sizes[i]]));
  const groups = Map.groupBy(rows, ({ projectId }) => projectId).values();
  await turns.each(
    groups,
    ([first]) => first!.projectId,
    async (group) => {
      const sharers: Sharer[] = [];
      for (const { run, weight } of group) {
        const { waiting = 0, inFlight = 0 } = sizeOf.get(run.id)?.counters ?? {};
        // What is paused or over keeps only what it still has in flight.
        const going = run.state === 'running' || run.state === 'starting';
        sharers.push({ id: run.id, weight, inFlight, waiting: going ? waiting : 0, share: run.maxInFlight });
      }
      const turn = Math.floor(Date.now() / TURN_MS);
      for (const [id, share] of shareConcurrency(group[0]!.most ?? 0, sharers, turn)) {
        const run = group.find((row) => row.run.id === id)!.run;
        if (run.maxInFlight === share) continue;
        const asRead = and(eq(runs.id, id), eq(runs.version, run.version))!;
        await touchRuns({ db, bus }, asRead, { maxInFlight: share });
      }
    },
  );
}
