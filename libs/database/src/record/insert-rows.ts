import type { PoolClient } from 'pg';

/** `type` is what the value is sent as; `_at` columns are sent as ms since the epoch, `timings` as JSON text. */
export type Column<Row> = [name: string, type: string, value: (row: Row) => unknown];

/** An insert and what follows it: the conflict clause, and what it returns. */
export type Merge<Row, Result> = {
  /** Unique among merges: Postgres keeps the statement under it, parsed and planned, once per connection. */
  name: string;
  table: string;
  columns: readonly Column<Row>[];
  rest: string;
  /** Type of the returned rows; never set. */
  result?: Result;
};

const statements = new WeakMap<object, string>();

/** Inserts rows with one statement and one round trip, whatever their number: each column travels as an array. */
export async function insertRows<Row, Result extends object>(
  client: PoolClient,
  merge: Merge<Row, Result>,
  rows: readonly Row[],
): Promise<Result[]> {
  if (rows.length === 0) return [];
  const text = statements.get(merge) ?? statement(merge);
  statements.set(merge, text);
  return (await client.query<Result>({ name: merge.name, text, values: arraysOf(merge.columns, rows) })).rows;
}

/** Each column of the rows as an array, as `given` takes them. */
export const arraysOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] =>
  columns.map(([, , value]) => rows.map(value));

/** SQL of a table `given` with a row per element of the arrays that are the parameters. */
export function given<Row>(columns: readonly Column<Row>[]): string {
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
  const select = columns.map(([name]) => {
    if (name.endsWith('_at')) return `to_timestamp("${name}" / 1000.0) as "${name}"`;
    return name === 'timings' ? `"${name}"::jsonb` : `"${name}"`;
  });
  return `select ${select.join(', ')} from unnest(${arrays}) as given(${names})`;
}

function statement<Row, Result>({ table, columns, rest }: Merge<Row, Result>): string {
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  return `insert into ${table} (${names}) ${given(columns)} ${rest}`;
}
