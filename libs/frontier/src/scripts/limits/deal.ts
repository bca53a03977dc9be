import { defineScript } from '../../script.ts';

export const deal = defineScript(import.meta.url, {
  args: ['run', 'version', 'deal', 'pages', 'inFlight', 'over', 'got'],
  each: ['portion'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'limits/budgets'],
  read: (reply) => ({ dealt: reply === 1 }),
});
