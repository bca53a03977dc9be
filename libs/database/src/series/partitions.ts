import type { Pool } from 'pg';
import { type Resolution, resolutions, startOf } from './resolutions.ts';

/** A reader that takes its time is not waited for: the partition is dropped the next time. */
const LOCK_TIMEOUT = "set local lock_timeout = '300ms'";
/** SQLSTATE: no lock within that time; another conductor was there first. */
const [NO_LOCK, EXISTS, GONE] = ['55P03', '42P07', '42P01'];

/** What rows of a moment lie in: `series_1s_<second it begins at>`. */
const nameOf = ({ name, partition }: Resolution, at: Date): string =>
  `series_${name}_${startOf(at, partition).getTime() / 1000}`;

/**
 * Makes the partitions of now and of the span after it where they are missing, and drops those whose rows have all been kept for long
 * enough and are rolled up (`rolled`: to where rows of a resolution are made, by its name). Repeating it is harmless, also for several at
 * once.
 */
export async function keepSeriesPartitions(
  pool: Pool,
  now: Date,
  rolled: Readonly<Record<string, Date>>,
): Promise<{ made: number; dropped: number }> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent in (${resolutions.map(({ name }) => `'series_${name}'::regclass`)})`,
  );
  const there = new Set(rows.map(({ name }) => name));
  let [made, dropped] = [0, 0];
  for (const [i, resolution] of resolutions.entries()) {
    const { name, partition, keep } = resolution;
    for (const at of [now, new Date(now.getTime() + partition * 1000)])
      if (!there.has(nameOf(resolution, at)) && (await make(pool, resolution, at))) made++;
    const needed = Math.min(
      now.getTime() - keep * 1000,
      rolled[resolutions[i + 1]?.name ?? '']?.getTime() ?? Number.POSITIVE_INFINITY,
    );
    for (const old of there) {
      const [, of, begins] = /^series_(\w+?)_(\d+)$/.exec(old) ?? [];
      if (of === name && (Number(begins) + partition) * 1000 <= needed && (await drop(pool, old))) dropped++;
    }
  }
  return { made, dropped };
}

const make = (pool: Pool, { name, partition }: Resolution, at: Date): Promise<boolean> =>
  makeSpan(pool, `series_${name}`, at, partition);

/**
 * Makes the partition `<table>_<second it begins at>` for the span of so many seconds that a moment lies in. A finished table is
 * attached, which locks no reader or writer out.
 */
export async function makeSpan(pool: Pool, table: string, at: Date, seconds: number): Promise<boolean> {
  const from = startOf(at, seconds);
  const to = new Date(from.getTime() + seconds * 1000);
  const partition = `${table}_${from.getTime() / 1000}`;
  return attempt(
    pool,
    `create table ${partition} (like ${table} including defaults including constraints including indexes);
     alter table ${table} attach partition ${partition}
       for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
  );
}

/** Drops the partitions of a table with spans of so many seconds that ended before a moment; how many. */
export async function dropSpans(pool: Pool, table: string, seconds: number, before: Date): Promise<number> {
  const { rows } = await pool.query<{ name: string }>(
    'select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass',
    [table],
  );
  let dropped = 0;
  for (const { name } of rows) {
    const begins = Number(name.slice(table.length + 1));
    if ((begins + seconds) * 1000 <= before.getTime() && (await drop(pool, name))) dropped++;
  }
  return dropped;
}

const drop = (pool: Pool, table: string): Promise<boolean> => attempt(pool, `drop table ${table}`);

/** All or nothing, as one text is one transaction; false when another one was faster, or in the way. */
async function attempt(pool: Pool, text: string): Promise<boolean> {
  try {
    await pool.query(`${LOCK_TIMEOUT}; ${text}`);
    return true;
  } catch (error) {
    if ([NO_LOCK, EXISTS, GONE].includes((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}
