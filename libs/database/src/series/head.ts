import type { Pool } from 'pg';
import type { Database } from '../open/open-database.ts';
import { seriesHead } from '../tables/series.ts';
import { resolutions } from './resolutions.ts';

/** Who writes series, and how far they are. `rolled`: by the name of a resolution (`10s`), to where its rows are made by now. */
export type SeriesHead = { owner: string; at: Date; rolled: Record<string, Date> };

/** Resolutions that are made of others. */
const coarse = resolutions.slice(1).map(({ name }) => name);
const columns = ['owner', 'at', ...coarse.map((name) => `rolled_${name}`)];

/** Null: nobody has written any yet. `now`: by the clock of the database, which is that of series. */
export async function readSeriesHead(pool: Pool): Promise<{ head: SeriesHead | null; now: Date }> {
  const { rows } = await pool.query<Record<string, Date> & { owner: string | null }>(
    `select clock_timestamp() as now, ${columns} from (select 1) as one left join series_head on id = 1`,
  );
  const row = rows[0]!;
  const now = row['now']!;
  if (row.owner === null) return { head: null, now };
  const rolled = Object.fromEntries(coarse.map((name) => [name, row[`rolled_${name}`]!]));
  return { head: { owner: row.owner, at: row['at']!, rolled }, now };
}

/** The same for whoever only reads: null, nobody has written any yet. */
export async function seriesWritten(db: Database): Promise<Pick<SeriesHead, 'at' | 'rolled'> | null> {
  const [head] = await db.select().from(seriesHead).limit(1);
  if (head === undefined) return null;
  return { at: head.at, rolled: { '10s': head.rolled10s, '1m': head.rolled1m, '1h': head.rolled1h } };
}

/** Makes `owner` the one that writes, unless somebody wrote since `seen` was (null: nobody ever had). */
export async function takeSeriesHead(
  pool: Pool,
  owner: string,
  at: Date,
  seen: Date | null,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into series_head (id, ${columns}) values (1, $1, $2, ${coarse.map(() => '$2')})
     on conflict (id) do update set owner = $1, at = $2 where series_head.at = $3`,
    [owner, at, seen],
  );
  return rowCount === 1;
}
