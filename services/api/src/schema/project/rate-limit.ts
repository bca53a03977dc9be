import type { Budget } from '../../limits/cost/budget.ts';
import { costLimit } from '../../limits/limits.ts';
import { builder } from '../kit/builder.ts';
import { shown } from '../kit/shown.ts';

const RateLimit = builder.objectRef<Budget>('RateLimit').implement({
  description: 'What the key of this request may spend. Each answer says the same in `extensions.cost`.',
  fields: (t) => ({
    ...shown(t, {
      limit: ['Int?', 'Most there can be to spend; null: the key may ask as much as it likes.'],
      remaining: ['Int?', 'What is left after this request; it comes back by and by.'],
      resetAt: ['DateTime', 'When all of it is there again.'],
    }),
    operationLimit: t.int({ description: 'Most one operation may cost.', resolve: () => costLimit }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimit,
    description: 'What this key may still spend.',
    resolve: (_root, _args, { budget }) => budget(),
  }),
);
