import { type Database, holds, runOperations } from '@trunkline/database';
import { and, eq, isNull, sql } from 'drizzle-orm';

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/**
 * Wants what a run may have lost since then (null: ever) to be found again, and holds the run open until that is done. An operation that
 * is open already begins anew, with the earlier of both moments.
 */
export async function openReconcile(tx: Transaction, runId: string, since: Date | null): Promise<void> {
  const held = await tx
    .select({ id: holds.id })
    .from(holds)
    .where(and(eq(holds.runId, runId), eq(holds.kind, 'repair'), isNull(holds.closedAt)));
  if (held.length === 0) await tx.insert(holds).values({ runId, kind: 'repair' });
  await tx
    .insert(runOperations)
    .values({ runId, kind: 'reconcile', since })
    .onConflictDoUpdate({
      target: [runOperations.runId, runOperations.kind],
      targetWhere: sql`state in ('waiting', 'running')`,
      set: {
        since: sql`case when excluded.since is not null then least(run_operations.since, excluded.since) end`,
        state: 'waiting',
        phase: null,
        position: null,
      },
    });
}
