import { defineScript } from '../../script.ts';

export const requeue = defineScript(import.meta.url, {
  args: ['session'],
  each: ['token', 'startedAfter'],
  use: [
    'clock',
    'runs/runs',
    'hosts/hosts',
    'hosts/places',
    'told',
    'outcomes',
    'limits/budgets',
    'claims/claims',
  ],
  read: (reply) => reply as number,
});
