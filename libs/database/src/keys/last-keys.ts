import { and, arrayContains, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Transaction } from '../open/open-database.ts';
import { apiKeys, projects } from '../tables.ts';

/** Whoever gives or takes powers of keys does this first in its transaction: of two at once each would leave the last key to the other. */
export async function lockKeys(tx: Pick<Transaction, 'execute'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('keys', 0))`);
}

/** Keys that have a scope and keep it: neither revoked nor to expire, of projects that are not being deleted; the oldest first. */
export async function lastingKeys(
  tx: Pick<Transaction, 'select'>,
  scope: 'admin' | 'operator',
  but: { projectId?: string; notProject?: string } = {},
): Promise<{ id: string; projectId: string }[]> {
  return tx
    .select({ id: apiKeys.id, projectId: apiKeys.projectId })
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .where(
      and(
        isNull(apiKeys.revokedAt),
        isNull(apiKeys.expiresAt),
        isNull(projects.deletedAt),
        arrayContains(apiKeys.scopes, [scope]),
        but.projectId === undefined ? undefined : eq(apiKeys.projectId, but.projectId),
        but.notProject === undefined ? undefined : ne(apiKeys.projectId, but.notProject),
      ),
    )
    .orderBy(apiKeys.createdAt, apiKeys.id);
}
