import type { Rule } from '../rule.ts';
import { changePolicy, waits } from '../words.ts';

export const window: Rule = {
  cause: 'WINDOW',
  kind: 'state',
  about: 'The policy hands URLs out within windows of the week, and none is open.',
  signs: [],
  sentence: (view) => `${waits(view, 'WINDOW')} because no window of the policy is open.`,
  advice: 'Wait for the next window, or give the policy longer ones.',
  action: (view) => changePolicy(view, 'Crawl at any time', { windows: [] }),
};
