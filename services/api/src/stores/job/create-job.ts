import { insertRun } from '@trunkline/control';
import { jobSeeds, jobs, policies, policyVersions, type Transaction } from '@trunkline/database';
import type { Access, Policy } from '@trunkline/policy';
import { hostKey, origin, type Scope } from '@trunkline/web/url';
import { sql } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import { BadInputError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { rulesForSeeds } from '../policy/for-seeds.ts';
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
} from './check-job.ts';
import { checkJobQuota } from './check-quota.ts';
import type { NewJob } from './job-input.ts';
import { checkProxy, type JobSecrets, patchAccess, seal } from './secrets.ts';
import { checkSeeds } from './seeds/check-seeds.ts';

/** What is left to write once the input has been found good. */
type Checked = {
  name: string;
  seeds: string[];
  sitemaps: string[];
  scope: Scope;
  maxPages: number | null;
  maxDepth: number | null;
  weight: number;
  finishBy: Date | null;
  labels: Record<string, string>;
  policy: { id: string } | { rules: Policy };
  start: boolean;
  access: Omit<Access, 'seeds'>;
};

/** Creates a job, its policy unless it names a shared one, and with `start` its first run; returns its id. */
export async function createJob(parts: Parts, caller: Caller, input: NewJob): Promise<string> {
  const checked = check(caller, input);
  const { access, ...rest } = checked;
  const named = access.headers.length > 0 || access.basicAuth !== null;
  const origins = named ? [...new Set([...checked.seeds, ...checked.sitemaps].map(origin))] : [];
  const secrets = seal(parts.sealer, caller.projectId, { ...access, seeds: origins });
  // Of secrets only their fingerprint is kept to compare a repeat with.
  const print = secrets.secrets === null ? null : parts.sealer!.fingerprint(JSON.stringify(access));
  const compared = print === null ? rest : { ...rest, secrets: print };
  const call = {
    db: runsOf(parts),
    caller,
    operation: 'jobCreate',
    key: input.idempotencyKey,
    input: compared,
  };
  // The conductor hears of the run, brings it into the frontier and lets the seeds in.
  return once(call, async (tx) => {
    await checkJobQuota(tx, caller);
    const { id, policyVersion } = await insertJob(tx, caller, checked, secrets);
    if (checked.start) await insertRun(tx, { jobId: id, policyVersion });
    return id;
  });
}

function check(caller: Caller, input: NewJob): Checked {
  const sitemaps = input.sitemaps?.length ? checkSeeds(input.sitemaps) : [];
  const pages = input.seeds.length > 0 || sitemaps.length === 0 ? checkSeeds(input.seeds) : [];
  const seeds = pages.filter((url) => !sitemaps.includes(url));
  const origins = [...seeds, ...sitemaps];
  const hosts = [...new Set(origins.map(hostKey))];
  const name = input.name == null ? nameOf(hosts) : checkName(input.name);
  const maxPages = checkMaxPages(input.limits?.maxPages ?? null);
  const maxDepth = checkMaxDepth(input.limits?.maxDepth ?? null);
  const weight = checkWeight(input.weight ?? 1);
  const finishBy = input.finishBy ?? null;
  const labels = checkLabels(input.labels ?? []);
  const scope = checkScope(origins, input.scope);
  const start = input.start ?? true;
  const access = patchAccess(null, input);
  const policy = checkPolicy(caller, input, hosts);
  return {
    name,
    seeds,
    sitemaps,
    scope,
    maxPages,
    maxDepth,
    weight,
    finishBy,
    labels,
    start,
    access,
    policy,
  };
}

const nameOf = (hosts: string[]) => {
  const named = hosts.slice(0, 3).join(', ').slice(0, 160);
  return hosts.length > 3 ? `${named} and ${hosts.length - 3} more` : named;
};

function checkPolicy(caller: Caller, input: NewJob, hosts: string[]): Checked['policy'] {
  if (input.policyId == null) return { rules: rulesForSeeds(input.rules ?? {}, hosts, caller) };
  if (input.rules != null)
    throw new BadInputError('Pass either policyId or rules: a shared policy is changed with policyUpdate.', [
      'input',
      'rules',
    ]);
  return { id: input.policyId };
}

async function insertJob(tx: Transaction, caller: Caller, job: Checked, secrets: JobSecrets) {
  const { projectId } = caller;
  const serial = await nextSerial(tx);
  const { policy } = job;
  const used =
    'id' in policy
      ? await findPolicy(tx, caller, policy.id)
      : await insertPolicy(tx, caller, policyName(job.name, serial), policy.rules);
  checkProxy(job.access, used.rules as Policy);
  const { name, scope, maxPages, maxDepth, weight, finishBy, labels } = job;
  const [row] = await tx
    .insert(jobs)
    .values({
      ...{ serial, projectId, name, scope, policyId: used.id, maxPages, maxDepth, weight, finishBy, labels },
      ...secrets,
    })
    .returning({ id: jobs.id });
  await tx
    .insert(jobSeeds)
    .values([
      ...job.seeds.map((url) => ({ jobId: row!.id, url })),
      ...job.sitemaps.map((url) => ({ jobId: row!.id, url, sitemap: true })),
    ]);
  await audit(tx, caller, {
    ...{ action: 'jobCreate', type: 'Job', id: row!.id },
    after: {
      ...{
        name,
        scope,
        maxPages,
        maxDepth,
        weight,
        finishBy,
        labels,
        policyId: used.id,
        seeds: job.seeds.length,
        sitemaps: job.sitemaps.length,
      },
      ...(secrets.secretNames && { secretNames: secrets.secretNames }),
    },
  });
  return { id: row!.id, policyVersion: used.version };
}

async function insertPolicy(tx: Transaction, caller: Caller, name: string, rules: Policy) {
  const { projectId, keyId: author } = caller;
  const [policy] = await tx.insert(policies).values({ projectId, name, rules }).returning();
  await tx.insert(policyVersions).values({ policyId: policy!.id, version: 1, rules, author });
  return policy!;
}

/** Name of a policy that was made for one job. */
export const policyName = (job: string, serial: number) => `${job.slice(0, 180)} (job ${serial})`;

export async function nextSerial(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ serial: number }>(
    sql`select nextval(pg_get_serial_sequence('jobs', 'serial'))::int as serial`,
  );
  return rows[0]!.serial;
}
