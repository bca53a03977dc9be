import { insertRun } from '@trunkline/control';
import { jobSeeds, jobs, policies, policyVersions, type Transaction } from '@trunkline/database';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import type { Parts } from '../parts.ts';
import { checkName } from '../policy/policy-store.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller } from '../values.ts';
import { findPolicy } from './check-job.ts';
import { checkJobQuota } from './check-quota.ts';
import { nextSerial, policyName } from './create-job.ts';
import type { JobClone } from './job-input.ts';
import { noJob } from './lock-job.ts';

/** A new job with the seeds, scope, limits, weight, labels and target date of another; returns its id. */
export async function cloneJob(parts: Parts, caller: Caller, input: JobClone): Promise<string> {
  const own = and(eq(jobs.id, input.id), eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt));
  const asked = {
    id: input.id,
    name: input.name == null ? null : checkName(input.name),
    start: input.start ?? false,
    ownPolicy: input.ownPolicy ?? false,
  };
  const call = { db: runsOf(parts), caller, operation: 'jobClone', key: input.idempotencyKey, input: asked };
  return once(call, async (tx) => {
    await checkJobQuota(tx, caller);
    const [original] = await tx.select().from(jobs).where(own).for('share');
    if (original === undefined) throw noJob();
    const shared = await findPolicy(tx, caller, original.policyId);
    const name = asked.name ?? `${original.name.slice(0, 190)} (copy)`;
    const serial = await nextSerial(tx);
    const ownName = asked.ownPolicy ? policyName(name, serial) : null;
    const policy = await policyFor(tx, caller, shared, ownName);
    const { scope, maxPages, maxDepth, weight, labels, finishBy, projectId, secrets, secretNames } = original;
    const [copy] = await tx
      .insert(jobs)
      .values({
        ...{ serial, projectId, name, scope, maxPages, maxDepth, weight, labels, policyId: policy.id },
        ...{ secrets, secretNames, finishBy },
      })
      .returning({ id: jobs.id });
    await tx.execute(
      sql`insert into ${jobSeeds} (job_id, url, sitemap)
        select ${copy!.id}, url, sitemap from ${jobSeeds} where job_id = ${original.id} order by id`,
    );
    await audit(tx, caller, {
      ...{ action: 'jobClone', type: 'Job', id: copy!.id, reason: input.reason },
      after: { name, clonedFrom: original.id, policyId: policy.id },
    });
    if (asked.start) await insertRun(tx, { jobId: copy!.id, policyVersion: policy.version });
    return copy!.id;
  });
}

/** The same policy, or with a name a copy of it that can be changed without the other job. */
async function policyFor(
  tx: Transaction,
  caller: Caller,
  policy: typeof policies.$inferSelect,
  name: string | null,
) {
  if (name === null) return policy;
  const { rules, projectId } = policy;
  const [copy] = await tx.insert(policies).values({ projectId, name, rules }).returning();
  await tx.insert(policyVersions).values({
    ...{ policyId: copy!.id, version: 1, rules, author: caller.keyId },
    reason: `Copied from "${policy.name}"`,
  });
  return copy!;
}
