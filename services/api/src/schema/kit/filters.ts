import { builder } from './builder.ts';
import { enumValues } from './enum-values.ts';

export const TimeRange = builder.inputType('TimeRange', {
  description: 'A span of time.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'From this moment on.' }),
    lt: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
});

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way a list is ordered.',
  values: enumValues(['asc', 'desc'], {
    asc: 'Smallest first, oldest first.',
    desc: 'Largest first, newest first.',
  }),
});

/** Adds to a filter what makes one of many: filters with the same fields, themselves made of such. */
export type Combinable<Filter> = Filter & {
  and?: Combinable<Filter>[] | null | undefined;
  or?: Combinable<Filter>[] | null | undefined;
  not?: Combinable<Filter> | null | undefined;
};

export const combinedWords = {
  and: 'All of these hold too; at most 20.',
  or: 'One of these holds; at most 20.',
  not: 'This does not hold.',
} as const;

const MOST_PARTS = 20;

/** A filter and its parts as they are kept, each made by `plain`. How deep they go is bounded with the variables. */
export function combine<Given, Kept>(
  { and, or, not, ...filter }: Combinable<Given>,
  plain: (filter: Given) => Kept,
): Kept & { and?: Kept[]; or?: Kept[]; not?: Kept } {
  const parts = (all: Combinable<Given>[]) => all.slice(0, MOST_PARTS).map((one) => combine(one, plain));
  return {
    ...plain(filter as Given),
    ...(and && { and: parts(and) }),
    ...(or && { or: parts(or) }),
    ...(not && { not: combine(not, plain) }),
  };
}
