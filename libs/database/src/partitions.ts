import { sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { Database, Transaction } from './open/open-database.ts';

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
type Partitioned = keyof typeof ofJob | keyof typeof ofRun;

/**
 * Serials whose partitions share a table between them and the one that is asked (`captures_block_<n>`): whoever attaches one, and
 * the next query of every connection, reads the bounds of all its siblings.
 */
const BLOCK = 128;

/**
 * Makes the partitions of a run (`captures_<serial>`, `visits_<serial>`) and of its job (`pages_<serial>` …) where they
 * are missing. Rows cannot be written before; reading without them finds nothing. Repeating it is harmless. False when the job was
 * deleted or the run retired: nobody would drop them again.
 */
export async function createRunPartitions(db: Database, run: number, job: number): Promise<boolean> {
  const wanted = [
    ...(['pages', 'page_states', 'page_changes'] as const).map((table) => ({ table, key: int(job) })),
    ...(['captures', 'visits'] as const).map((table) => ({ table, key: int(run) })),
  ];
  // Looked for in a snapshot of its own: what the connection has cached does not hear of what another made while it waited for the lock.
  const missing = async (of: Database | Transaction) => {
    const found = await existing(
      (text) => of.execute<Found>(sql.raw(text)),
      wanted.map(({ table, key }) => `${table}_${key}`),
    );
    const first = !found.has(jobPartition('pages', job));
    return wanted.filter(
      ({ table, key }) => !found.has(`${table}_${key}`) && !(first && table === 'page_changes'),
    );
  };
  if ((await missing(db)).length === 0) return true;
  return db.transaction(async (tx) => {
    const query = (text: string) => tx.execute<Found>(sql.raw(text));
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`);
    if (!(await isKept(query, job, run))) return false;
    // All in one go: others wait for the lock.
    const left = await missing(tx);
    if (left.length > 0) await query((await newPartitions(query, left)).join('; '));
    return true;
  });
}

/** Whether a job, and a run, are kept: whoever deletes or retires them waits from now on, and drops what is made here. */
async function isKept(query: Query, job: number, run?: number): Promise<boolean> {
  const there = `select 'job' as name from jobs where serial = ${int(job)} and archived_at is null for share`;
  const retired = `select 'run' as name from runs where serial = ${int(run ?? 0)} and retired_at is not null`;
  if ((await query(there)).rows.length > 0) return (await query(retired)).rows.length === 0;
  const { rows } = await query(
    `select 'gone' as name where pg_sequence_last_value('jobs_serial_seq') >= ${int(job)}`,
  );
  return rows.length === 0; // there has never been one
}

/** Makes the partition of a job's documents. False when that job was deleted: nobody would drop it again. */
export async function createDocuments(pool: Pool, job: number): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
    const query = (text: string) => client.query<Found>(text);
    const kept = await isKept(query, job);
    if (kept && (await existing(query, [jobPartition('documents', job)])).size === 0)
      await query((await newPartitions(query, [{ table: 'documents', key: job }])).join('; '));
    await client.query('commit');
    return kept;
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

type Found = { name: string };
type Query = (text: string) => Promise<{ rows: Found[] }>;
type Wanted = { table: Partitioned; key: number };

async function existing(query: Query, names: readonly string[]): Promise<Set<string>> {
  const { rows } = await query(
    `select relname as name from pg_class where relname in (${names.map((name) => `'${name}'`)}) and pg_table_is_visible(oid)`,
  );
  return new Set(rows.map(({ name }) => name));
}

const blockOf = ({ table, key }: Wanted): string => `${table}_block_${Math.floor(key / BLOCK)}`;
const serialsOf = (key: number): number[] =>
  Array.from({ length: BLOCK }, (_, i) => Math.floor(key / BLOCK) * BLOCK + i);

/** What the partition of a serial is attached to. Those of before there were blocks, and their neighbours, have none. */
async function parentsOf(
  query: Query,
  wanted: readonly Wanted[],
): Promise<{ parents: string[]; statements: string[] }> {
  const blocks = await existing(query, wanted.map(blockOf));
  const alone = wanted.filter((one) => !blocks.has(blockOf(one)));
  const { rows } = await query(
    alone.length === 0
      ? 'select null as name where false'
      : `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent in (${alone.map(({ table }) => `'${table}'::regclass`)}) and c.relname in
           (${alone.flatMap(({ table, key }) => serialsOf(key).map((serial) => `'${table}_${serial}'`))})`,
  );
  const old = new Set(rows.map(({ name }) => name));
  const statements: string[] = [];
  const parents = wanted.map((one) => {
    const [block, { table, key }] = [blockOf(one), one];
    if (serialsOf(key).some((serial) => old.has(`${table}_${serial}`))) return table;
    if (!blocks.has(block)) {
      statements.push(
        `create table ${block} (like ${table} including defaults including constraints) partition by list (${keyColumn(table)})`,
        `alter table ${table} attach partition ${block} for values in (${serialsOf(key)})`,
      );
      blocks.add(block);
    }
    return block;
  });
  return { parents, statements };
}

/** Puts a table of that name, which is whole, in the place of a run's captures. */
export async function attachCaptures(tx: Transaction, run: number): Promise<void> {
  const query: Query = (text) => tx.execute<Found>(sql.raw(text));
  const { parents, statements } = await parentsOf(query, [{ table: 'captures', key: int(run) }]);
  await query(
    [...statements, `alter table ${parents[0]} attach partition captures_${run} for values in (${run})`].join(
      '; ',
    ),
  );
}

const keyColumn = (table: Partitioned): string => (table in ofRun ? 'run' : 'job');

/**
 * CREATE … PARTITION OF would lock the parent against every reader and writer; attaching a finished table does not. A unique
 * index of the parent would have to repeat the partition key in every entry; one of each partition does not.
 */
async function newPartitions(query: Query, wanted: readonly Wanted[]): Promise<string[]> {
  const { parents, statements } = await parentsOf(query, wanted);
  const indexesOf: Record<Partitioned, readonly string[]> = { ...ofJob, ...ofRun };
  for (const [i, { table, key }] of wanted.entries()) {
    const name = `${table}_${key}`;
    statements.push(`create table ${name} (like ${table} including defaults including constraints)`);
    for (const index of indexesOf[table]) {
      const [, unique = '', using = '', columns] = /^(unique )?(gin )?(\(.*\))$/.exec(index) ?? [];
      statements.push(`create ${unique}index on ${name} ${using && `using ${using}`}${columns}`);
    }
    statements.push(`alter table ${parents[i]} attach partition ${name} for values in (${key})`);
  }
  return statements;
}

function int(key: number): number {
  if (!Number.isSafeInteger(key) || key < 0) throw new Error(`Not a serial: ${key}`);
  return key;
}
