import type { Pool } from 'pg';
import type { Resolution } from './resolutions.ts';

/** A row of a series: whose (`series_subjects.id`), and the packed sample. */
export type SeriesRow = { subject: number; numbers: Buffer; times: Buffer | null };

const given = (first: number) =>
  `unnest($${first}::int[], $${first + 1}::bytea[], $${first + 2}::bytea[]) as given(subject, numbers, times)`;
const arrays = (rows: readonly SeriesRow[]): unknown[] => [
  rows.map(({ subject }) => subject),
  rows.map(({ numbers }) => numbers),
  rows.map(({ times }) => times),
];

/**
 * Writes the rows of one second, if `owner` is who wrote last, and that was at `last`: of all who try one does, and what has been written
 * is never written again. False: it was not, and nothing was.
 */
export async function writeSecond(
  pool: Pool,
  { owner, last, at }: { owner: string; last: Date; at: Date },
  rows: readonly SeriesRow[],
): Promise<boolean> {
  const { rows: moved } = await pool.query<{ moved: boolean }>({
    name: 'series_second',
    text: `with head as (update series_head set at = $3 where id = 1 and owner = $1 and at = $2 and at < $3 returning 1),
        written as (insert into series_1s (at, subject, numbers, times)
          select $3, subject, numbers, times from ${given(4)} where exists (select from head))
      select exists (select from head) as moved`,
    values: [owner, last, at, ...arrays(rows)],
  });
  return moved[0]!.moved;
}

/** Writes the rows of one span of a resolution, if they are made to `from` and no further: once, whoever else tries. */
export async function writeRolled(
  pool: Pool,
  { name, seconds }: Resolution,
  { from, at, to }: { from: Date; at: Date; to: Date },
  rows: readonly SeriesRow[],
): Promise<boolean> {
  if (to.getTime() - at.getTime() !== seconds * 1000) throw new Error('A row stands for one span');
  const { rows: moved } = await pool.query<{ moved: boolean }>({
    name: `series_${name}`,
    text: `with head as (update series_head set rolled_${name} = $3 where id = 1 and rolled_${name} = $1 returning 1),
        written as (insert into series_${name} (at, subject, numbers, times)
          select $2, subject, numbers, times from ${given(4)} where exists (select from head))
      select exists (select from head) as moved`,
    values: [from, at, to, ...arrays(rows)],
  });
  return moved[0]!.moved;
}
