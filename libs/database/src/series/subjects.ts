import type { Pool } from 'pg';

/** Whose series: `key` is unique within a run and kind; `run` is 0 of what is no run's. */
export type SeriesSubject = { kind: string; run: number; key: string; name: string };

/** The ids of subjects, in their order, made where they are missing. */
export async function subjectIds(
  pool: Pool,
  at: Date,
  subjects: readonly SeriesSubject[],
): Promise<number[]> {
  if (subjects.length === 0) return [];
  const { rows } = await pool.query<{ id: number; place: number }>(
    `with given as (select * from unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) with ordinality
          as given(kind, run, key, name, place)),
        made as (insert into series_subjects (kind, run, key, name, first_at, last_at)
          select kind, run, key, name, $1, $1 from given
          on conflict (run, kind, key) do update set last_at = greatest(series_subjects.last_at, $1) returning id, run, kind, key)
      select made.id, given.place::int from given join made using (run, kind, key) order by place`,
    [
      at,
      subjects.map(({ kind }) => kind),
      subjects.map(({ run }) => run),
      subjects.map(({ key }) => key),
      subjects.map(({ name }) => name),
    ],
  );
  return rows.map(({ id }) => id);
}

/** These subjects have a series at this time. */
export async function touchSubjects(pool: Pool, at: Date, ids: readonly number[]): Promise<void> {
  await pool.query('update series_subjects set last_at = $1 where id = any($2) and last_at < $1', [at, ids]);
}

/** Forgets those of whom no row is left: at most so many at once. */
export async function forgetSubjects(pool: Pool, before: Date, most: number): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from series_subjects where id in (select s.id from series_subjects s
       where s.last_at < $1 or (s.run > 0 and not exists (select from runs r where r.serial = s.run)) limit $2)`,
    [before, most],
  );
  return rowCount ?? 0;
}
