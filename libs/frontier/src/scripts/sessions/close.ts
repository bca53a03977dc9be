import { defineScript } from '../../script.ts';

export const close = defineScript(import.meta.url, {
  args: ['session'],
  use: ['clock', 'runs', 'hosts', 'places', 'told', 'outcomes', 'budgets', 'claims'],
  read: (reply) => {
    const [returned, more] = reply as [number, number];
    return { returned, more: more === 1 };
  },
});
