import { jobSeeds, jobs } from '@trunkline/database';
import type { Scope } from '@trunkline/web/url';
import DataLoader from 'dataloader';
import { and, asc, count, desc, eq, gt, ilike, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { numberKey, pageOf, uuidKey } from './cursor.ts';
import { createJob } from './job-create.ts';
import { cancelRun, pauseRun, resumeRun, startRun } from './job-lifecycle.ts';
import type { Parts } from './parts.ts';
import type { JobFilter, JobStore } from './ports.ts';
import type { Caller, JobValue } from './values.ts';

export const jobValue = (row: typeof jobs.$inferSelect): JobValue => ({ ...row, scope: row.scope as Scope });

/** Jobs of the caller's project. */
export function createJobStore(parts: Parts, caller: Caller): JobStore {
  const { db } = parts;
  const own = and(eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt));

  const byId = new DataLoader<string, JobValue | null>(async (ids) => {
    const rows = await db
      .select()
      .from(jobs)
      .where(and(own, inArray(jobs.id, [...ids])));
    const found = new Map(rows.map((row) => [row.id, jobValue(row)]));
    return ids.map((id) => found.get(id) ?? null);
  });

  const seedCounts = new DataLoader<string, number>(async (ids) => {
    const rows = await db
      .select({ id: jobSeeds.jobId, n: count() })
      .from(jobSeeds)
      .where(inArray(jobSeeds.jobId, [...ids]))
      .groupBy(jobSeeds.jobId);
    const found = new Map(rows.map((row) => [row.id, row.n]));
    return ids.map((id) => found.get(id) ?? 0);
  });

  async function fresh(id: string): Promise<JobValue> {
    return (await byId.clear(id).load(id))!;
  }

  return {
    find: (id) => byId.load(id),

    list(args, filter) {
      const where = and(own, ...filters(filter));
      return pageOf(
        args,
        uuidKey,
        async ({ after, before, reverse, limit }) => {
          const rows = await db
            .select()
            .from(jobs)
            .where(
              and(where, after ? lt(jobs.id, after) : undefined, before ? gt(jobs.id, before) : undefined),
            )
            .orderBy(reverse ? asc(jobs.id) : desc(jobs.id))
            .limit(limit);
          return rows.map(jobValue);
        },
        async () => (await db.select({ n: count() }).from(jobs).where(where))[0]!.n,
      );
    },

    seeds: (jobId, args) =>
      pageOf(
        args,
        numberKey,
        ({ after, before, reverse, limit }) =>
          db
            .select({ id: jobSeeds.id, url: jobSeeds.url })
            .from(jobSeeds)
            .where(
              and(
                eq(jobSeeds.jobId, jobId),
                after === null ? undefined : gt(jobSeeds.id, after),
                before === null ? undefined : lt(jobSeeds.id, before),
              ),
            )
            .orderBy(reverse ? desc(jobSeeds.id) : asc(jobSeeds.id))
            .limit(limit),
        () => seedCounts.load(jobId),
      ),

    seedCount: (jobId) => seedCounts.load(jobId),
    create: async (input) => fresh(await createJob(parts, caller, input)),
    start: async (id) => fresh(await startRun(parts, caller, id)),
    pause: async (id) => fresh(await pauseRun(parts, caller, id)),
    resume: async (id) => fresh(await resumeRun(parts, caller, id)),
    cancel: async (id) => fresh(await cancelRun(parts, caller, id)),
  };
}

function filters({ state, name }: JobFilter): (SQL | undefined)[] {
  const latest = sql`(select r.state from runs r where r.job_id = ${jobs.id} order by r.id desc limit 1)`;
  return [
    state?.length ? inArray(sql`coalesce(${latest}, 'new')`, [...state]) : undefined,
    name ? ilike(jobs.name, `%${name.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
  ];
}
