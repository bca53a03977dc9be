import { defineScript } from '../../script.ts';

export const applyRun = defineScript(import.meta.url, {
  args: [
    'run',
    'version',
    'state',
    'weight',
    'config',
    'windows',
    'delay',
    'conc',
    'obey',
    'crawlDelay',
    'giveUp',
    'maxDepth',
    'maxPages',
    'maxPagesPerHost',
    'maxPagesPerDomain',
    'budgets',
    'maxInFlight',
    'portions',
    'product',
    'madeUntil',
  ],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'limits/budgets', 'claims/claims', 'limits/portions'],
  read: (reply) => ({ applied: reply === 1 }),
});
