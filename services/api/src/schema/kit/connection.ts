import { encodeCursor, type Page } from '../../stores/lists/cursor.ts';
import { builder } from './builder.ts';

type ItemRef<T> = ReturnType<ReturnType<typeof builder.objectRef<T>>['implement']>;

/** The connection type of a list: one per item type, wherever the list hangs. */
export function connectionOf<T>(name: string, type: ItemRef<T>) {
  const edge = builder.edgeObject({ type, name: `${name}Edge` });
  return builder.connectionObject({ type, name: `${name}Connection` }, edge);
}

/** A page of a store as a Relay connection; `cursorOf` is the position of one item. */
export function toConnection<T>(page: Page<T>, cursorOf: (item: T) => string) {
  const edges = page.items.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  return {
    edges,
    count: page.count,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: page.hasPrevious,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
