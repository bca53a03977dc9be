import { defineScript } from '../../script.ts';

export const requeue = defineScript(import.meta.url, {
  args: ['session'],
  each: ['token', 'startedAfter'],
  use: ['clock', 'runs', 'hosts', 'places', 'told', 'outcomes', 'budgets', 'claims'],
  read: (reply) => reply as number,
});
