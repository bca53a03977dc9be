import { isDeepStrictEqual } from 'node:util';
import { apiKeys, type Transaction } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, eq, gt, isNull, or } from 'drizzle-orm';

/**
 * What a key may do with what is not harmless in any hands, and the scope that has it. The verb does not matter: whatever sets, widens
 * or uses a power asks one of the questions below, with the key that asks now, not with the one that set it once.
 */
export const powers = {
  /** Crawls and webhooks reach addresses outside the public internet. */
  privateNetworks: 'admin',
  /** Headers and the password of a job: for the hosts and the proxy they were given for. */
  secrets: 'jobs:write',
  /** All requests of a job go by a host of one's choice. */
  proxies: 'jobs:write',
  /** Hosts are slowed down, or closed, for every run of the installation. */
  hostRules: 'operator',
} as const;
export type Power = keyof typeof powers;

/** Whose powers count. `scopes`, null: the installation's own, which has them all. */
export type Holder = { keyName: string | null; scopes: readonly string[] | null };

/** A power that a key lacks for what it asks, in words for whoever asks. */
export type Lack = { power: Power; needs: string; message: string };

/** Whether a key with these scopes has one; `admin` has all of its project, and `operator` stands beside it. */
export const hasScope = (scopes: readonly string[], scope: string): boolean =>
  scopes.includes(scope) || (scope !== 'operator' && scopes.includes('admin'));

/** Whether a key has a power. */
const hasPower = ({ scopes }: Pick<Holder, 'scopes'>, power: Power): boolean =>
  scopes === null || hasScope(scopes, powers[power]);

type Rules = Partial<Pick<Policy, 'allowPrivateNetworks'>>;
const allows = (rules: Rules | null) => rules?.allowPrivateNetworks === true;

/** A policy is made (`was`: null) or changed, by whatever verb: what does the key lack to let it reach private networks? */
export function lacksToAllow(holder: Holder, was: Rules | null, becomes: Rules): Lack | null {
  if (!allows(becomes) || allows(was)) return null;
  return lack(
    holder,
    'privateNetworks',
    'set allowPrivateNetworks: it would let a crawl reach machines behind your firewall',
  );
}

/**
 * A job is made, given these rules, made to crawl, or to reach more than it did (`to`: which of it, as "start this job"): what does the
 * key lack? What only slows a crawl, ends it or gives it a name takes no power.
 */
export function lacksToCrawl(holder: Holder, rules: Rules, to: string): Lack | null {
  return allows(rules) ? lack(holder, 'privateNetworks', `${to}: its policy allows private networks`) : null;
}

/** A webhook is to reach private networks, or does and is sent elsewhere, more or again: what does the key lack? */
export function lacksToNotify(holder: Holder, allowPrivateNetworks: boolean): Lack | null {
  return allowPrivateNetworks
    ? lack(
        holder,
        'privateNetworks',
        'have a webhook that may reach private networks, or send one elsewhere, more or again',
      )
    : null;
}

function lack(holder: Holder, power: Power, to: string): Lack | null {
  if (hasPower(holder, power)) return null;
  const needs = powers[power];
  return {
    ...{ power, needs },
    message: `The key "${holder.keyName}" may not ${to}. That needs the scope "${needs}".`,
  };
}

/** What decides which URLs a job reaches, besides its seeds and rules. */
export type Reach = { scope: unknown; maxDepth: number | null; maxPages: number | null };

/** Whether a change of a job may make it reach what it did not: another scope, more depth, more pages. */
export function isWider(was: Reach, becomes: Reach): boolean {
  const rises = (from: number | null, to: number | null) => from !== null && (to === null || to > from);
  return (
    !isDeepStrictEqual(was.scope, becomes.scope) ||
    rises(was.maxDepth, becomes.maxDepth) ||
    rises(was.maxPages, becomes.maxPages)
  );
}

/** The scopes that the key has now which asked for what is done later: none when it was revoked or has expired since, or is not known. */
export async function scopesOf(
  tx: Pick<Transaction, 'select'>,
  keyId: string | null,
): Promise<readonly string[]> {
  if (keyId === null) return [];
  const lasts = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, new Date()));
  const [key] = await tx
    .select({ scopes: apiKeys.scopes })
    .from(apiKeys)
    .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt), lasts));
  return key?.scopes ?? [];
}
