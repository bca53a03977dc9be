import { sql } from 'drizzle-orm';
import type { Database, Transaction } from './open-database.ts';

/** Any number, the same in every process: partitions are made one at a time per database. */
const PARTITION_LOCK = 7_415_202;

/**
 * Makes the partitions of a run (`captures_<serial>`, `visits_<serial>`) and of its job (`pages_<serial>`) where they
 * are missing. Rows cannot be written before; reading without them finds nothing. Repeating it is harmless.
 */
export async function createRunPartitions(db: Database, run: number, job: number): Promise<void> {
  const wanted = [
    ['pages', job],
    ['captures', run],
    ['visits', run],
  ] as const;
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`);
    for (const [table, key] of wanted) await createPartition(tx, table, key);
  });
}

/** Drops the partitions of a run: instant, whatever their size. Pages stay with the job. */
export async function dropRunPartitions(db: Database, run: number): Promise<void> {
  await db.execute(sql.raw(`drop table if exists captures_${int(run)}, visits_${int(run)}`));
}

/** Drops the pages of a job, once none of its runs is left. */
export async function dropJobPartition(db: Database, job: number): Promise<void> {
  await db.execute(sql.raw(`drop table if exists pages_${int(job)}`));
}

/**
 * CREATE … PARTITION OF would lock the parent against every reader and writer; attaching a finished table does not.
 */
async function createPartition(tx: Transaction, table: string, key: number): Promise<void> {
  const name = `${table}_${int(key)}`;
  const { rows } = await tx.execute<{ found: string | null }>(sql`select to_regclass(${name}) as found`);
  if (rows[0]?.found) return;
  await tx.execute(sql.raw(`create table ${name} (like ${table} including defaults including constraints)`));
  await tx.execute(sql.raw(`alter table ${table} attach partition ${name} for values in (${int(key)})`));
}

function int(key: number): number {
  if (!Number.isSafeInteger(key) || key < 0) throw new Error(`Not a serial: ${key}`);
  return key;
}
