import { builder } from './builder.ts';
import { enumValues } from './enum-values.ts';

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way a list is ordered.',
  values: enumValues(['asc', 'desc'], {
    asc: 'Smallest first, oldest first.',
    desc: 'Largest first, newest first.',
  }),
});
