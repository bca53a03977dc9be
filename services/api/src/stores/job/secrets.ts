import { isIP } from 'node:net';
import { type Bound, bindSecrets } from '@trunkline/control';
import { type JobSecretNames, jobSeeds, type jobs, type Transaction } from '@trunkline/database';
import { type Access, type Policy, problemsOfAccess } from '@trunkline/policy';
import type { Sealer } from '@trunkline/service';
import { isPublicAddress } from '@trunkline/web/address';
import { hostName, origin, type Scope } from '@trunkline/web/url';
import { eq, sql } from 'drizzle-orm';
import { BadInputError, SecretsBoundError } from '../errors.ts';
import type { SecretsInput } from './job-input.ts';

/** Secrets as a job's row holds them: sealed, and what may be told of them. */
export type JobSecrets = { secrets: string | null; secretNames: JobSecretNames | null };

const noSecrets: JobSecrets = { secrets: null, secretNames: null };

/** Origins that headers and passwords of one job may be for: all of them travel with it. */
const MOST_ORIGINS = 100;

export const hasSecrets = ({ headers, basicAuth, proxy }: SecretsInput): boolean =>
  headers !== undefined || basicAuth !== undefined || proxy !== undefined;

/** Whether a change gives a job secrets; it may take them away in anybody's hands. */
export const givesSecrets = ({ headers, basicAuth, proxy }: SecretsInput): boolean =>
  (headers ?? []).length > 0 || basicAuth != null || proxy != null;

/** What a change makes of secrets: what is left out stays, null takes away. Values that cannot be are refused, unsaid. */
export function patchAccess(
  old: Access | null,
  { headers, basicAuth, proxy }: SecretsInput,
): Pick<Access, 'headers' | 'basicAuth' | 'proxy'> {
  const access = {
    headers:
      headers === undefined
        ? (old?.headers ?? [])
        : (headers ?? []).map(({ name, value }): [string, string] => [name, value]),
    basicAuth: basicAuth === undefined ? (old?.basicAuth ?? null) : basicAuth,
    proxy: proxy === undefined ? (old?.proxy ?? null) : proxy,
  };
  const [problem] = problemsOfAccess(access);
  if (problem)
    throw new BadInputError(`${problem.path} ${problem.message}`, ['input', ...problem.path.split('.')]);
  return access;
}

/** Refuses a proxy that is written as an address of a private network, under rules that allow none. */
export function checkProxy(
  { proxy }: Pick<Access, 'proxy'>,
  { allowPrivateNetworks }: Pick<Policy, 'allowPrivateNetworks'>,
): void {
  if (proxy === null || allowPrivateNetworks) return;
  const host = hostName(new URL(proxy).host);
  if (isIP(host) === 0 || isPublicAddress(host)) return;
  throw new BadInputError(
    'proxy is an address of a private network, which the policy does not allow; an admin may set allowPrivateNetworks.',
    ['input', 'proxy'],
  );
}

/** Seals secrets for the hosts they are bound to; none when there is nothing to keep. */
export function seal(sealer: Sealer | null, projectId: string, access: Access): JobSecrets {
  const { headers, basicAuth, proxy, seeds } = access;
  if (headers.length === 0 && basicAuth === null && proxy === null) return noSecrets;
  if (seeds.length > MOST_ORIGINS)
    throw new BadInputError(
      `headers and basicAuth are for the hosts of the seeds, of which there may be ${MOST_ORIGINS}; this job has more.`,
      ['input', headers.length > 0 ? 'headers' : 'basicAuth'],
    );
  return {
    secrets: mustSeal(sealer).seal(JSON.stringify(access), projectId),
    secretNames: {
      headers: headers.map(([name]) => name),
      basicAuth: basicAuth !== null,
      proxy: proxy !== null,
      origins: seeds,
    },
  };
}

/** Secrets that a job has, or null, as a change of them and of its scope makes them. */
export async function rebind(
  tx: Transaction,
  sealer: Sealer | null,
  job: Pick<typeof jobs.$inferSelect, 'id' | 'projectId' | 'scope' | 'secrets'>,
  input: SecretsInput,
  becomes: Scope,
): Promise<JobSecrets> {
  const old = unseal(sealer, job.projectId, job.secrets);
  const next = patchAccess(old, input);
  const isOfDomains = (scope: Scope) => scope.kind === 'domain';
  const given = { headers: input.headers !== undefined, basicAuth: input.basicAuth !== undefined };
  const bound = bindSecrets(old, next, given, {
    seeds: await seedOrigins(tx, job.id),
    domains: isOfDomains(becomes),
    were: isOfDomains(job.scope as Scope),
  });
  if ('bound' in bound) throw secretsBound(bound.bound, old!);
  return seal(sealer, job.projectId, bound);
}

function secretsBound({ secrets, from, seeds }: Bound, { proxy }: Access): SecretsBoundError {
  const what = secrets.join(' and ');
  const hosts =
    seeds.length > 3 ? `${seeds.slice(0, 3).join(', ')} and ${seeds.length - 3} more` : seeds.join(', ');
  const way = proxy === null ? 'without a proxy' : 'by the proxy there is';
  return new SecretsBoundError(
    `${what} of this job may go to ${hosts} ${way}, for which they were given; this change would take them ` +
      `${from === 'proxy' ? 'by another proxy' : 'to other hosts'}. Give ${what} again in the same call, or null to take them away.`,
    ['input', from === 'proxy' ? 'proxy' : secrets[0] === 'headers' ? 'basicAuth' : 'headers'],
    secrets,
  );
}

/** The secrets of a job's row, open, to change a part of them. */
function unseal(sealer: Sealer | null, projectId: string, secrets: string | null): Access | null {
  return secrets === null ? null : (JSON.parse(mustSeal(sealer).open(secrets, projectId)) as Access);
}

/** Origins of a job's seeds, one more than there may be at most. */
async function seedOrigins(tx: Transaction, jobId: string): Promise<string[]> {
  const of = sql<string>`substring(${jobSeeds.url} from '^[^/]+//[^/]+')`;
  const rows = await tx
    .selectDistinct({ of })
    .from(jobSeeds)
    .where(eq(jobSeeds.jobId, jobId))
    .limit(MOST_ORIGINS + 1);
  return rows.map((row) => origin(`${row.of}/`));
}

/** @throws BadInputError when this server keeps no secrets */
export function mustSeal(sealer: Sealer | null): Sealer {
  if (sealer) return sealer;
  throw new BadInputError(
    'This server keeps no secrets: it was started without TRUNKLINE_SECRET_KEY. Set it, the same for api, conductor and workers.',
    ['input'],
  );
}
