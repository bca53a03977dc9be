import type { PageFilter } from '@trunkline/database';
import { type OutcomeKind as Outcome, outcomeKinds } from '@trunkline/policy';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { type Combinable, combine, combinedWords, TimeRange } from '../kit/filters.ts';

const OutcomeKind = builder.enumType('OutcomeKind', {
  description: 'How a visit ended.',
  values: enumValues(outcomeKinds, {
    fetched: 'A response came, of whatever status but 304, 429 and 503; it is stored.',
    notModified: 'The origin answered 304: nothing changed since the last capture.',
    redirected: 'The response leads to another URL.',
    refused: 'It was not asked for: robots.txt, the scope or the address forbids it.',
    throttled: 'The origin asked for rest, by 429 or 503.',
    failed: 'No usable response came; the code says why.',
  }),
});

type Given = {
  host?: string | null | undefined;
  urlStartsWith?: string | null | undefined;
  status?: number[] | null | undefined;
  outcome?: Outcome[] | null | undefined;
  visited?: boolean | null | undefined;
  due?: boolean | null | undefined;
  changedAt?: typeof TimeRange.$inferInput | null | undefined;
};

export const PageFilterInput = builder.inputRef<Combinable<Given>>('PageFilter').implement({
  description: 'Which pages; every field given must hold. Bulk operations take the same filter.',
  fields: (t) => ({
    host: t.string({ description: 'It is of this host, with the port unless 80 or 443.' }),
    urlStartsWith: t.string({ description: 'Its URL begins with this.' }),
    status: t.intList({ description: 'HTTP status of its last visit is one of these, at most 20.' }),
    outcome: t.field({ type: [OutcomeKind], description: 'How its last visit ended is one of these.' }),
    visited: t.boolean({ description: 'Whether it was ever visited.' }),
    due: t.boolean({ description: 'Whether a run that begins now would ask for it.' }),
    changedAt: t.field({ type: TimeRange, description: 'When a run last found it changed.' }),
    and: t.field({ type: [PageFilterInput], description: combinedWords.and }),
    or: t.field({ type: [PageFilterInput], description: combinedWords.or }),
    not: t.field({ type: PageFilterInput, description: combinedWords.not }),
  }),
});

/** The filter as it is kept: times as text. */
export const pageFilter = (given: Combinable<Given> | null | undefined): PageFilter =>
  combine<Given, PageFilter>(given ?? {}, ({ changedAt, status, ...rest }) => ({
    ...rest,
    status: status?.slice(0, 20).filter((code) => code >= 0 && code <= 999),
    changedAt: changedAt && {
      gte: changedAt.gte?.toISOString() ?? null,
      lt: changedAt.lt?.toISOString() ?? null,
    },
  }));
