import { bulkOperations, type Database, holds } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm';

/** Closes holds whose process died, or whose operation was cancelled, so that their runs can end. */
export function createCloseExpired({ db, log }: { db: Database; log: Logger }) {
  return async (): Promise<void> => {
    const cancelled = db
      .select({ id: sql<string>`${bulkOperations.id}::text` })
      .from(bulkOperations)
      .where(ne(bulkOperations.state, 'running'));
    await db
      .update(holds)
      .set({ closedAt: new Date() })
      .where(
        and(eq(holds.kind, 'retry'), isNull(holds.closedAt), sql`${holds.place} ->> 'bulk' in ${cancelled}`),
      );
    const closed = await db
      .update(holds)
      .set({ closedAt: new Date() })
      .where(and(isNull(holds.closedAt), lt(holds.expiresAt, sql`now()`)))
      .returning({ runId: holds.runId, kind: holds.kind });
    for (const hold of closed) log.warn(hold, 'a source of URLs broke off; its run may end without it');
  };
}
