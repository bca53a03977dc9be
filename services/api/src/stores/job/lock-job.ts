import { jobs, policies, runs, type Transaction } from '@trunkline/database';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { noSuch } from '../errors.ts';
import type { Caller } from '../values.ts';

export const noJob = () => noSuch('job', 'jobs');

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
