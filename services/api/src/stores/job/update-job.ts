import { isOver, touchRuns } from '@trunkline/control';
import { jobSeeds, jobs, policies, runs, type Transaction } from '@trunkline/database';
import type { Scope } from '@trunkline/web/url';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { audit, changedFields } from '../changes/audit.ts';
import { BadInputError, checkVersion } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { checkName } from '../policy/policy-store.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller } from '../values.ts';
import {
  checkLabels,
  checkMaxDepth,
  checkMaxPages,
  checkScope,
  checkWeight,
  findPolicy,
  PLACES,
} from './check-job.ts';
import type { JobChange } from './job-input.ts';
import { jobValue } from './job-value.ts';
import { lockJob } from './lock-job.ts';
import { hasSecrets, type JobSecrets, patchAccess, seal, seedOrigins, unseal } from './secrets.ts';

/** What the frontier must learn of; the rest is for people. */
const binding = ['scope', 'maxPages', 'maxDepth', 'weight', 'policyId', 'secrets'] as const;
const SEEDS_PER_READ = 10_000;

type Row = typeof jobs.$inferSelect;

/** Changes a job and its running run; what is left out stays. A change of nothing changes nothing. Returns its id. */
export async function updateJob(parts: Parts, caller: Caller, input: JobChange): Promise<string> {
  await runsOf(parts).transaction(async (tx) => {
    // Whoever changes that policy at the same time does not know yet that the run is to hear of it.
    if (input.policyId != null)
      await tx.select({ id: policies.id }).from(policies).where(eq(policies.id, input.policyId)).for('share');
    const { job, run } = await lockJob(tx, caller, input.id);
    checkVersion('job', input.expectedVersion, () => ({ __typename: 'Job', ...jobValue(job) }));
    const next = await changed(parts, tx, caller, job, input);
    const difference = changedFields(job, next);
    if (difference === null) return;
    await tx
      .update(jobs)
      .set({ ...next, version: job.version + 1, updatedAt: new Date() })
      .where(eq(jobs.id, job.id));
    await audit(tx, caller, {
      ...{ action: 'jobUpdate', type: 'Job', id: job.id, reason: input.reason },
      ...told(difference),
    });
    if (run === null || isOver(run.state) || !binding.some((field) => field in difference.after)) return;
    const policyVersion = sql`(select version from ${policies} where id = ${next.policyId})`;
    await touchRuns(tx, eq(runs.id, run.id), { policyVersion });
  });
  return input.id;
}

async function changed(parts: Parts, tx: Transaction, caller: Caller, job: Row, input: JobChange) {
  const { name, limits, weight, labels, scope, policyId } = input;
  return {
    name: name == null ? job.name : checkName(name),
    maxPages: limits?.maxPages === undefined ? job.maxPages : checkMaxPages(limits.maxPages),
    maxDepth: limits?.maxDepth === undefined ? job.maxDepth : checkMaxDepth(limits.maxDepth),
    weight: weight == null ? job.weight : Math.fround(checkWeight(weight)),
    labels: labels == null ? job.labels : checkLabels(labels),
    scope: scope == null ? job.scope : await scopeFrom(tx, job, scope),
    policyId:
      policyId == null || policyId === job.policyId
        ? job.policyId
        : await findPolicy(parts, caller, policyId),
    ...(await secretsFrom(parts, tx, job, input)),
  };
}

/** Secrets that are left out stay; when any are given they are sealed anew, for the hosts of the seeds there are now. */
async function secretsFrom(parts: Parts, tx: Transaction, job: Row, input: JobChange): Promise<JobSecrets> {
  const { secrets, secretNames, projectId } = job;
  if (!hasSecrets(input)) return { secrets, secretNames };
  const access = patchAccess(unseal(parts.sealer, projectId, secrets), input);
  return seal(parts.sealer, projectId, access, await seedOrigins(tx, job.id));
}

/** The audit log says that secrets changed, not even how they are sealed. */
function told({ before, after }: NonNullable<ReturnType<typeof changedFields>>) {
  if (!('secrets' in after)) return { before, after };
  return { before: { ...before, secrets: '(sealed)' }, after: { ...after, secrets: '(sealed)' } };
}

/** Globs that are left out stay; another kind is worked out from all seeds anew. */
async function scopeFrom(tx: Transaction, job: Row, patch: NonNullable<JobChange['scope']>): Promise<Scope> {
  const old = job.scope as Scope;
  const kind = patch.kind ?? old.kind;
  const globs = { include: patch.include ?? old.include, exclude: patch.exclude ?? old.exclude };
  const followSeedRedirects = patch.followSeedRedirects ?? old.followSeedRedirects ?? true;
  const checked = checkScope([], { kind, ...globs, followSeedRedirects });
  if (kind === old.kind) return { ...checked, of: old.of, ...(old.led && { led: old.led }) };
  const places = new Set<string>();
  for (let after = 0; ; ) {
    const seeds = await tx
      .select({ id: jobSeeds.id, url: jobSeeds.url })
      .from(jobSeeds)
      .where(and(eq(jobSeeds.jobId, job.id), gt(jobSeeds.id, after)))
      .orderBy(asc(jobSeeds.id))
      .limit(SEEDS_PER_READ);
    const { of } = checkScope(
      seeds.map(({ url }) => url),
      { kind },
    );
    for (const place of of) places.add(place);
    if (places.size > PLACES)
      throw new BadInputError(
        `With its seeds the scope would name more than ${PLACES} places. Use the kind ANY with include globs.`,
        ['input', 'scope', 'kind'],
      );
    if (seeds.length < SEEDS_PER_READ) return { ...checked, of: [...places] };
    after = seeds.at(-1)!.id;
  }
}
