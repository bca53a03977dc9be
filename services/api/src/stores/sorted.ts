import { and, asc, desc, eq, gt, lt, or, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { pageOf } from './cursor.ts';
import type { Page, PageArgs } from './values.ts';

export type Direction = 'asc' | 'desc';

type Place = { value: string | Date; id: string };

type Query<T> = {
  /** Text, or a moment of whole milliseconds; never null. */
  by: PgColumn;
  direction: Direction;
  /** Sets apart what is equal. */
  id: PgColumn;
  where: SQL | undefined;
  rows: (where: SQL | undefined, order: SQL[], limit: number) => Promise<T[]>;
  count: (where: SQL | undefined) => Promise<number>;
};

/** The cursor key of a row in a sorted list. */
export const sortedKey = (value: string | Date, id: string): string =>
  JSON.stringify([value instanceof Date ? value.getTime() : value, id]);

function placeOf(text: string): Place | null {
  try {
    const [value, id] = JSON.parse(text) as unknown[];
    if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) return null;
    if (typeof value === 'string') return { value, id };
    return Number.isSafeInteger(value) ? { value: new Date(value as number), id } : null;
  } catch {
    return null;
  }
}

/** A page of a list in the order of a column: its cursors are that value and the id, so it is stable while rows are added. */
export function sortedPage<T>(
  args: PageArgs,
  { by, direction, id, where, rows, count }: Query<T>,
): Promise<Page<T>> {
  const ofColumn = (text: string) => {
    const place = placeOf(text);
    return place &&
      place.value instanceof Date === (by.dataType.startsWith('object') || by.dataType === 'date')
      ? place
      : null;
  };
  return pageOf(
    args,
    ofColumn,
    ({ after, before, reverse, limit }) => {
      const beyond = (place: Place, forward: boolean) => {
        const over = forward === (direction === 'asc') ? gt : lt;
        return or(over(by, place.value), and(eq(by, place.value), over(id, place.id)));
      };
      const order = (direction === 'asc') === !reverse ? asc : desc;
      return rows(
        and(where, after ? beyond(after, true) : undefined, before ? beyond(before, false) : undefined),
        [order(by), order(id)],
        limit,
      );
    },
    () => count(where),
  );
}
