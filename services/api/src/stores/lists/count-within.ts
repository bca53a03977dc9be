import type { Database, Transaction } from '@trunkline/database';
import { sql } from 'drizzle-orm';

/** Counting is a courtesy: a list that takes longer is too long to be counted. ms */
const LONGEST_MS = 1000;

/** Counts the rows of a list that may be millions. One that takes too long ends as Postgres ends it (57014), which `totalCount` tells as null. */
export function countWithin(db: Database, count: (tx: Transaction) => Promise<number>): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql.raw(`set local statement_timeout = ${LONGEST_MS}`));
    return count(tx);
  });
}
