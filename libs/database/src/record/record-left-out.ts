import type { PoolClient } from 'pg';
import type { LeftOutRow } from './batch.ts';

/** Rows that are kept of a run; what is more counts as other of its kind. */
const MOST_ROWS = 300;
const OTHER = 'other';

/** Adds to what was left out of runs. Rows are taken in order, so that two recorders never wait for each other in a circle. */
export async function recordLeftOut(client: PoolClient, rows: readonly LeftOutRow[]): Promise<void> {
  if (rows.length === 0) return;
  const runs = [...new Set(rows.map(({ run }) => run))];
  const { rows: kept } = await client.query<{ run: string; kind: string; key: string }>(
    'select run, kind, key from run_left_out where run = any ($1)',
    [runs],
  );
  const known = new Set(kept.map(({ run, kind, key }) => `${run} ${kind} ${key}`));
  const sizes = Map.groupBy(kept, ({ run }) => Number(run));
  const left = new Map(runs.map((run) => [run, MOST_ROWS - (sizes.get(run)?.length ?? 0)]));
  const sums = new Map<string, LeftOutRow>();
  for (const row of rows) {
    const id = `${row.run} ${row.kind} ${row.key}`;
    const isNew = !known.has(id) && !sums.has(id);
    if (isNew) left.set(row.run, left.get(row.run)! - 1);
    const full = isNew && left.get(row.run)! < 0;
    const one = full ? { ...row, key: OTHER, of: OTHER, once: false } : row;
    const place = full ? `${row.run} ${row.kind} ${OTHER}` : id;
    const sum = sums.get(place);
    if (!sum) sums.set(place, { ...one });
    else if (!one.once) sum.count += one.count;
  }
  const ordered = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const column = <K extends keyof LeftOutRow>(name: K) => ordered.map((row) => row[name]);
  await client.query(
    `insert into run_left_out as known (run, kind, key, of, count, sample)
     select run, kind, key, of, count, sample
       from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[]) as given (run, kind, key, of, count, sample)
       where exists (select from runs where serial = run)
     on conflict (run, kind, key) do update
       set count = known.count + case when excluded.key = any ($7::text[]) then 0 else excluded.count end`,
    [
      ...[column('run'), column('kind'), column('key'), column('of'), column('count'), column('sample')],
      ordered.filter(({ once }) => once).map(({ key }) => key),
    ],
  );
}
