import fc from 'fast-check';

/** What can happen to a run with limits. Sites, paths and workers are few, so that budgets are short. */
export type LimitStep =
  | { do: 'enqueue'; pages: { site: number; path: number }[] }
  | { do: 'claim'; worker: number; want: number }
  /** All workers at once. */
  | { do: 'claimAll'; want: number }
  | { do: 'settle'; worker: number; most: number; how: LimitEnding; foundFirst: boolean }
  | { do: 'requeue' | 'crash'; worker: number }
  | { do: 'sweep' | 'epoch' }
  | { do: 'advance'; ms: number }
  /** Whoever deals the limits dies when it has frozen these shards. */
  | { do: 'freeze'; shards: readonly number[] }
  /** Whoever had frozen all of them goes on. */
  | { do: 'goOn' }
  | { do: 'limits'; set: number };

/** `redirected`: to another path of the site, or to the next site. */
export type LimitEnding = 'fetched' | 'redirected' | 'elsewhere' | 'retry' | 'dead';

const worker = fc.nat({ max: 1 });
const want = fc.integer({ min: 1, max: 9 });
const is = <T extends string>(...words: T[]) => fc.constantFrom(...words);

const step: fc.Arbitrary<LimitStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: is('enqueue'),
      pages: fc.array(fc.record({ site: fc.nat({ max: 7 }), path: fc.nat({ max: 9 }) }), { maxLength: 10 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: is('claim'), worker, want }) },
  { weight: 3, arbitrary: fc.record({ do: is('claimAll'), want }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: is('settle'),
      worker,
      most: fc.integer({ min: 1, max: 6 }),
      how: is<LimitEnding>('fetched', 'fetched', 'redirected', 'redirected', 'elsewhere', 'retry', 'dead'),
      foundFirst: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('requeue', 'crash'), worker }) },
  { weight: 3, arbitrary: fc.record({ do: is('sweep', 'sweep', 'sweep', 'epoch') }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: is('advance'), ms: fc.constantFrom(1, 60, 150, 1100, 1100, 12_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: is('freeze'), shards: fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('freeze'), shards: fc.constant([0, 1, 2]) }) },
  { weight: 1, arbitrary: fc.record({ do: is('goOn') }) },
  { weight: 1, arbitrary: fc.record({ do: is('limits'), set: fc.nat({ max: 4 }) }) },
);

export const limitSteps = fc.array(step, { minLength: 25, maxLength: 90 });
