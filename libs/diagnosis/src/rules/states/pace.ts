import type { Rule } from '../rule.ts';
import { changePolicy, waits } from '../words.ts';

export const pace: Rule = {
  cause: 'PACE',
  kind: 'state',
  about:
    'Their hosts were asked a short while ago and are not due again: politeness, and all else that nobody needs to mend.',
  signs: [],
  sentence: (view) => `${waits(view, 'PACE')} for the pace that the policy keeps at their hosts.`,
  advice:
    'Nothing is wrong. If it must be done sooner, and the sites allow it, give the policy a faster pace.',
  action: (view) => changePolicy(view, 'Halve the delay', { pace: { delayMs: 500 } }),
};
