import {
  type Author,
  doToRun,
  lockJob,
  type RunTransaction,
  scopesOf,
  verbsOfMany,
} from '@trunkline/control';
import { type JobFilter, jobs, jobsLike } from '@trunkline/database';
import { and, asc, gt } from 'drizzle-orm';
import type { Bulk, Step } from './step.ts';

const BATCH = 50;

/** Does the verb of a bulk operation to the next jobs its filter matches; those in no state for it, or of which it lacks the power, have failed. */
export async function changeJobs(tx: RunTransaction, bulk: Bulk): Promise<Step> {
  const verb = verbsOfMany[bulk.kind as keyof typeof verbsOfMany];
  const { keyId, keyName, reason } = bulk;
  const author: Author = { keyId, keyName, reason, scopes: await scopesOf(tx, keyId) };
  const found = await tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        jobsLike(bulk.projectId, bulk.filter as JobFilter),
        bulk.position === null ? undefined : gt(jobs.id, bulk.position),
      ),
    )
    .orderBy(asc(jobs.id))
    .limit(BATCH);
  const step: Step = { processed: found.length, failed: 0, position: found.at(-1)?.id ?? null };
  for (const { id } of found) {
    const locked = await lockJob(tx, id);
    // Deleted a moment ago: nobody sees it any more.
    const done = locked && (await doToRun(tx, author, verb, locked));
    if (done === 'refused' || done === 'forbidden') step.failed++;
  }
  return step;
}
