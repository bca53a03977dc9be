import { and, eq, isNotNull, not, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../open/open-database.ts';
import { visits } from '../tables.ts';

/** Whether the URL of a visit has ended in its run with a later one. */
export const endedLater: SQL = sql`exists (select from visits later where later.run = ${visits.runSerial}
  and later.hash = ${visits.hash} and later.attempt > ${visits.attempt} and later.final)`;

/**
 * What had ended in a run and was marked as asked for again (`visits.retried_at`) stands as it ended, but for URLs that have ended once
 * more; `which`: of those visits alone.
 */
export async function endsStandAgain(
  tx: Pick<Transaction, 'update'>,
  run: number,
  which?: SQL,
): Promise<void> {
  await tx
    .update(visits)
    .set({ final: true, retriedAt: null })
    .where(
      and(
        ...[eq(visits.runSerial, run), which, isNotNull(visits.retriedAt), eq(visits.final, false)],
        not(endedLater),
      ),
    );
}
