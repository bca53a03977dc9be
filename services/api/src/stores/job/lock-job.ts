import { jobs, policies, runs, type Transaction } from '@trunkline/database';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { NotFoundError, VersionConflictError } from '../errors.ts';
import type { Caller } from '../values.ts';
import { jobValue } from './job-value.ts';

export const noJob = () =>
  new NotFoundError('This project has no job with this id. List them with "jobs".', ['input', 'id']);

/** The job and its latest run, locked; the job is locked first so that two starts cannot both find none. */
export async function lockJob(tx: Transaction, caller: Caller, jobId: string) {
  const [row] = await tx
    .select({ job: jobs, policyVersion: policies.version })
    .from(jobs)
    .innerJoin(policies, eq(policies.id, jobs.policyId))
    .where(and(eq(jobs.id, jobId), eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)))
    .for('update', { of: jobs });
  if (row === undefined) throw noJob();
  const [run] = await tx
    .select()
    .from(runs)
    .where(eq(runs.jobId, jobId))
    .orderBy(desc(runs.id))
    .limit(1)
    .for('update');
  return { job: row.job, policyVersion: row.policyVersion, run: run ?? null };
}

/** @throws {VersionConflictError} when the caller's change is based on another version than the job has */
export function checkVersion(job: Parameters<typeof jobValue>[0], expected: number | null | undefined): void {
  if (expected == null || expected === job.version) return;
  throw new VersionConflictError(
    `The job is at version ${job.version}, your change is based on ${expected}. ` +
      'Look at "current", merge your change and send its version.',
    { __typename: 'Job', ...jobValue(job) },
  );
}
