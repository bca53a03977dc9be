import { BadInputError } from '../errors.ts';
import { isText } from '../texts.ts';
import type { Kind } from './keys.ts';

/** One page of a list in key order, and how to count the whole of it. */
export type Page<T> = { items: T[]; hasNext: boolean; hasPrevious: boolean; count: () => Promise<number> };

/** Which page of a list; cursors are opaque to callers and decoded by the store. */
export type PageArgs = {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
};

export const emptyPage = { items: [], hasNext: false, hasPrevious: false, count: async () => 0 };

const DEFAULT_SIZE = 20;
export const MOST_PER_PAGE = 100;

/** A key as clients see it: opaque, so that order keys may change. */
export const encodeCursor = (key: string) => Buffer.from(key).toString('base64url');

/** One slice of a list in key order, as a query must fetch it. */
export type Slice<K> = {
  /** Only rows beyond this key, in the order of the list. */
  after: K | null;
  /** Only rows up to but not with this key. */
  before: K | null;
  /** True when rows are wanted from the end of the list. */
  reverse: boolean;
  /** One more than asked for: its presence says that the list goes on. */
  limit: number;
};

/**
 * One page of a keyset list (Relay: first/after or last/before). `fetch` returns rows in the order of the slice,
 * nearest first. A cursor that is none of ours is refused as BAD_INPUT.
 */
export async function pageOf<T, K>(
  args: PageArgs,
  kind: Kind<K>,
  fetch: (slice: Slice<K>) => Promise<T[]>,
  count: () => Promise<number>,
): Promise<Page<T>> {
  if (args.first != null && args.last != null)
    throw new BadInputError('Pass either "first" or "last", not both.');
  const reverse = args.last != null || (args.before != null && args.first == null);
  const size = (reverse ? args.last : args.first) ?? DEFAULT_SIZE;
  if (size < 0 || size > MOST_PER_PAGE)
    throw new BadInputError(
      `"${reverse ? 'last' : 'first'}" is ${size}; pass 0 to ${MOST_PER_PAGE} and page on with the cursor.`,
    );
  const after = decodeCursor(args.after, 'after', kind);
  const before = decodeCursor(args.before, 'before', kind);
  const rows = await fetch({ after, before, reverse, limit: size + 1 });
  const more = rows.length > size;
  const items = rows.slice(0, size);
  if (reverse) items.reverse();
  return {
    items,
    count,
    hasNext: reverse ? before !== null : more,
    hasPrevious: reverse ? more : after !== null,
  };
}

function decodeCursor<K>(cursor: string | null | undefined, name: string, kind: Kind<K>): K | null {
  if (cursor == null) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = isText(text) ? kind(text) : null;
  if (key === null)
    throw new BadInputError(`"${name}" is not a cursor of this list. Pass one exactly as this API gave it.`);
  return key;
}

/** A page of a list that is in memory as a whole, in the order of its keys. */
export function pageOfArray<T>(
  args: PageArgs,
  all: readonly T[],
  keyOf: (item: T) => string,
): Promise<Page<T>> {
  return pageOf(
    args,
    (text) => text,
    async ({ after, before, reverse, limit }) => {
      const from = after === null ? 0 : all.findIndex((item) => keyOf(item) > after);
      const to = before === null ? all.length : all.findIndex((item) => keyOf(item) >= before);
      const inside = from < 0 ? [] : all.slice(from, to < 0 ? all.length : to);
      return (reverse ? inside.reverse() : inside).slice(0, limit);
    },
    async () => all.length,
  );
}
