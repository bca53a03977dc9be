import { jobs, pageChanges, urlHash } from '@trunkline/database';
import { canonicalUrl } from '@trunkline/web/url';
import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { pageOf } from './cursor.ts';
import type { Parts } from './parts.ts';
import type { Caller, Page, PageArgs } from './values.ts';

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

export type PageStore = {
  /** The page of a job at a URL; null when the project has none. */
  find(jobId: string, url: string): Promise<PageValue | null>;
  /** How its captures differed from run to run, newest first. */
  changes(page: PageValue, args: PageArgs): Promise<Page<ChangeValue>>;
};

type Row = Record<string, string | number | null>;
const moment = (value: unknown) => (value === null ? null : new Date(value as string));

/** Pages of the caller's project. */
export function createPageStore({ db }: Pick<Parts, 'db'>, caller: Caller): PageStore {
  return {
    async find(jobId, url) {
      const canonical = canonicalUrl(url) ?? url;
      const [job] = await db
        .select({ serial: jobs.serial })
        .from(jobs)
        .where(and(eq(jobs.id, jobId), eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)));
      if (!job) return null;
      const { rows } = await db.execute<Row>(sql`
        select p.hash, o.origin || p.path as url, p.depth, f.origin || q.path as discovered_from, p.first_seen, s.last_visit_at,
          s.last_status, s.last_outcome, s.digest, s.title, s.changed_at, s.due_at, s.capture_run, s.capture_id
        from pages p join origins o on o.id = p.origin
          left join page_states s on s.job = ${job.serial} and s.hash = p.hash
          left join pages q on q.job = ${job.serial} and q.hash = p.discovered_from left join origins f on f.id = q.origin
        where p.job = ${job.serial} and p.hash = ${urlHash(canonical)}::bigint`);
      const row = rows[0];
      // Two URLs with one hash: the other one is not what was asked for.
      if (!row || row.url !== canonical) return null;
      return {
        jobSerial: job.serial,
        hash: row.hash as string,
        url: canonical,
        depth: row.depth as number,
        discoveredFrom: row.discovered_from as string | null,
        firstSeenAt: new Date(Number(row.first_seen) * 1000),
        lastVisitAt: moment(row.last_visit_at),
        lastStatus: row.last_status as number | null,
        lastOutcome: row.last_outcome as string | null,
        digest: row.digest as string | null,
        title: row.title as string | null,
        changedAt: moment(row.changed_at),
        dueAt: moment(row.due_at),
        captureKey:
          row.capture_run === null
            ? null
            : `${Number(row.capture_run).toString(36)}.${Number(row.capture_id).toString(36)}`,
      };
    },

    changes({ jobSerial, hash }, args) {
      const where = and(eq(pageChanges.jobSerial, jobSerial), eq(pageChanges.hash, hash));
      return pageOf(
        args,
        (text) => (/^\d{1,15}$/.test(text) ? Number(text) : null),
        ({ after, before, reverse, limit }) =>
          db
            .select()
            .from(pageChanges)
            .where(
              and(
                where,
                after ? lt(pageChanges.runSerial, after) : undefined,
                before ? sql`${pageChanges.runSerial} > ${before}` : undefined,
              ),
            )
            .orderBy(reverse ? pageChanges.runSerial : desc(pageChanges.runSerial))
            .limit(limit),
        () => db.$count(pageChanges, where),
      );
    },
  };
}
