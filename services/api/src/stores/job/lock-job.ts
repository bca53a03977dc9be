import { type LockedJob, lockJob as lock } from '@trunkline/control';
import { jobs, type Transaction } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { noSuch } from '../errors.ts';
import type { Caller } from '../values.ts';

export const noJob = () => noSuch('job', 'jobs');

/** A job of the caller's project and its latest run, locked. */
export async function lockJob(tx: Transaction, caller: Caller, jobId: string): Promise<LockedJob> {
  const locked = await lock(tx, jobId, eq(jobs.projectId, caller.projectId));
  if (locked === undefined) throw noJob();
  return locked;
}
