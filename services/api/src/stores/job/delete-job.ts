import { auditLog, jobs, runs } from '@trunkline/database';
import { and, eq } from 'drizzle-orm';
import { applyRuns } from '../apply-runs.ts';
import { audit } from '../audit.ts';
import { checkVersion, NotFoundError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { isFinal } from '../run-states.ts';
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
    const runIds = await parts.db.transaction(async (tx) => {
      const { job, run } = await lockJob(tx, caller, id);
      checkVersion('job', input.expectedVersion, () => ({ __typename: 'Job', ...jobValue(job) }));
      await tx.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, id));
      await audit(tx, caller, { action: 'jobDelete', type: 'Job', id, before: { name: job.name }, reason });
      if (run === null || isFinal(run.state)) return [];
      if (run.state !== 'cancelling' && run.state !== 'recording')
        await tx
          .update(runs)
          .set({ state: 'cancelling', version: run.version + 1 })
          .where(eq(runs.id, run.id));
      return [run.id];
    });
    await applyRuns(parts, runIds);
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
