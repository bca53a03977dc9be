import { sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { Database, Transaction } from './open-database.ts';

/** Any number, the same in every process: partitions are made one at a time per database. */
export const PARTITION_LOCK = 7_415_202;

/**
 * What is partitioned by job and by run, with the indexes that each partition has for itself. A run waits for its partitions,
 * so what its first pages do not need is made later: `page_changes` with the second run of a job, `documents` with the first
 * page that search reads.
 */
const ofJob = {
  pages: ['unique (hash)', '(origin, first_seen)'],
  page_states: ['unique (hash)', '(due_at, hash)'],
  page_changes: ['(run, hash)'],
  documents: ['unique (hash)', 'gin (words)', 'gin (title_words)'],
} as const;
const ofRun = { captures: [], visits: [] } as const;

/**
 * Makes the partitions of a run (`captures_<serial>`, `visits_<serial>`) and of its job (`pages_<serial>` …) where they
 * are missing. Rows cannot be written before; reading without them finds nothing. Repeating it is harmless.
 */
export async function createRunPartitions(db: Database, run: number, job: number): Promise<void> {
  const { pages, page_states, page_changes } = ofJob;
  const wanted = [
    ...Object.entries({ pages, page_states, page_changes }).map(([table, indexes]) => ({
      table,
      key: job,
      indexes,
    })),
    ...Object.entries(ofRun).map(([table, indexes]) => ({ table, key: run, indexes })),
  ];
  const names = wanted.map(({ table, key }) => `${table}_${int(key)}`);
  // Looked for in a snapshot of its own: what the connection has cached does not hear of what another made while it waited for the lock.
  const missing = async (of: Database | Transaction) => {
    const { rows } = await of.execute<{ name: string }>(
      sql`select relname as name from pg_class where relname in ${names} and pg_table_is_visible(oid)`,
    );
    const found = new Set(rows.map(({ name }) => name));
    const first = !found.has(jobPartition('pages', job));
    return wanted.filter(({ table }, i) => !found.has(names[i]!) && !(first && table === 'page_changes'));
  };
  if ((await missing(db)).length === 0) return;
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`);
    // All in one go: others wait for the lock.
    const statements = (await missing(tx)).flatMap(({ table, key, indexes }) =>
      newPartition(table, key, indexes),
    );
    if (statements.length > 0) await tx.execute(sql.raw(statements.join('; ')));
  });
}

/** Makes the partition of a job's documents. False when that job was deleted: nobody would drop it again. */
export async function createDocuments(pool: Pool, job: number): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
    // Whoever deletes the job waits, and drops what is made here.
    const { rows } = await client.query(
      `select to_regclass($2) as made from jobs where serial = $1 and archived_at is null for share`,
      [job, jobPartition('documents', job)],
    );
    if (rows[0]?.made === null)
      await client.query(newPartition('documents', job, ofJob.documents).join('; '));
    await client.query('commit');
    return rows.length > 0;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Drops the partitions of a run: instant, whatever their size. Pages stay with the job. */
export async function dropRunPartitions(db: Database, run: number): Promise<void> {
  await db.execute(sql.raw(`drop table if exists ${Object.keys(ofRun).map((t) => `${t}_${int(run)}`)}`));
}

/** Drops all that is kept of a job's pages, once none of its runs is left. */
export async function dropJobPartition(db: Database, job: number): Promise<void> {
  await db.execute(sql.raw(`drop table if exists ${Object.keys(ofJob).map((t) => `${t}_${int(job)}`)}`));
}

/** The partition of a job that holds its rows of a table: for statements that name its own unique index. */
export const jobPartition = (table: keyof typeof ofJob, job: number): string => `${table}_${int(job)}`;

/**
 * CREATE … PARTITION OF would lock the parent against every reader and writer; attaching a finished table does not. A unique
 * index of the parent would have to repeat the partition key in every entry; one of each partition does not.
 */
function newPartition(table: string, key: number, indexes: readonly string[]): string[] {
  const name = `${table}_${int(key)}`;
  const created = indexes.map((index) => {
    const [, unique = '', using = '', columns] = /^(unique )?(gin )?(\(.*\))$/.exec(index) ?? [];
    return `create ${unique}index on ${name} ${using && `using ${using}`}${columns}`;
  });
  return [
    `create table ${name} (like ${table} including defaults including constraints)`,
    ...created,
    `alter table ${table} attach partition ${name} for values in (${int(key)})`,
  ];
}

function int(key: number): number {
  if (!Number.isSafeInteger(key) || key < 0) throw new Error(`Not a serial: ${key}`);
  return key;
}
