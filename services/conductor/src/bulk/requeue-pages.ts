import {
  jobs,
  origins,
  type PageFilter,
  pageStates,
  pages,
  pagesLike,
  runs,
  shortRun,
  type Transaction,
  visits,
} from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import { and, asc, eq, gt, inArray, notInArray, sql } from 'drizzle-orm';
import { keepRetry } from './keep-retry.ts';
import type { Bulk, Step } from './run-bulk.ts';

const BATCH = 500;

/**
 * Asks again for the next pages a filter matches: those that ended in the run that goes wait again there, at once; all the others
 * are due when the next run begins. Should this process die before the commit, the frontier knows the repeated request by its id.
 */
export async function requeuePages(
  tx: Transaction,
  frontier: Pick<Frontier, 'retryDead'>,
  bulk: Bulk,
): Promise<Step> {
  const none = { processed: 0, failed: 0, position: null, runIds: [] };
  const { jobId, ...filter } = bulk.filter as PageFilter & { jobId: string };
  const [job] = await tx
    .select({ serial: jobs.serial })
    .from(jobs)
    .where(and(eq(jobs.id, jobId), eq(jobs.projectId, bulk.projectId)));
  if (job === undefined) return none;
  const found = await tx
    .select({ url: sql<string>`${origins.origin} || ${pages.path}`, hash: pages.hash })
    .from(pages)
    .innerJoin(origins, eq(origins.id, pages.originId))
    .innerJoin(pageStates, and(eq(pageStates.jobSerial, job.serial), eq(pageStates.hash, pages.hash)))
    .where(
      and(
        pagesLike(job.serial, filter),
        // Both sides, else those of the other table are read from the first one on at every step.
        ...(bulk.position === null
          ? []
          : [gt(pages.hash, bulk.position), gt(pageStates.hash, bulk.position)]),
      ),
    )
    .orderBy(asc(pages.hash))
    .limit(BATCH);
  const last = found.at(-1);
  if (last === undefined) return none;
  const failed = await again(tx, frontier, jobId, `${bulk.id}:${last.hash}`, found);
  await tx
    .update(pageStates)
    .set({ dueAt: sql`least(${pageStates.dueAt}, now())` })
    .where(and(eq(pageStates.jobSerial, job.serial), inArray(pageStates.hash, hashesOf(found))));
  return { processed: found.length, failed, position: last.hash, runIds: [] };
}

const hashesOf = (rows: readonly { hash: string }[]) => rows.map(({ hash }) => hash);

/** Lets those of the pages wait again that have ended in the run that goes. Answers how many the frontier refused. */
async function again(
  tx: Transaction,
  frontier: Pick<Frontier, 'retryDead'>,
  jobId: string,
  id: string,
  found: readonly { url: string; hash: string }[],
): Promise<number> {
  const [run] = await tx
    .select({ serial: runs.serial, state: runs.state })
    .from(runs)
    .where(and(eq(runs.jobId, jobId), notInArray(runs.state, ['done', 'cancelled', 'failed'])));
  if (run === undefined || (run.state !== 'running' && run.state !== 'paused')) return 0;
  const ended = and(
    eq(visits.runSerial, run.serial),
    eq(visits.final, true),
    inArray(visits.hash, hashesOf(found)),
  );
  const rows = await tx
    .select({ hash: visits.hash, depth: visits.depth, hops: visits.hops, attempts: visits.attempt })
    .from(visits)
    .where(ended)
    .orderBy(asc(visits.hash), asc(visits.attempt));
  if (rows.length === 0) return 0;
  const urlOf = new Map(found.map(({ hash, url }) => [hash, url]));
  // Of several attempts the last one counts.
  const last = [...new Map(rows.map((row) => [row.hash, row])).values()];
  const urls = last.map(({ hash, ...rest }) => ({ ...rest, url: urlOf.get(hash)! }));
  const { refused } = await frontier.retryDead(shortRun(run.serial), id, urls);
  await keepRetry(tx, run.serial, id, last);
  if (refused < urls.length) await tx.update(visits).set({ final: false, deadReason: null }).where(ended);
  return refused;
}
