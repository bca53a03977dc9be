import { isIP } from 'node:net';
import { type JobSecretNames, jobSeeds, type Transaction } from '@trunkline/database';
import { type Access, problemsOfAccess } from '@trunkline/policy';
import type { Sealer } from '@trunkline/service';
import { isPublicAddress } from '@trunkline/web/address';
import { hostName, origin } from '@trunkline/web/url';
import { eq, sql } from 'drizzle-orm';
import { BadInputError } from '../errors.ts';
import type { SecretsInput } from './job-input.ts';

/** Secrets as a job's row holds them: sealed, and what may be told of them. */
export type JobSecrets = { secrets: string | null; secretNames: JobSecretNames | null };

const noSecrets: JobSecrets = { secrets: null, secretNames: null };

/** Origins that headers and passwords of one job may be for: all of them travel with it. */
const MOST_ORIGINS = 100;

export const hasSecrets = ({ headers, basicAuth, proxy }: SecretsInput): boolean =>
  headers !== undefined || basicAuth !== undefined || proxy !== undefined;

/** What a change makes of secrets: what is left out stays, null takes away. Values that cannot be are refused, unsaid. */
export function patchAccess(
  old: Access | null,
  { headers, basicAuth, proxy }: SecretsInput,
): Omit<Access, 'seeds'> {
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
export function checkProxy({ proxy }: Pick<Access, 'proxy'>, allowPrivateNetworks: boolean): void {
  if (proxy === null || allowPrivateNetworks) return;
  const host = hostName(new URL(proxy).host);
  if (isIP(host) === 0 || isPublicAddress(host)) return;
  throw new BadInputError(
    'proxy is an address of a private network, which the policy does not allow; an admin may set allowPrivateNetworks.',
    ['input', 'proxy'],
  );
}

/** Seals secrets for a job with these seeds; none when there is nothing to keep. */
export function seal(
  sealer: Sealer | null,
  projectId: string,
  access: Omit<Access, 'seeds'>,
  seeds: Iterable<string>,
): JobSecrets {
  const { headers, basicAuth, proxy } = access;
  if (headers.length === 0 && basicAuth === null && proxy === null) return noSecrets;
  const origins = [...new Set([...seeds].map(origin))];
  const named = headers.length > 0 || basicAuth !== null;
  if (named && origins.length > MOST_ORIGINS)
    throw new BadInputError(
      `headers and basicAuth are for the hosts of the seeds, of which there may be ${MOST_ORIGINS}; this job has more.`,
      ['input', headers.length > 0 ? 'headers' : 'basicAuth'],
    );
  const whole: Access = { ...access, seeds: named ? origins : [] };
  return {
    secrets: mustSeal(sealer).seal(JSON.stringify(whole), projectId),
    secretNames: {
      headers: headers.map(([name]) => name),
      basicAuth: basicAuth !== null,
      proxy: proxy !== null,
    },
  };
}

/** The secrets of a job's row, open, to change a part of them. */
export function unseal(sealer: Sealer | null, projectId: string, secrets: string | null): Access | null {
  return secrets === null ? null : (JSON.parse(mustSeal(sealer).open(secrets, projectId)) as Access);
}

/** Origins of a job's seeds, one more than there may be at most. */
export async function seedOrigins(tx: Transaction, jobId: string): Promise<string[]> {
  const of = sql<string>`substring(${jobSeeds.url} from '^[^/]+//[^/]+')`;
  const rows = await tx
    .selectDistinct({ of })
    .from(jobSeeds)
    .where(eq(jobSeeds.jobId, jobId))
    .limit(MOST_ORIGINS + 1);
  return rows.map((row) => `${row.of}/`);
}

/** @throws BadInputError when this server keeps no secrets */
export function mustSeal(sealer: Sealer | null): Sealer {
  if (sealer) return sealer;
  throw new BadInputError(
    'This server keeps no secrets: it was started without TRUNKLINE_SECRET_KEY. Set it, the same for api, conductor and workers.',
    ['input'],
  );
}
