import { holds, jobSeeds, jobs, policies, policyVersions, runs, type Transaction } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { GlobError, hostKey, type Scope, scopeOf } from '@trunkline/web/url';
import { and, eq, sql } from 'drizzle-orm';
import { BadInputError, ForbiddenError, NotFoundError } from './errors.ts';
import { once } from './idempotency.ts';
import { checkSeeds } from './job-seeds.ts';
import { may } from './may.ts';
import type { Parts } from './parts.ts';
import { rulesForSeeds } from './policy-for-seeds.ts';
import { checkName } from './policy-store.ts';
import type { NewJob } from './ports.ts';
import type { Caller } from './values.ts';

/** What is left to write once the input has been found good. */
type Checked = {
  name: string;
  seeds: string[];
  scope: Scope;
  maxPages: number | null;
  maxDepth: number | null;
  weight: number;
  policy: { id: string } | { rules: Policy };
  start: boolean;
};

/** Creates a job, its policy unless it names a shared one, and with `start` its first run; returns its id. */
export async function createJob(parts: Parts, caller: Caller, input: NewJob): Promise<string> {
  const checked = await check(parts, caller, input);
  const call = { db: parts.db, caller, operation: 'jobCreate', key: input.idempotencyKey, input: checked };
  let runId: string | null = null;
  const jobId = await once(call, async (tx) => {
    const { id, policyVersion } = await insertJob(tx, caller, checked);
    if (checked.start) runId = await insertRun(tx, id, policyVersion);
    return id;
  });
  // The conductor hears of the run, brings it into the frontier and lets the seeds in.
  if (runId !== null) await parts.bus.publish('runChanged', { runId });
  return jobId;
}

async function check(parts: Parts, caller: Caller, input: NewJob): Promise<Checked> {
  const seeds = checkSeeds(input.seeds);
  const hosts = [...new Set(seeds.map(hostKey))];
  const name = input.name == null ? nameOf(hosts) : checkName(input.name);
  const maxPages = input.limits?.maxPages ?? null;
  const maxDepth = input.limits?.maxDepth ?? null;
  const weight = input.weight ?? 1;
  if (maxPages !== null && maxPages < 1) throw outOfRange('limits.maxPages', maxPages, 'at least 1');
  if (maxDepth !== null && (maxDepth < 0 || maxDepth > 32_767))
    throw outOfRange('limits.maxDepth', maxDepth, '0 to 32,767');
  if (!(weight >= 0.01 && weight <= 100)) throw outOfRange('weight', weight, '0.01 to 100');
  const scope = checkScope(seeds, input.scope);
  const start = input.start ?? true;
  return {
    ...{ name, seeds, scope, maxPages, maxDepth, weight, start },
    policy: await checkPolicy(parts, caller, input, hosts),
  };
}

const nameOf = (hosts: string[]) => {
  const named = hosts.slice(0, 3).join(', ').slice(0, 160);
  return hosts.length > 3 ? `${named} and ${hosts.length - 3} more` : named;
};

function outOfRange(field: string, value: number, range: string): BadInputError {
  return new BadInputError(`${field} is ${value}; pass ${range}.`, ['input', ...field.split('.')]);
}

function checkScope(seeds: string[], scope: NewJob['scope']): Scope {
  const [include, exclude] = [scope?.include ?? [], scope?.exclude ?? []];
  for (const [name, globs] of Object.entries({ include, exclude }))
    if (globs.length > 100)
      throw new BadInputError(`scope.${name} has ${globs.length} globs; pass at most 100.`, [
        'input',
        'scope',
        name,
      ]);
  try {
    return scopeOf(scope?.kind ?? 'host', seeds, include, exclude);
  } catch (error) {
    if (error instanceof GlobError)
      throw new BadInputError(`Bad scope: ${error.message}.`, ['input', 'scope']);
    throw error;
  }
}

async function checkPolicy(
  { db }: Parts,
  caller: Caller,
  input: NewJob,
  hosts: string[],
): Promise<Checked['policy']> {
  if (input.policyId == null) return { rules: rulesForSeeds(input.rules ?? {}, hosts, caller) };
  if (input.rules != null)
    throw new BadInputError('Pass either policyId or rules: a shared policy is changed with policyUpdate.', [
      'input',
      'rules',
    ]);
  const [policy] = await db
    .select({ id: policies.id, rules: policies.rules })
    .from(policies)
    .where(and(eq(policies.id, input.policyId), eq(policies.projectId, caller.projectId)));
  if (policy === undefined)
    throw new NotFoundError('This project has no policy with this id. List them with "policies".', [
      'input',
      'policyId',
    ]);
  if ((policy.rules as Policy).allowPrivateNetworks && !may(caller, 'admin'))
    throw new ForbiddenError(
      `The key "${caller.keyName}" may not create jobs under this policy: it allows private networks. ` +
        'Use another policy, or a key with the scope "admin".',
      ['input', 'policyId'],
      'admin',
    );
  return { id: policy.id };
}

async function insertJob(tx: Transaction, caller: Caller, job: Checked) {
  const { projectId } = caller;
  const { rows } = await tx.execute<{ serial: number }>(
    sql`select nextval(pg_get_serial_sequence('jobs', 'serial'))::int as serial`,
  );
  const { serial } = rows[0]!;
  const { policy } = job;
  const [used] =
    'id' in policy
      ? await tx.select().from(policies).where(eq(policies.id, policy.id)).for('share')
      : await tx
          .insert(policies)
          .values({ projectId, name: `${job.name.slice(0, 180)} (job ${serial})`, rules: policy.rules })
          .returning();
  if (!('id' in policy))
    await tx
      .insert(policyVersions)
      .values({ policyId: used!.id, version: 1, rules: policy.rules, author: caller.keyId });
  const { name, scope, maxPages, maxDepth, weight } = job;
  const [row] = await tx
    .insert(jobs)
    .values({ serial, projectId, name, scope, policyId: used!.id, maxPages, maxDepth, weight })
    .returning({ id: jobs.id });
  await tx.insert(jobSeeds).values(job.seeds.map((url) => ({ jobId: row!.id, url })));
  return { id: row!.id, policyVersion: used!.version };
}

/** A run and the hold that keeps it from ending before its seeds are in. */
export async function insertRun(tx: Transaction, jobId: string, policyVersion: number): Promise<string> {
  const [run] = await tx.insert(runs).values({ jobId, policyVersion }).returning({ id: runs.id });
  await tx.insert(holds).values({ runId: run!.id, kind: 'seeds' });
  return run!.id;
}
