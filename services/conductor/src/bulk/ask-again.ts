import { activeRun } from '@trunkline/control';
import {
  type DeadFilter,
  deadLike,
  jobs,
  origins,
  type PageFilter,
  pageStates,
  pages,
  pagesLike,
  runs,
  type Transaction,
  visits,
} from '@trunkline/database';
import { and, asc, eq, gt, gte, inArray, isNotNull, or, sql } from 'drizzle-orm';
import type { Again, Bulk, Step } from './step.ts';

const BATCH = 500;
const none: Step = { processed: 0, failed: 0, position: null };

const ofVisit = {
  url: sql<string>`${origins.origin} || ${pages.path}`,
  sitemap: sql<number>`coalesce(${pages.sitemap}, 0)`.mapWith(Number),
  ...{ hash: visits.hash, depth: visits.depth, hops: visits.hops, attempts: visits.attempt },
};

/*
 * What ended is marked as waiting and that is committed, before the frontier hands it out: it may end again at once, and both ends count.
 * A step that broke off in between is done again, and finds what it marked; the frontier knows what it was told before.
 */

/** Marks the next URLs that a run gave up. */
export async function deadAgain(tx: Transaction, bulk: Bulk): Promise<Step> {
  const { runId, ...filter } = bulk.filter as DeadFilter & { runId: string };
  const [run] = await tx
    .select({ serial: runs.serial, state: runs.state })
    .from(runs)
    .innerJoin(jobs, and(eq(jobs.id, runs.jobId), eq(jobs.projectId, bulk.projectId)))
    .where(eq(runs.id, runId));
  if (run === undefined) return none;
  const urls = await tx
    .select(ofVisit)
    .from(visits)
    .innerJoin(pages, and(eq(pages.jobSerial, visits.jobSerial), eq(pages.hash, visits.hash)))
    .innerJoin(origins, eq(origins.id, pages.originId))
    .where(
      and(
        deadLike(run.serial, filter, bulk.createdAt),
        // Both sides, else pages are read from the first one on at every step.
        ...(bulk.position === null ? [] : [gt(visits.hash, bulk.position), gt(pages.hash, bulk.position)]),
      ),
    )
    .orderBy(asc(visits.hash), asc(visits.attempt))
    .limit(BATCH);
  const last = urls.at(-1);
  if (last === undefined) return none;
  const step = { ...none, processed: urls.length, position: last.hash };
  if (run.state !== 'running' && run.state !== 'paused') return { ...step, failed: urls.length };
  return { ...step, again: await mark(tx, run.serial, urls) };
}

/**
 * Marks those of the next pages a filter matches that ended in the run that goes; all of them, these and the others, are due when the next
 * run begins.
 */
export async function pagesAgain(tx: Transaction, bulk: Bulk): Promise<Step> {
  const { jobId, ...filter } = bulk.filter as PageFilter & { jobId: string };
  const [job] = await tx
    .select({ serial: jobs.serial })
    .from(jobs)
    .where(and(eq(jobs.id, jobId), eq(jobs.projectId, bulk.projectId)));
  if (job === undefined) return none;
  const found = await tx
    .select({ hash: pages.hash })
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
  const hashes = found.map(({ hash }) => hash);
  await tx
    .update(pageStates)
    .set({ dueAt: sql`least(${pageStates.dueAt}, now())` })
    .where(and(eq(pageStates.jobSerial, job.serial), inArray(pageStates.hash, hashes)));
  const step = { ...none, processed: found.length, position: last.hash };
  const [run] = await tx
    .select({ serial: runs.serial, state: runs.state })
    .from(runs)
    .where(and(eq(runs.jobId, jobId), activeRun));
  if (run?.state !== 'running' && run?.state !== 'paused') return step;
  const ended = await tx
    .select(ofVisit)
    .from(visits)
    .innerJoin(pages, and(eq(pages.jobSerial, job.serial), eq(pages.hash, visits.hash)))
    .innerJoin(origins, eq(origins.id, pages.originId))
    .where(
      and(
        ...[eq(visits.runSerial, run.serial), inArray(visits.hash, hashes)],
        or(eq(visits.final, true), gte(visits.retriedAt, bulk.createdAt)),
      ),
    )
    .orderBy(asc(visits.hash), asc(visits.attempt));
  return ended.length === 0 ? step : { ...step, again: await mark(tx, run.serial, ended) };
}

async function mark(tx: Transaction, run: number, rows: Again['urls']): Promise<Again> {
  // Of several ends the last one counts.
  const urls = [...new Map(rows.map((row) => [row.hash, row])).values()];
  await tx
    .update(visits)
    .set({ final: false, retriedAt: sql`now()` })
    .where(and(among(run, urls), eq(visits.final, true)));
  return { run, urls };
}

/** Of URLs that the frontier did not take their ends stand again. */
export async function unmark(tx: Transaction, { run, urls }: Again): Promise<void> {
  await tx
    .update(visits)
    .set({ final: true, retriedAt: null })
    .where(and(among(run, urls), isNotNull(visits.retriedAt), eq(visits.final, false)));
}

/** These very ends: a later one of the same URL is none of them. */
const among = (run: number, urls: Again['urls']) =>
  and(
    eq(visits.runSerial, run),
    sql`(${visits.hash}, ${visits.attempt}) in (select * from unnest(
      ${sql.param(urls.map(({ hash }) => hash))}::bigint[], ${sql.param(urls.map(({ attempts }) => attempts))}::smallint[]))`,
  );
