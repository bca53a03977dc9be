import { bulkOperations, type Database, type Transaction } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { asc, eq, sql } from 'drizzle-orm';
import { changeJobs } from './change-jobs.ts';
import { requeuePages } from './requeue-pages.ts';
import { retryDead } from './retry-dead.ts';

export type BulkParts = {
  db: Database;
  frontier: Pick<Frontier, 'retryDead'>;
  bus: Pick<Bus, 'publish'>;
  log: Logger;
};

export type Bulk = typeof bulkOperations.$inferSelect;
/** What one step did. `position`: key of the last item; null: there were none left. */
export type Step = { processed: number; failed: number; position: string | null; runIds: string[] };

/**
 * One pass: the next step of the oldest bulk operation nobody else is at. What a step did and how far it came are committed
 * together, so that any conductor can go on. True when there was a step to do.
 */
export function createBulk({ db, frontier, bus, log }: BulkParts) {
  function stepOf(tx: Transaction, bulk: Bulk): Promise<Step> {
    if (bulk.kind === 'deadRetry') return retryDead(tx, frontier, bulk);
    return bulk.kind === 'pagesRequeue' ? requeuePages(tx, frontier, bulk) : changeJobs(tx, bulk);
  }

  return async (): Promise<boolean> => {
    const runIds = await db.transaction(async (tx) => {
      const [bulk] = await tx
        .select()
        .from(bulkOperations)
        .where(eq(bulkOperations.state, 'running'))
        .orderBy(asc(bulkOperations.id))
        .limit(1)
        .for('update', { skipLocked: true });
      if (bulk === undefined) return null;
      const step = await stepOf(tx, bulk);
      const over = step.position === null;
      await tx
        .update(bulkOperations)
        .set({
          processed: sql`${bulkOperations.processed} + ${step.processed}`,
          failed: sql`${bulkOperations.failed} + ${step.failed}`,
          ...(over ? { state: 'done', finishedAt: new Date() } : { position: step.position }),
        })
        .where(eq(bulkOperations.id, bulk.id));
      if (over) log.info({ bulk: bulk.id, kind: bulk.kind }, 'a bulk operation is done');
      return step.runIds;
    });
    for (const runId of runIds ?? []) await bus.publish('runChanged', { runId });
    return runIds !== null;
  };
}
