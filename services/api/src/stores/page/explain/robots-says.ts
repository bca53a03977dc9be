import { robotsVersions } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { parseRobots, productToken } from '@trunkline/web/robots';
import { origin as originOf } from '@trunkline/web/url';
import { and, desc, eq } from 'drizzle-orm';
import type { Look } from '../../host/look-at-host.ts';
import type { Parts } from '../../parts.ts';
import type { Caller, RobotsVersionValue, RunValue } from '../../values.ts';
import type { RobotsValue } from './explanation.ts';

type Asked = { url: string; run: RunValue | null; policy: Policy; look: Look | null; isConcerned: boolean };

/**
 * What the robots.txt of a URL's origin says of it, with the line of the file that decides. The text is what the project was told; where
 * that is none, or not whole, the rules that workers share decide, and their lines have no numbers.
 */
export async function robotsSays(
  { db, frontier }: Pick<Parts, 'db' | 'frontier'>,
  caller: Caller,
  { url, run, policy, look, isConcerned }: Asked,
): Promise<RobotsValue> {
  const origin = originOf(url);
  const versions = await db
    .select()
    .from(robotsVersions)
    .where(and(eq(robotsVersions.projectId, caller.projectId), eq(robotsVersions.origin, `${origin}/`)))
    .orderBy(desc(robotsVersions.firstSeenAt))
    .limit(5);
  const version = versions.find(({ state }) => state !== 'unreachable') ?? null;
  const isWhole =
    version?.state === 'allowAll' || (version?.body != null && version.body.length === version.length);
  const shared = isWhole || !(isConcerned || version) ? null : await frontier.robots(origin);
  const { robots } = look?.host ?? {};
  const since = robots?.unreachableSince ?? null;
  const began = run === null ? 0 : (run.startedAt ?? run.createdAt).getTime();
  const inForce = (ms: number | null | undefined) => (ms == null ? null : new Date(Math.max(ms, began)));
  const known = {
    ...{ origin, obeyed: policy.robots.obey, userAgent: policy.userAgent },
    ...{ state: (version ?? versions[0])?.state ?? shared?.verdict.state ?? null },
    ...{ detail: (version ?? versions[0])?.detail ?? null, digest: version?.digest ?? null },
    ...{ firstSeenAt: version?.firstSeenAt ?? null },
    readAt: inForce(robots?.storedAt ?? shared?.at) ?? version?.lastSeenAt ?? null,
    unreachableSince: version || shared || isConcerned ? inForce(since) : null,
    decidesUntil: since === null || robots?.decidesUntil == null ? null : new Date(robots.decidesUntil),
  };
  const decision = decide(isWhole ? version : null, shared, policy.userAgent, url);
  const value = { ...known, ...decision };
  return { ...value, sentence: inWords(value) };
}

type Shared = { verdict: { state: string; body?: string } } | null;

function decide(version: RobotsVersionValue | null, shared: Shared, userAgent: string, url: string) {
  const nothing = { allowed: null, group: null, line: null, lineNumber: null };
  const state = version?.state ?? shared?.verdict.state;
  if (state === 'allowAll') return { ...nothing, allowed: true };
  const body = version?.body ?? shared?.verdict.body;
  if (body === undefined || body === null) return nothing;
  const { allowed, group, line, lineNumber } = parseRobots(body).verdict(userAgent, url);
  return { allowed, group, line, lineNumber: version === null ? null : lineNumber };
}

function inWords(value: Omit<RobotsValue, 'sentence'>): string {
  const { obeyed, allowed, group, line, lineNumber, detail, userAgent, unreachableSince, decidesUntil } =
    value;
  if (!obeyed) return 'robots.txt is not obeyed: the policy says so';
  const failing =
    unreachableSince === null
      ? ''
      : decidesUntil === null
        ? '; it cannot be had now, and nothing is fetched until it can'
        : `; it cannot be had now: the copy that is kept decides until ${decidesUntil.toISOString()}`;
  if (allowed === null)
    return `robots.txt ${detail === null ? 'has not been read yet: it is asked for first' : `is not known: ${detail}`}${failing}`;
  if (value.state === 'allowAll') return `robots.txt allows all: ${detail ?? 'there is none'}${failing}`;
  const verb = allowed ? 'allows' : 'forbids';
  if (group === null) return `robots.txt allows it: no group is for ${productToken(userAgent)}${failing}`;
  if (line === null) return `robots.txt allows it: no line of the group ${group} matches${failing}`;
  const where = lineNumber === null ? 'the line' : `line ${lineNumber}`;
  return `robots.txt ${verb} it: ${where} "${line.trim()}" of the group ${group}${failing}`;
}
