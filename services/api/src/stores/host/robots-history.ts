import { robotsVersions } from '@trunkline/database';
import { createTwoFilesPatch } from 'diff';
import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import { may } from '../changes/may.ts';
import type { Page, PageArgs } from '../lists/cursor.ts';
import { momentKey } from '../lists/keys.ts';
import { keyset } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Caller, RobotsVersionValue } from '../values.ts';

/** A robots.txt is hostile: files that differ in more lines than this, or take longer, are not compared. */
const MOST_EDITS = 4000;
const LONGEST_MS = 50;

/** The origins of a host, as canonical URLs begin. */
export function originsOf(host: string): string[] {
  const odd = /:(80|443)$/.test(host) ? [] : [`http://${host}:443/`, `https://${host}:80/`];
  return [`https://${host}/`, `http://${host}/`, ...odd];
}

/** What runs of the caller's project were told; operators also hear of what was read before that was noted. */
const met = (caller: Caller) =>
  may(caller, 'operator')
    ? or(eq(robotsVersions.projectId, caller.projectId), isNull(robotsVersions.projectId))
    : eq(robotsVersions.projectId, caller.projectId);

/** What the robots.txt files of a host said to runs of the project, newest first. Whoever asks has made sure that the project knows the host. */
export const robotsHistory = (
  { db }: Pick<Parts, 'db'>,
  caller: Caller,
  host: string,
  args: PageArgs,
): Promise<Page<RobotsVersionValue>> =>
  keyset(db, args, {
    select: () => db.select().from(robotsVersions),
    where: and(met(caller), inArray(robotsVersions.origin, originsOf(host))),
    ...{ by: [robotsVersions.firstSeenAt], direction: 'desc', kind: momentKey },
  });

/** What changed from the version before to this one, as a unified diff; null: there is none before, or they have too little in common. */
export async function robotsDiff(
  { db }: Pick<Parts, 'db'>,
  version: RobotsVersionValue,
): Promise<string | null> {
  const { origin, firstSeenAt, projectId } = version;
  const same =
    projectId === null ? isNull(robotsVersions.projectId) : eq(robotsVersions.projectId, projectId);
  const [before] = await db
    .select()
    .from(robotsVersions)
    .where(and(same, eq(robotsVersions.origin, origin), lt(robotsVersions.firstSeenAt, firstSeenAt)))
    .orderBy(desc(robotsVersions.firstSeenAt))
    .limit(1);
  if (before === undefined) return null;
  const [from, to] = [before, version].map((one) => one.lastSeenAt.toISOString());
  const options = { context: 3, maxEditLength: MOST_EDITS, timeout: LONGEST_MS };
  const url = `${origin}robots.txt`;
  return createTwoFilesPatch(url, url, before.body ?? '', version.body ?? '', from, to, options) ?? null;
}
