import { doToRun } from '@trunkline/control';
import { auditLog } from '@trunkline/database';
import { and, eq } from 'drizzle-orm';
import { authorOf } from '../changes/audit.ts';
import { checkVersion, NotFoundError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller, Edit } from '../values.ts';
import { jobValue } from './job-value.ts';
import { lockJob } from './lock-job.ts';

/**
 * Deletes a job: it is invisible at once, its running run is cancelled, and the conductor removes pages, visits, captures
 * and frontier data. Deleting it again changes nothing. Returns its id.
 */
export async function deleteJob(parts: Parts, caller: Caller, input: Edit): Promise<string> {
  const { id, reason } = input;
  try {
    await runsOf(parts).transaction(async (tx) => {
      const locked = await lockJob(tx, caller, id);
      checkVersion('job', input.expectedVersion, () => ({ __typename: 'Job', ...jobValue(locked.job) }));
      await doToRun(tx, authorOf(caller, reason), 'delete', locked);
    });
  } catch (error) {
    if (!(error instanceof NotFoundError) || !(await wasDeleted(parts, caller, id))) throw error;
  }
  return id;
}

async function wasDeleted({ db }: Pick<Parts, 'db'>, { projectId }: Caller, id: string): Promise<boolean> {
  const entry = and(
    eq(auditLog.projectId, projectId),
    eq(auditLog.subjectType, 'Job'),
    eq(auditLog.subjectId, id),
    eq(auditLog.action, 'jobDelete'),
  );
  return (await db.$count(auditLog, entry)) > 0;
}
