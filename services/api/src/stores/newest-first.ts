import { and, asc, desc, gt, lt, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { pageOf, uuidKey } from './cursor.ts';
import type { Page, PageArgs } from './values.ts';

type Query<T> = {
  /** The column of the ids, which sort by creation. */
  id: PgColumn;
  where: SQL | undefined;
  rows: (where: SQL | undefined, order: SQL, limit: number) => Promise<T[]>;
  count: (where: SQL | undefined) => Promise<number>;
};

/** A page of a list by creation, newest first: stable while rows are added. */
export function newestFirst<T>(args: PageArgs, { id, where, rows, count }: Query<T>): Promise<Page<T>> {
  return pageOf(
    args,
    uuidKey,
    ({ after, before, reverse, limit }) =>
      rows(
        and(where, after ? lt(id, after) : undefined, before ? gt(id, before) : undefined),
        reverse ? asc(id) : desc(id),
        limit,
      ),
    () => count(where),
  );
}
