import { defineScript } from '../script.ts';
import { readFacts } from './survey.ts';

export const changed = defineScript('changed', {
  args: ['run', 'version', 'deal'],
  use: ['clock', 'runs', 'hosts', 'budgets', 'portions'],
  read: readFacts,
});
