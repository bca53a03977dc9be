import {
  activeRun,
  isGoing,
  isOver,
  type Run,
  type RunTransaction,
  takesUrls,
  touchRuns,
} from '@trunkline/control';
import {
  type DeadFilter,
  deadLike,
  endedLater,
  endsStandAgain,
  holds,
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
import { type Frontier, isBehind } from '@trunkline/frontier';
import { and, asc, eq, gt, gte, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Again, Bulk, Step } from './step.ts';

const BATCH = 500;
/** More ends than so many URLs have. */
const ALL = 1000 * BATCH;
const none: Step = { processed: 0, failed: 0, position: null };

/*
 * What ended is marked as waiting and that is committed, before the frontier hands it out: it may end again at once, and both ends count.
 * A step that broke off in between is done again, and finds what it marked; the frontier knows what it was told before. What nobody did
 * again stands as it ended when the run is over (libs/control, move-run.ts); until then nobody can say, and the step waits.
 */

type Told = Pick<Frontier, 'sizes' | 'outcomesSpan'>;

/** Marks the next URLs that a run gave up; of what was held with a shape, all that was before its release. */
export async function deadAgain(tx: RunTransaction, bulk: Bulk, frontier: Told): Promise<Step | 'waits'> {
  const { runId, ...filter } = bulk.filter as DeadFilter & { runId: string };
  const [found] = await tx
    .select({ run: runs, job: jobs.serial })
    .from(runs)
    .innerJoin(jobs, and(eq(jobs.id, runs.jobId), eq(jobs.projectId, bulk.projectId)))
    .where(eq(runs.id, runId))
    .for('no key update', { of: runs });
  if (found === undefined) return none;
  const { run, job } = found;
  if (mustWait(run)) return 'waits';
  const begins = bulk.position === null && filter.shape != null && !isOver(run.state);
  if (begins && !(await allHeldRecorded(tx, bulk, run, frontier))) return 'waits';
  const ended = await endsOf(tx, bulk, job, deadLike(run.serial, filter, bulk.createdAt), BATCH);
  const last = ended.at(-1);
  if (last === undefined) return none;
  const left = ended.filter(({ endedAgain }) => !endedAgain);
  const step = { ...none, processed: ended.length, position: last.hash };
  if (isOver(run.state)) return { ...step, failed: left.length };
  return { ...step, ...(await mark(tx, bulk, run, left)) };
}

/**
 * Whether every URL that was held before a release is recorded. Once the frontier has the version of the release nothing more is held
 * under one before it (`SettleItem.under`), and what it has told by then the recorder must have come past. Until it has, the run stays open.
 */
async function allHeldRecorded(
  tx: RunTransaction,
  bulk: Bulk,
  { id, serial, version }: Pick<Run, 'id' | 'serial' | 'version'>,
  frontier: Told,
): Promise<boolean> {
  const [hold] = await tx
    .select({ place: holds.place })
    .from(holds)
    .where(and(eq(holds.runId, id), holdOf(bulk)));
  let told = (hold?.place as { told?: string[] } | undefined)?.told;
  if (told === undefined) {
    const sizes = await frontier.sizes(shortRun(serial));
    if (sizes === null || sizes.version >= version)
      told = (await frontier.outcomesSpan()).map(({ last }) => last);
  }
  const span = told && (await frontier.outcomesSpan());
  if (span?.every(({ first }, shard) => first === null || isBehind(first, told?.[shard] ?? ''))) return true;
  await holdOpen(tx, bulk, id, told);
  return false;
}

/** Whether it is open what becomes of what was marked in a run: it neither takes URLs nor is over. */
const mustWait = (run: Pick<Run, 'state' | 'endReason'>) =>
  !isOver(run.state) && !(isGoing(run.state) && takesUrls(run));

/**
 * The next of these ends, one of each URL: that which was asked for again since a request was made, else the last. `endedAgain`: it has
 * ended once more since.
 */
async function endsOf(
  tx: Transaction,
  { createdAt, position }: Bulk,
  job: number,
  which: SQL | undefined,
  limit: number,
) {
  const rows = await tx
    .select({
      ...{ url: sql<string>`${origins.origin} || ${pages.path}`, hash: visits.hash },
      sitemap: sql<number>`coalesce(${pages.sitemap}, 0)`.mapWith(Number),
      ...{ depth: visits.depth, hops: visits.hops, attempts: visits.attempt },
      asked: sql<boolean>`coalesce(${gte(visits.retriedAt, createdAt)}, false)`,
      endedAgain: sql<boolean>`${endedLater}`,
    })
    .from(visits)
    .innerJoin(pages, and(eq(pages.jobSerial, job), eq(pages.hash, visits.hash)))
    .innerJoin(origins, eq(origins.id, pages.originId))
    // Both sides, else pages are read from the first one on at every step.
    .where(and(which, ...(position === null ? [] : [gt(visits.hash, position), gt(pages.hash, position)])))
    .orderBy(asc(visits.hash), asc(visits.attempt))
    .limit(limit);
  const ofUrls = Map.groupBy(rows, ({ hash }) => hash).values();
  return Array.from(ofUrls, (own) => own.findLast(({ asked }) => asked) ?? own.at(-1)!);
}

/**
 * Marks those of the next pages a filter matches that ended in the run that goes; all of them, these and the others, are due when the next
 * run begins.
 */
export async function pagesAgain(tx: RunTransaction, bulk: Bulk): Promise<Step | 'waits'> {
  const { jobId, ...filter } = bulk.filter as PageFilter & { jobId: string };
  const [job] = await tx
    .select({ serial: jobs.serial })
    .from(jobs)
    .where(and(eq(jobs.id, jobId), eq(jobs.projectId, bulk.projectId)));
  if (job === undefined) return none;
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.jobId, jobId), activeRun))
    .for('no key update');
  if (run && mustWait(run)) return 'waits';
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
  if (run === undefined) return step;
  const which = and(
    ...[eq(visits.runSerial, run.serial), inArray(visits.hash, hashes)],
    or(eq(visits.final, true), gte(visits.retriedAt, bulk.createdAt)),
  );
  const ended = await endsOf(tx, { ...bulk, position: null }, job.serial, which, ALL);
  const left = ended.filter(({ endedAgain }) => !endedAgain);
  return { ...step, ...(await mark(tx, bulk, run, left)) };
}

