import {
  jobs,
  origins,
  type PageFilter,
  pageChanges,
  pageStates,
  pages,
  pagesLike,
  urlHash,
} from '@trunkline/database';
import { canonicalUrl } from '@trunkline/web/url';
import { and, asc, count, desc, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { countWithin } from '../lists/count-within.ts';
import { emptyPage, type Page, type PageArgs, pageOf } from '../lists/cursor.ts';
import { hashKey, numberKey, pageParts } from '../lists/keys.ts';
import { keyset } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Caller, JobValue } from '../values.ts';
import { captureKey } from './capture-store.ts';

/** A known URL of a job: how it was found, and what its last visit and last capture were. */
export type PageValue = {
  jobSerial: number;
  hash: string;
  url: string;
  depth: number;
  discoveredFrom: string | null;
  firstSeenAt: Date;
  lastVisitAt: Date | null;
  lastStatus: number | null;
  lastOutcome: string | null;
  digest: string | null;
  title: string | null;
  changedAt: Date | null;
  dueAt: Date | null;
  captureKey: string | null;
};

export type ChangeValue = typeof pageChanges.$inferSelect;

/** Names a page among all jobs: its job's serial in base 36, and its hash. */
export const pageKey = ({ jobSerial, hash }: Pick<PageValue, 'jobSerial' | 'hash'>) =>
  `${jobSerial.toString(36)}.${hash}`;

type Range = { after: string | null; before: string | null };

const within = (hash: typeof pages.hash | typeof pageStates.hash, range: Range | undefined) =>
  and(
    range?.after == null ? undefined : gt(hash, range.after),
    range?.before == null ? undefined : lt(hash, range.before),
  );

/** Pages of the caller's project. */
export function createPageStore({ db }: Pick<Parts, 'db'>, caller: Caller) {
  async function serialOf(where: SQL): Promise<number | null> {
    const [job] = await db
      .select({ serial: jobs.serial })
      .from(jobs)
      .where(and(where, eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)));
    return job?.serial ?? null;
  }

  const stateOf = (job: number) => and(eq(pageStates.jobSerial, job), eq(pageStates.hash, pages.hash));

  /** `range` bounds states too: joined without it they would be read from the first one on to where the pages begin. */
  async function select(
    job: number,
    { where, range, order, limit }: { where: SQL | undefined; range?: Range; order: SQL; limit: number },
  ) {
    const rows = await db
      .select({
        hash: pages.hash,
        url: sql<string>`${origins.origin} || ${pages.path}`,
        depth: pages.depth,
        discoveredFrom: sql<
          string | null
        >`(select f.origin || q.path from ${pages} q join ${origins} f on f.id = q.origin
          where q.job = ${job} and q.hash = ${pages.discoveredFrom})`,
        firstSeen: pages.firstSeen,
        lastVisitAt: pageStates.lastVisitAt,
        lastStatus: pageStates.lastStatus,
        lastOutcome: pageStates.lastOutcome,
        digest: pageStates.digest,
        title: pageStates.title,
        changedAt: pageStates.changedAt,
        dueAt: pageStates.dueAt,
        captureRun: pageStates.captureRun,
        captureId: pageStates.captureId,
      })
      .from(pages)
      .innerJoin(origins, eq(origins.id, pages.originId))
      .leftJoin(pageStates, and(stateOf(job), within(pageStates.hash, range)))
      .where(and(where, within(pages.hash, range)))
      .orderBy(order)
      .limit(limit);
    return rows.map(
      ({ firstSeen, captureRun, captureId, ...rest }): PageValue => ({
        ...rest,
        jobSerial: job,
        firstSeenAt: new Date(firstSeen * 1000),
        captureKey:
          captureRun === null || captureId === null
            ? null
            : captureKey({ runSerial: captureRun, id: captureId }),
      }),
    );
  }

  const byHash = (job: number, hash: string) =>
    select(job, {
      where: and(eq(pages.jobSerial, job), eq(pages.hash, hash)),
      order: asc(pages.hash),
      limit: 1,
    });

  async function at(job: number, canonical: string): Promise<PageValue | null> {
    const [page] = await byHash(job, urlHash(canonical));
    // Two URLs with one hash: the other one is not what was asked for.
    return page?.url === canonical ? page : null;
  }

  return {
    /** The page of a job at a URL; null when the project has none. */
    async find(jobId: string, url: string): Promise<PageValue | null> {
      const job = await serialOf(eq(jobs.id, jobId));
      return job === null ? null : at(job, canonicalUrl(url) ?? url);
    },
    /** The same, of a job of the project that was found already. */
    ofFound: ({ serial }: Pick<JobValue, 'serial'>, canonical: string) => at(serial, canonical),

    /** The page of an id: see `pageKey`. */
    async findByKey(key: string): Promise<PageValue | null> {
      const parts = pageParts(key);
      const job = parts && (await serialOf(eq(jobs.serial, parts.job)));
      return parts === null || job === null ? null : ((await byHash(job, parts.hash))[0] ?? null);
    },

    /** In a fixed order that means nothing. */
    async ofJob(jobId: string, args: PageArgs, filter: PageFilter): Promise<Page<PageValue>> {
      const job = await serialOf(eq(jobs.id, jobId));
      if (job === null) return emptyPage;
      const where = pagesLike(job, filter);
      return pageOf(
        args,
        hashKey,
        ({ after, before, reverse, limit }) =>
          select(job, {
            where,
            range: { after, before },
            order: reverse ? desc(pages.hash) : asc(pages.hash),
            limit,
          }),
        () =>
          countWithin(db, async (tx) => {
            const rows = tx
              .select({ n: count() })
              .from(pages)
              .leftJoin(pageStates, stateOf(job))
              .where(where);
            return (await rows)[0]!.n;
          }),
      );
    },

    /** How its captures differed from run to run, newest first. */
    changes: ({ jobSerial, hash }: PageValue, args: PageArgs): Promise<Page<ChangeValue>> =>
      keyset(db, args, {
        select: () => db.select().from(pageChanges),
        where: and(eq(pageChanges.jobSerial, jobSerial), eq(pageChanges.hash, hash)),
        ...{ by: [pageChanges.runSerial], direction: 'desc', kind: numberKey },
      }),
  };
}

export type PageStore = ReturnType<typeof createPageStore>;
