import { retries, type Transaction } from '@trunkline/database';
import { and, eq, lt, sql } from 'drizzle-orm';

/** Keeps what a request let wait again, so that a Redis which forgets it can be asked once more (repair/rebuild.ts). */
export async function keepRetry(
  tx: Transaction,
  run: number,
  request: string,
  rows: readonly { hash: string; attempts: number }[],
): Promise<void> {
  await tx
    .delete(retries)
    .where(and(eq(retries.runSerial, run), lt(retries.createdAt, sql`now() - interval '1 day'`)));
  await tx
    .insert(retries)
    .values(rows.map(({ hash, attempts }) => ({ runSerial: run, request, hash, attempts })))
    .onConflictDoNothing();
}
