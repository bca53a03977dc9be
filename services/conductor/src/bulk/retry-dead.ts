import {
  type DeadFilter,
  deadLike,
  jobs,
  origins,
  pages,
  runs,
  shortRun,
  type Transaction,
  visits,
} from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { keepRetry } from './keep-retry.ts';
import type { Bulk, Step } from './run-bulk.ts';

const BATCH = 500;

/**
 * Lets the next URLs that a run gave up wait again. Should this process die before the commit, the same request is repeated, and
 * the frontier knows it by its id.
 */
export async function retryDead(
  tx: Transaction,
  frontier: Pick<Frontier, 'retryDead'>,
  bulk: Bulk,
): Promise<Step> {
  const { runId, ...filter } = bulk.filter as DeadFilter & { runId: string };
  const [run] = await tx
    .select({ serial: runs.serial, state: runs.state })
    .from(runs)
    .innerJoin(jobs, and(eq(jobs.id, runs.jobId), eq(jobs.projectId, bulk.projectId)))
    .where(eq(runs.id, runId));
  if (run === undefined) return { processed: 0, failed: 0, position: null, runIds: [] };
  const found = await tx
    .select({
      url: sql<string>`${origins.origin} || ${pages.path}`,
      ...{ hash: visits.hash, depth: visits.depth, hops: visits.hops, attempts: visits.attempt },
    })
    .from(visits)
    .innerJoin(pages, and(eq(pages.jobSerial, visits.jobSerial), eq(pages.hash, visits.hash)))
    .innerJoin(origins, eq(origins.id, pages.originId))
    .where(
      and(
        deadLike(run.serial, filter),
        // Both sides, else pages are read from the first one on at every step.
        ...(bulk.position === null ? [] : [gt(visits.hash, bulk.position), gt(pages.hash, bulk.position)]),
      ),
    )
    .orderBy(asc(visits.hash))
    .limit(BATCH);
  const last = found.at(-1);
  if (last === undefined) return { processed: 0, failed: 0, position: null, runIds: [] };
  const step = { processed: found.length, position: last.hash, runIds: [] };
  if (run.state !== 'running' && run.state !== 'paused') return { ...step, failed: found.length };
  const urls = found.map(({ hash: _, ...url }) => url);
  const id = `${bulk.id}:${last.hash}`;
  const { refused } = await frontier.retryDead(shortRun(run.serial), id, urls);
  await keepRetry(tx, run.serial, id, found);
  if (refused < found.length)
    await tx
      .update(visits)
      .set({ deadReason: null, final: false })
      .where(
        and(
          deadLike(run.serial, filter),
          inArray(
            visits.hash,
            found.map(({ hash }) => hash),
          ),
        ),
      );
  return { ...step, failed: refused };
}
