import { hostPauses, hostRules, jobs, origins, pages } from '@trunkline/database';
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { emptyPage, type Page, type PageArgs, pageOf } from '../lists/cursor.ts';
import { intKey } from '../lists/keys.ts';
import type { Parts } from '../parts.ts';
import type { Caller, HostValue } from '../values.ts';

/** Whether a project has to do with a host: one of its jobs knows a page there, or it has a rule or a word about it. */
export async function knowsHost({ db }: Pick<Parts, 'db'>, caller: Caller, host: string): Promise<boolean> {
  const { projectId } = caller;
  const { rows } = await db.execute<{ said: boolean; ids: number[]; serials: number[] }>(sql`
    select exists (select from ${hostRules} r where r.project_id = ${projectId} and r.pattern = ${host} and r.removed_at is null)
        or exists (select from ${hostPauses} p where p.project_id = ${projectId} and p.host = ${host}) as said,
      array(select o.id from ${origins} o where o.host = ${host}) as ids,
      array(select j.serial from ${jobs} j where j.project_id = ${projectId} and j.archived_at is null) as serials`);
  const { said, ids, serials } = rows[0]!;
  if (said) return true;
  if (ids.length === 0 || serials.length === 0) return false;
  // Jobs as numbers, so that other partitions are not even looked at.
  const [page] = await db
    .select({ origin: pages.originId })
    .from(pages)
    .where(and(inArray(pages.jobSerial, serials), inArray(pages.originId, ids)))
    .limit(1);
  return page !== undefined;
}

/** The hosts of a job in the order in which they became known, found by one look into an index for each: pages are not read. */
export async function hostsOfJob(
  { db }: Pick<Parts, 'db'>,
  caller: Caller,
  jobId: string,
  args: PageArgs,
  filter: { name?: string | null | undefined },
): Promise<Page<HostValue>> {
  const [job] = await db
    .select({ serial: jobs.serial })
    .from(jobs)
    .where(and(eq(jobs.id, jobId), eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)));
  if (job === undefined) return emptyPage;
  const { serial } = job;
  const like = filter.name ? `%${filter.name.replace(/[\\%_]/g, '\\$&')}%` : null;

  /** Origins of the job one after another, each with the host whose first origin it is. */
  const walk = (from: SQL, next: SQL, extreme: SQL) => sql`
    with recursive found(id) as (
      select ${extreme}(origin) from pages where job = ${serial} and ${from}
      union all
      select (select ${extreme}(p.origin) from pages p where p.job = ${serial} and ${next}) from found where found.id is not null)
    select o.id, o.host from found join origins o on o.id = found.id
     where ${like === null ? sql`true` : sql`o.host ilike ${like}`}
       and not exists (select from origins other where other.host = o.host and other.id < o.id
         and exists (select from pages p where p.job = ${serial} and p.origin = other.id))`;
  const upward = walk(sql`true`, sql`p.origin > found.id`, sql`min`);

  return pageOf(
    args,
    intKey,
    async ({ after, before, reverse, limit }) => {
      const range = sql`${after === null ? sql`true` : sql`origin > ${after}`} and ${before === null ? sql`true` : sql`origin < ${before}`}`;
      const inRange = sql`${before === null ? sql`true` : sql`p.origin < ${before}`} and ${after === null ? sql`true` : sql`p.origin > ${after}`}`;
      const walked = reverse
        ? walk(range, sql`p.origin < found.id and ${inRange}`, sql`max`)
        : walk(range, sql`p.origin > found.id and ${inRange}`, sql`min`);
      const { rows } = await db.execute<HostValue>(sql`${walked} limit ${limit}`);
      return rows;
    },
    async () => {
      const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from (${upward}) hosts`);
      return rows[0]!.n;
    },
  );
}
