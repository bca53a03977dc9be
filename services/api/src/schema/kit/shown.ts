import type { FieldRef, OutputRef } from '@pothos/core';
import type { Types } from './builder.ts';

/** The scalars a value can be shown as. */
type Scalar<V> = unknown extends V
  ? 'JSON'
  : [V] extends [boolean]
    ? 'Boolean'
    : [V] extends [number]
      ? 'Int' | 'Float' | 'Long'
      : [V] extends [Date]
        ? 'DateTime'
        : [V] extends [string]
          ? 'String'
          : [V] extends [readonly string[]]
            ? '[String]'
            : 'JSON';

type Ref<V> = OutputRef<V> | (V extends readonly (infer Item)[] ? readonly [OutputRef<Item>] : never);

/** How one property is shown: its type, with `?` where it may be null, and what is said of it. */
type Cell<V> = unknown extends V
  ? readonly ['JSON' | 'JSON?', string]
  : null extends V
    ? readonly [`${Scalar<NonNullable<V>>}?`, string] | readonly [Ref<NonNullable<V>>, string, 'nullable']
    : readonly [Scalar<V> | Ref<V>, string];

/** Properties of a value that are fields of the same name. */
export type Shown<T> = { readonly [K in keyof T & string]?: Cell<T[K]> };

/** The value whose fields a builder makes. */
export type Of<Builder> = Builder extends { kind: 'Query' }
  ? object
  : Builder extends PothosSchemaTypes.ObjectFieldBuilder<Types, infer T>
    ? T
    : never;

/** Fields that show properties as they are, by a table; `partOf` says of what, when it is a part of the value. */
export function shown<Builder extends { field: unknown }, Part = Of<Builder>>(
  t: Builder,
  table: Shown<NoInfer<Part>>,
  partOf: (value: Of<Builder>) => Part = (value) => value as never,
): Record<string, FieldRef<Types, unknown>> {
  const made = t as unknown as { field(options: object): FieldRef<Types, unknown> };
  return Object.fromEntries(
    Object.entries(table as Record<string, readonly [unknown, string, 'nullable'?]>).map(
      ([name, [given, description, marked]]) => {
        const word = typeof given === 'string' ? given.replace('?', '') : given;
        const type = word === '[String]' ? ['String'] : word;
        const nullable = marked !== undefined || (typeof given === 'string' && given.endsWith('?'));
        const resolve = (value: Of<Builder>) => partOf(value)[name as keyof Part];
        return [name, made.field({ type, nullable, description, resolve })];
      },
    ),
  );
}
