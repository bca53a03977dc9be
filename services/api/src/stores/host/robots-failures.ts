import { robotsVersions } from '@trunkline/database';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Parts } from '../parts.ts';
import type { Caller, RobotsFailureValue } from '../values.ts';
import type { RobotsLook } from './look-at-host.ts';

/** Those of these robots.txt files that cannot be had now, with what the ledger knows of the project's last try. */
export async function robotsFailuresOf(
  { db }: Pick<Parts, 'db'>,
  { projectId }: Caller,
  looks: readonly RobotsLook[],
): Promise<RobotsFailureValue[]> {
  const failing = looks.filter(({ unreachableSince }) => unreachableSince !== null);
  if (failing.length === 0) return [];
  const said = await db
    .select()
    .from(robotsVersions)
    .where(
      and(
        inArray(
          robotsVersions.origin,
          failing.map(({ origin }) => `${origin}/`),
        ),
        eq(robotsVersions.projectId, projectId),
        eq(robotsVersions.state, 'unreachable'),
      ),
    )
    .orderBy(desc(robotsVersions.lastSeenAt));
  return failing.map(({ origin, storedAt, unreachableSince, decidesUntil }) => {
    // What was told of an outage before, or nothing yet, is no word about this one.
    const last = said.find((one) => one.origin === `${origin}/` && isOf(one.lastSeenAt, storedAt));
    return {
      origin,
      since: new Date(unreachableSince!),
      lastAt: last?.lastSeenAt ?? null,
      detail: last?.detail ?? null,
      readAt: storedAt === null ? null : new Date(storedAt),
      decidesUntil: decidesUntil === null ? null : new Date(decidesUntil),
    };
  });
}

const isOf = (at: Date, storedAt: number | null) => storedAt === null || at.getTime() >= storedAt;
