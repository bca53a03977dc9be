import { defineScript } from '../../script.ts';
import { readFacts } from './survey.ts';

export const changed = defineScript(import.meta.url, {
  args: ['run', 'version', 'deal'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'limits/budgets', 'limits/portions'],
  read: readFacts,
});
