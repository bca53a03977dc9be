import type { Database } from '@trunkline/database';
import DataLoader from 'dataloader';
import { and, asc, desc, eq, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Page, type PageArgs, pageOf } from './cursor.ts';
import { type Kind, uuidKey } from './keys.ts';

/** A query without its conditions, as drizzle builds it. */
type Select<Row> = {
  where(where: SQL | undefined): PromiseLike<Row[]> & {
    getSQL(): SQL;
    orderBy(...by: SQL[]): { limit(most: number): PromiseLike<Row[]> };
  };
};

export type Direction = 'asc' | 'desc';
type Value = string | number | Date;

export type Keyset<Row, T = Row> = {
  /** A new query for the rows, without conditions. */
  select: () => Select<Row>;
  where?: SQL | undefined;
  /** What orders the list; together they tell all rows apart, and none is ever null. */
  by: readonly PgColumn[];
  direction: Direction;
  /** Columns that equal the first of `by`, as the other sides of joins do: bounded with it. */
  alike?: readonly PgColumn[];
  /** Reads what a cursor says: a value for each column of `by`. */
  kind: Kind<Value | readonly Value[]>;
  value?: (row: Row) => T;
  count?: () => Promise<number>;
};

/** The rows beyond a place, seen in the order of the list or against it. */
function beyond(
  by: readonly PgColumn[],
  place: readonly Value[],
  over: typeof gt | typeof lt,
): SQL | undefined {
  const [column, ...rest] = by as [PgColumn, ...PgColumn[]];
  const [value, ...others] = place as [Value, ...Value[]];
  if (rest.length === 0) return over(column, value);
  return or(over(column, value), and(eq(column, value), beyond(rest, others, over)));
}

/** One page of a list in the order of its columns: stable while rows are added. */
export function keyset<Row, T = Row>(
  db: Database,
  args: PageArgs,
  { select, where, by, alike = [], direction, kind, value, count }: Keyset<Row, T>,
): Promise<Page<T>> {
  const [onward, back] = direction === 'asc' ? [gt, lt] : [lt, gt];
  const bound = (place: readonly Value[] | null, over: typeof gt | typeof lt) =>
    place && and(beyond(by, place, over), ...alike.map((column) => over(column, place[0])));
  return pageOf(
    args,
    (text) => {
      const read = kind(text);
      return read === null || Array.isArray(read) ? (read as readonly Value[] | null) : [read as Value];
    },
    async ({ after, before, reverse, limit }) => {
      const order = (direction === 'asc') === reverse ? desc : asc;
      const rows = await select()
        .where(and(where, bound(after, onward) ?? undefined, bound(before, back) ?? undefined))
        .orderBy(...by.map((column) => order(column)))
        .limit(limit);
      return value ? rows.map((row) => value(row)) : (rows as unknown as T[]);
    },
    count ?? (() => countOf(db, select().where(where))),
  );
}

async function countOf(db: Pick<Database, 'execute'>, query: { getSQL(): SQL }): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from (${query.getSQL()}) listed`,
  );
  return rows[0]!.n;
}

export type Shelf<Row, T = Row> = {
  select: () => Select<Row>;
  /** Ids that sort by creation. */
  id: PgColumn;
  /** What of the table belongs to the caller. */
  own: SQL | undefined;
  value?: (row: Row) => T;
};

/** Rows of a table as one caller finds them: by their ids, those of one tick in one query, and listed, newest first. */
export function shelf<Row extends { id: string }, T = Row>(
  db: Database,
  { select, id, own, value }: Shelf<Row, T>,
) {
  const byId = rowsBy(
    (ids: readonly string[]) => select().where(and(own, inArray(id, [...ids]))),
    (row) => row.id,
  );
  return {
    async find(key: string): Promise<T | null> {
      const row = await byId.load(key);
      return row === null || !value ? (row as T | null) : value(row);
    },
    list: (args: PageArgs, ...wanted: (SQL | undefined)[]): Promise<Page<T>> =>
      keyset<Row, T>(db, args, {
        ...{ select, by: [id], direction: 'desc', kind: uuidKey },
        ...{ where: and(own, ...wanted), ...(value && { value }) },
      }),
  };
}

/** Finds rows by a key that is unique, those of one tick in one query; nothing is remembered, for mutations change rows. */
export function rowsBy<K, Row>(read: (keys: readonly K[]) => PromiseLike<Row[]>, keyOf: (row: Row) => K) {
  return new DataLoader<K, Row | null>(
    async (keys) => {
      const found = new Map((await read(keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => found.get(key) ?? null);
    },
    { cache: false },
  );
}
