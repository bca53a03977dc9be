import type { FieldRef, InputFieldMap, InputShapeFromFields, MaybePromise } from '@pothos/core';
import { encodeCursor, type Page, type PageArgs } from '../../stores/lists/cursor.ts';
import type { KeyScope } from '../../stores/values.ts';
import { builder, type Types } from './builder.ts';
import type { Context } from './context.ts';
import type { Of } from './shown.ts';

type ItemRef<T> = ReturnType<ReturnType<typeof builder.objectRef<T>>['implement']>;

/** The connection type of a list, one per item type, wherever the list hangs; `cursorOf` is the position of one item. */
export function connectionOf<T>(name: string, type: ItemRef<T>, cursorOf: (item: T) => string) {
  const edge = builder.edgeObject({ type, name: `${name}Edge` });
  return { type, cursorOf, connection: builder.connectionObject({ type, name: `${name}Connection` }, edge) };
}

type Connection<T> = { type: ItemRef<T>; cursorOf: (item: T) => string; connection: unknown };

type ListOptions<Parent, T, Args extends InputFieldMap> = {
  description: string;
  args?: Args;
  authScopes?: { scope: KeyScope };
  complexity?: number | ((args: PageArgs) => { field: number; multiplier: number });
  /** Where an item lies, when the order is another than usual. */
  cursorOf?: (item: T, args: InputShapeFromFields<Args>) => string;
  resolve: (
    parent: Parent,
    args: PageArgs & InputShapeFromFields<Args>,
    context: Context,
  ) => MaybePromise<Page<T>>;
};

/** A field that lists what a store finds, as a Relay connection. */
export function listed<Builder extends { field: unknown }, T, const Args extends InputFieldMap>(
  t: Builder,
  { type, connection, cursorOf }: Connection<T>,
  options: ListOptions<Of<Builder>, T, Args>,
): FieldRef<Types, unknown> {
  const made = t as unknown as { connection(options: object, connection: unknown): FieldRef<Types, unknown> };
  const { resolve, cursorOf: place = cursorOf, ...rest } = options;
  return made.connection(
    {
      ...{ type, ...rest },
      resolve: async (parent: never, args: never, context: Context) => {
        const page = await resolve(parent, args, context);
        const edges = page.items.map((node) => ({ cursor: encodeCursor(place(node, args)), node }));
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
      },
    },
    connection,
  );
}