/** A run that somebody asks URLs of again goes on for so long, though he is not heard of again. */
const PATIENCE = sql`now() + interval '60 seconds'`;

async function mark(
  tx: RunTransaction,
  bulk: Bulk,
  { id, serial: run }: Pick<Run, 'id' | 'serial'>,
  urls: Again['urls'],
): Promise<Pick<Step, 'again'>> {
  if (urls.length === 0) return {};
  await holdOpen(tx, bulk, id);
  const marked = await tx
    .update(visits)
    .set({ final: false, retriedAt: sql`now()` })
    .where(and(among(run, urls), eq(visits.final, true)))
    .returning({ hash: visits.hash });
  const own = new Set(marked.map(({ hash }) => hash));
  return { again: { run, urls, marked: urls.filter(({ hash }) => own.has(hash)) } };
}

/**
 * Keeps a run from ending until its frontier has answered, and whoever is just about to end it from doing so: what was asked for in that
 * moment would be dropped with what is left. `told`: how far the outcomes of each shard were told when its frontier had heard of a release.
 */
async function holdOpen(tx: RunTransaction, bulk: Bulk, runId: string, told?: string[]): Promise<void> {
  const place = { bulk: bulk.id, ...(told && { told }) };
  const renewed = await tx
    .update(holds)
    .set({ expiresAt: PATIENCE, ...(told && { place }) })
    .where(and(eq(holds.runId, runId), holdOf(bulk)))
    .returning({ id: holds.id });
  if (renewed.length > 0) return;
  await touchRuns(tx, eq(runs.id, runId));
  await tx.insert(holds).values({ runId, kind: 'retry', place, expiresAt: PATIENCE });
}

const holdOf = ({ id }: Pick<Bulk, 'id'>) =>
  and(eq(holds.kind, 'retry'), isNull(holds.closedAt), sql`${holds.place} ->> 'bulk' = ${id}`);

/** Nothing more is asked for: the run may end. */
export async function letEnd(on: Pick<Transaction, 'update'>, bulk: Pick<Bulk, 'id'>): Promise<void> {
  await on.update(holds).set({ closedAt: sql`now()` }).where(holdOf(bulk));
}

/** Ends of these URLs that were marked stand again, but for those of URLs that have ended once more. */
export async function unmark(tx: Transaction, run: number, urls: Again['urls']): Promise<void> {
  await endsStandAgain(tx, run, among(run, urls));
}

/** These very ends: a later one of the same URL is none of them. */
const among = (run: number, urls: Again['urls']) =>
  and(
    eq(visits.runSerial, run),
    sql`(${visits.hash}, ${visits.attempt}) in (select * from unnest(
      ${sql.param(urls.map(({ hash }) => hash))}::bigint[], ${sql.param(urls.map(({ attempts }) => attempts))}::smallint[]))`,
  );
