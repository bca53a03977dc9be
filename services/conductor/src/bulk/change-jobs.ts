import {
  auditLog,
  type BulkKind,
  changeRun,
  type JobFilter,
  jobs,
  jobsLike,
  type RunVerb,
  type Transaction,
} from '@trunkline/database';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Bulk, Step } from './run-bulk.ts';

const BATCH = 50;

const verbs: Record<Exclude<BulkKind, 'deadRetry' | 'pagesRequeue'>, { verb: RunVerb; action: string }> = {
  jobsStart: { verb: 'start', action: 'jobStart' },
  jobsPause: { verb: 'pause', action: 'jobPause' },
  jobsResume: { verb: 'resume', action: 'jobResume' },
  jobsCancel: { verb: 'cancel', action: 'jobCancel' },
  jobsDelete: { verb: 'cancel', action: 'jobDelete' },
};

/** Does the verb of a bulk operation to the next jobs its filter matches; those in no state for it have failed. */
export async function changeJobs(tx: Transaction, bulk: Bulk): Promise<Step> {
  const { verb, action } = verbs[bulk.kind as keyof typeof verbs];
  const found = await tx
    .select({ id: jobs.id, name: jobs.name })
    .from(jobs)
    .where(
      and(
        jobsLike(bulk.projectId, bulk.filter as JobFilter),
        bulk.position === null ? undefined : gt(jobs.id, bulk.position),
      ),
    )
    .orderBy(asc(jobs.id))
    .limit(BATCH);
  const step: Step = { processed: found.length, failed: 0, position: found.at(-1)?.id ?? null, runIds: [] };
  for (const { id, name } of found) {
    const change = await changeRun(tx, id, verb);
    if (change.outcome === 'changed') step.runIds.push(change.runId);
    if (bulk.kind === 'jobsDelete')
      await tx.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, id));
    else if (change.outcome === 'refused') step.failed++;
    if (change.outcome !== 'changed' && bulk.kind !== 'jobsDelete') continue;
    const states =
      change.outcome === 'changed' ? { before: { state: change.from }, after: { state: change.to } } : {};
    await tx.insert(auditLog).values({
      ...{ projectId: bulk.projectId, keyId: bulk.keyId, keyName: bulk.keyName, reason: bulk.reason },
      ...{ action, subjectType: 'Job', subjectId: id },
      ...(bulk.kind === 'jobsDelete' ? { before: { name } } : states),
    });
  }
  return step;
}
