import { auditLog, holds, jobs, policies, runs } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, desc, eq, isNull, type SQL } from 'drizzle-orm';
import { insertRun, moveRun, type Run, type RunTransaction } from './move-run.ts';
import { type Holder, type Lack, lacksToCrawl } from './powers/powers.ts';
import { type RunVerb, verbs } from './run-states.ts';

/** `rules`: those of its policy. */
export type LockedJob = {
  job: typeof jobs.$inferSelect;
  policyVersion: number;
  rules: Policy;
  run: Run | null;
};

/**
 * A job that is not deleted and its latest run, locked; the job first, so that two starts cannot both find none. Undefined: there is
 * no such job. Rows of what is above a job are locked before it, and those of what is beneath it after it: `libs/database/README.md`
 * has the order.
 */
export async function lockJob(
  tx: Pick<RunTransaction, 'select'>,
  jobId: string,
  own?: SQL,
): Promise<LockedJob | undefined> {
  // Alone: of a row that was changed while it was waited for, a join would compare the other side as it was before.
  const [job] = await tx
    .select()
    .from(jobs)
    .where(and(eq(jobs.id, jobId), isNull(jobs.archivedAt), own))
    .for('no key update');
  if (job === undefined) return undefined;
  const [policy] = await tx
    .select({ version: policies.version, rules: policies.rules })
    .from(policies)
    .where(eq(policies.id, job.policyId));
  const [run] = await tx
    .select()
    .from(runs)
    .where(eq(runs.jobId, jobId))
    .orderBy(desc(runs.id))
    .limit(1)
    .for('no key update');
  return { job, policyVersion: policy!.version, rules: policy!.rules as Policy, run: run ?? null };
}

/** What is done to a job. `delete`: it is invisible from then on, and its run is cancelled. */
export type JobVerb = RunVerb | 'delete';
const actions: Record<JobVerb, string> = {
  ...{ start: 'jobStart', pause: 'jobPause', resume: 'jobResume', cancel: 'jobCancel', delete: 'jobDelete' },
};

/** Who does it, for the audit log: a key, or none (a schedule); and whose powers count. */
export type Author = Pick<Holder, 'scopes'> & {
  keyId: string | null;
  keyName: string | null;
  reason: string | null;
};

/** `same`: it is so already. `refused`: in this state of the run the verb means nothing. `forbidden`: it takes a power. */
export type Done = 'done' | 'same' | 'refused' | 'forbidden';

/** What the key of an author lacks for a verb that makes a job crawl; null: it may, as anybody may do the other verbs. */
export const lacksToDo = (author: Holder, verb: JobVerb, { rules }: Pick<LockedJob, 'rules'>): Lack | null =>
  verb === 'start' || verb === 'resume' ? lacksToCrawl(author, rules, `${verb} this job`) : null;

/**
 * Does a verb to the latest run of a job and writes into the audit log who did it; what is so already, or cannot be, leaves no entry.
 * Of one job or of many, by hand or by a schedule: nothing else moves a run for an operator.
 */
export async function doToRun(
  tx: RunTransaction,
  author: Author,
  verb: JobVerb,
  locked: LockedJob,
): Promise<Done> {
  const { job, policyVersion, run } = locked;
  const { keyId, keyName, reason } = author;
  const from = run?.state ?? 'new';
  let to = verbs[verb === 'delete' ? 'cancel' : verb][from];
  if (verb === 'resume' && to === 'running' && (await seedsEnter(tx, run!))) to = 'starting';
  const moves = to !== undefined && to !== 'same';
  if (moves && lacksToDo(author, verb, locked)) return 'forbidden';
  if (moves && verb === 'start') await insertRun(tx, { jobId: job.id, policyVersion });
  else if (moves) await moveRun(tx, run!, { state: to as Run['state'] });
  if (verb === 'delete') await tx.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, job.id));
  else if (!moves) return to === 'same' ? 'same' : 'refused';
  const [before, after] = verb === 'delete' ? [{ name: job.name }] : [{ state: from }, { state: to }];
  await tx.insert(auditLog).values({
    ...{ projectId: job.projectId, keyId, keyName, reason },
    ...{ action: actions[verb], subjectType: 'Job', subjectId: job.id, before, after },
  });
  return 'done';
}

async function seedsEnter(tx: RunTransaction, run: Run): Promise<boolean> {
  const open = and(eq(holds.runId, run.id), eq(holds.kind, 'seeds'), isNull(holds.closedAt));
  return (await tx.$count(holds, open)) > 0;
}

/** Kinds of bulk operations, each with the verb it does: what can be done to one job can be done to all that a filter matches. */
export const verbsOfMany = Object.fromEntries(
  Object.entries(actions).map(([verb, action]) => [action.replace(/^job/, 'jobs'), verb]),
) as { [Verb in JobVerb as `jobs${Capitalize<Verb>}`]: Verb };
