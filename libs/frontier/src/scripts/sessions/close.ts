import { defineScript } from '../../script.ts';

export const close = defineScript(import.meta.url, {
  args: ['session'],
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
  read: (reply) => {
    const [returned, more] = reply as [number, number];
    return { returned, more: more === 1 };
  },
});
