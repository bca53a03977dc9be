import { builder } from './builder.ts';

export const TimeRange = builder.inputType('TimeRange', {
  description: 'A span of time.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'From this moment on.' }),
    lt: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
});
