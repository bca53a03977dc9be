import { type JobFilter, jobSeeds, jobs, jobsLike } from '@trunkline/database';
import { and, count, eq, inArray, isNull } from 'drizzle-orm';
import type { Page, PageArgs } from '../lists/cursor.ts';
import { numberKey } from '../lists/keys.ts';
import { type Direction, keyset, rowsBy, shelf } from '../lists/keyset.ts';
import { placeKey } from '../lists/sorted-key.ts';
import type { Parts } from '../parts.ts';
import type { Caller, Edit, JobValue, SeedValue, Verb } from '../values.ts';
import { cloneJob } from './clone-job.ts';
import { createJob } from './create-job.ts';
import { deleteJob } from './delete-job.ts';
import type { JobChange, JobClone, NewJob, NewSeeds } from './job-input.ts';
import { jobValue } from './job-value.ts';
import { doToRun } from './lifecycle.ts';
import { addSeeds } from './seeds/add-seeds.ts';
import { openUpload } from './seeds/seed-upload.ts';
import { updateJob } from './update-job.ts';

/** Null: by creation, newest first. */
export type JobOrder = { field: 'name' | 'createdAt' | 'updatedAt'; direction: Direction } | null;

/** Jobs of the caller's project. */
export function createJobStore(parts: Parts, caller: Caller) {
  const { db } = parts;
  const select = () => db.select().from(jobs);
  const { find, list } = shelf(db, {
    ...{ select, id: jobs.id, value: jobValue },
    own: and(eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)),
  });
  const seedCounts = rowsBy(
    (ids: readonly string[]) =>
      db
        .select({ id: jobSeeds.jobId, n: count() })
        .from(jobSeeds)
        .where(inArray(jobSeeds.jobId, [...ids]))
        .groupBy(jobSeeds.jobId),
    (row) => row.id,
  );
  const seedCount = async (jobId: string) => (await seedCounts.load(jobId))?.n ?? 0;
  const fresh = async (id: Promise<string>): Promise<JobValue> => (await find(await id))!;

  return {
    find,

    list(args: PageArgs, filter: JobFilter, order: JobOrder = null): Promise<Page<JobValue>> {
      const where = jobsLike(caller.projectId, filter);
      if (order === null) return list(args, where);
      const by = jobs[order.field];
      return keyset(db, args, {
        ...{ select, where, by: [by, jobs.id], direction: order.direction, value: jobValue },
        kind: placeKey(order.field === 'name' ? 'text' : 'moment'),
      });
    },

    seeds: (jobId: string, args: PageArgs): Promise<Page<SeedValue>> =>
      keyset(db, args, {
        select: () => db.select({ id: jobSeeds.id, url: jobSeeds.url }).from(jobSeeds),
        ...{ where: eq(jobSeeds.jobId, jobId), by: [jobSeeds.id], direction: 'asc', kind: numberKey },
        count: () => seedCount(jobId),
      }),

    seedCount,
    create: (input: NewJob) => fresh(createJob(parts, caller, input)),
    update: (input: JobChange) => fresh(updateJob(parts, caller, input)),
    clone: (input: JobClone) => fresh(cloneJob(parts, caller, input)),
    addSeeds: (input: NewSeeds) => addSeeds(parts, caller, input),
    openUpload: (id: string) => openUpload(parts, caller, id),
    /** Id of the job, which is invisible from then on. */
    remove: (input: Edit) => deleteJob(parts, caller, input),
    start: (call: Verb) => fresh(doToRun(parts, caller, 'start', call)),
    pause: (call: Verb) => fresh(doToRun(parts, caller, 'pause', call)),
    resume: (call: Verb) => fresh(doToRun(parts, caller, 'resume', call)),
    cancel: (call: Verb) => fresh(doToRun(parts, caller, 'cancel', call)),
  };
}

export type JobStore = ReturnType<typeof createJobStore>;
