import { jobSeeds, jobs, jobsLike } from '@trunkline/database';
import DataLoader from 'dataloader';
import { and, asc, count, desc, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { numberKey, pageOf, uuidKey } from '../cursor.ts';
import type { Parts } from '../parts.ts';
import type { JobStore } from '../ports.ts';
import { sortedPage } from '../sorted.ts';
import type { Caller, JobValue } from '../values.ts';
import { addSeeds } from './add-seeds.ts';
import { cloneJob } from './clone-job.ts';
import { createJob } from './create-job.ts';
import { deleteJob } from './delete-job.ts';
import { jobValue } from './job-value.ts';
import { doToRun } from './lifecycle.ts';
import { openUpload } from './seed-upload.ts';
import { updateJob } from './update-job.ts';

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

    list(args, filter, order = null) {
      const where = jobsLike(caller.projectId, filter);
      const counted = async (found = where) =>
        (await db.select({ n: count() }).from(jobs).where(found))[0]!.n;
      if (order !== null)
        return sortedPage(args, {
          ...{ by: jobs[order.field], direction: order.direction, id: jobs.id, where, count: counted },
          rows: async (slice, by, limit) =>
            (
              await db
                .select()
                .from(jobs)
                .where(slice)
                .orderBy(...by)
                .limit(limit)
            ).map(jobValue),
        });
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
        () => counted(),
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
    update: async (input) => fresh(await updateJob(parts, caller, input)),
    clone: async (input) => fresh(await cloneJob(parts, caller, input)),
    addSeeds: (input) => addSeeds(parts, caller, input),
    openUpload: (id) => openUpload(parts, caller, id),
    remove: async (input) => {
      byId.clear(input.id);
      return deleteJob(parts, caller, input);
    },
    start: async (call) => fresh(await doToRun(parts, caller, 'start', call)),
    pause: async (call) => fresh(await doToRun(parts, caller, 'pause', call)),
    resume: async (call) => fresh(await doToRun(parts, caller, 'resume', call)),
    cancel: async (call) => fresh(await doToRun(parts, caller, 'cancel', call)),
  };
}
