import { isOver, isWider, lacksToCrawl, touchRuns } from '@trunkline/control';
import { jobSeeds, jobs, policies, runs, type Transaction } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import type { Scope } from '@trunkline/web/url';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { audit, changedFields } from '../changes/audit.ts';
import { BadInputError, checkVersion, demand } from '../errors.ts';
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
import { checkProxy, givesSecrets, hasSecrets, type JobSecrets, rebind } from './secrets.ts';

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
    const { job, run, rules: old } = await lockJob(tx, caller, input.id);
    checkVersion('job', input.expectedVersion, () => ({ __typename: 'Job', ...jobValue(job) }));
    const { rules, ...next } = await changed(parts, tx, caller, { ...job, rules: old }, input);
    if (isWider(job, next) || givesSecrets(input))
      demand(lacksToCrawl(caller, rules, 'widen this job, or give it secrets'), ['input', 'id']);
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

/** The job as it is to be, and the rules it is to crawl under. */
async function changed(
  parts: Parts,
  tx: Transaction,
  caller: Caller,
  job: Row & { rules: Policy },
  input: JobChange,
) {
  const { name, limits, weight, labels, policyId } = input;
  const scope = input.scope == null ? (job.scope as Scope) : await scopeFrom(tx, job, input.scope);
  const other = policyId == null || policyId === job.policyId ? null : await findPolicy(tx, caller, policyId);
  const rules = other === null ? job.rules : (other.rules as Policy);
  return {
    rules,
    name: name == null ? job.name : checkName(name),
    maxPages: limits?.maxPages === undefined ? job.maxPages : checkMaxPages(limits.maxPages),
    maxDepth: limits?.maxDepth === undefined ? job.maxDepth : checkMaxDepth(limits.maxDepth),
    weight: weight == null ? job.weight : Math.fround(checkWeight(weight)),
    finishBy: input.finishBy === undefined ? job.finishBy : input.finishBy,
    labels: labels == null ? job.labels : checkLabels(labels),
    scope,
    policyId: other?.id ?? job.policyId,
    ...(await secretsFrom(parts, tx, { job, scope, rules }, input)),
  };
}

/** Secrets that are left out stay, for the hosts they were given for: a job that becomes one of domains adds none. */
async function secretsFrom(
  { sealer }: Parts,
  tx: Transaction,
  { job, scope, rules }: { job: Row; scope: Scope; rules: Policy },
  input: JobChange,
): Promise<JobSecrets> {
  const { secrets, secretNames } = job;
  const widens = secrets !== null && scope.kind === 'domain' && (job.scope as Scope).kind !== 'domain';
  if (!hasSecrets(input) && !widens) return { secrets, secretNames };
  const bound = await rebind(tx, sealer, job, input, scope);
  if (input.proxy != null) checkProxy({ proxy: input.proxy }, rules);
  return bound;
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
