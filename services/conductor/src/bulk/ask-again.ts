import { activeRun, isOver } from '@trunkline/control';
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
import { and, asc, eq, gt, gte, inArray, isNotNull, not, or, sql } from 'drizzle-orm';
import type { Again, Bulk, Step } from './step.ts';

const BATCH = 500;
/** Which end of a run. */
type End = { hash: string; attempts: number };
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
  if (isOver(run.state)) await standAgain(tx, run.serial, urls);
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
  await standAgainWhereOver(tx, jobId, bulk.createdAt, hashes);
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
  const marked = await tx
    .update(visits)
    .set({ final: false, retriedAt: sql`now()` })
    .where(and(among(run, urls), eq(visits.final, true)))
    .returning({ hash: visits.hash });
  const own = new Set(marked.map(({ hash }) => hash));
  return { run, urls, marked: urls.filter(({ hash }) => own.has(hash)) };
}

/**
 * Of URLs that the frontier did not take their ends stand again: those that this step marked. What another has marked may be under way, and
 * would find that it has ended already.
 */
export async function unmark(tx: Transaction, { run, marked }: Again): Promise<void> {
  await standAgain(tx, run, marked);
}

/** Of runs that ended since a request was made: what it marked in them, and the frontier did not hear of, stands again. */
async function standAgainWhereOver(tx: Transaction, jobId: string, since: Date, hashes: string[]) {
  const over = await tx
    .select({ serial: runs.serial })
    .from(runs)
    .where(and(eq(runs.jobId, jobId), not(activeRun), gte(runs.finishedAt, since)));
  for (const { serial } of over) {
    const marked = await tx
      .select({ hash: visits.hash, attempts: visits.attempt })
      .from(visits)
      .where(and(eq(visits.runSerial, serial), inArray(visits.hash, hashes), gte(visits.retriedAt, since)));
    if (marked.length > 0) await standAgain(tx, serial, marked);
  }
}

/** Ends that were marked stand again, but for those of URLs that have ended once more. */
async function standAgain(tx: Transaction, run: number, urls: readonly End[]): Promise<void> {
  const later = sql`exists (select from visits later where later.run = ${visits.runSerial} and later.hash = ${visits.hash} and later.final)`;
  await tx
    .update(visits)
    .set({ final: true, retriedAt: null })
    .where(and(among(run, urls), isNotNull(visits.retriedAt), eq(visits.final, false), not(later)));
}

/** These very ends: a later one of the same URL is none of them. */
const among = (run: number, urls: readonly End[]) =>
  and(
    eq(visits.runSerial, run),
    sql`(${visits.hash}, ${visits.attempt}) in (select * from unnest(
      ${sql.param(urls.map(({ hash }) => hash))}::bigint[], ${sql.param(urls.map(({ attempts }) => attempts))}::smallint[]))`,
  );
