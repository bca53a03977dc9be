import type { Rule } from '../rule.ts';
import { pauseHost, waits } from '../words.ts';

export const backoff: Rule = {
  cause: 'BACKOFF',
  kind: 'fault',
  about:
    'Their hosts rest for a reason that is neither an answer nor its absence: a robots.txt that workers did not survive, for instance.',
  signs: [],
  least: 0.1,
  holds: (view) => (view.share('BACKOFF') >= 0.1 ? 'yes' : 'no'),
  openAfterMs: 5000,
  sentence: (view) => `${waits(view, 'BACKOFF')} because their hosts are left alone after trouble.`,
  advice: 'See what it was with "trunkline host show"; they are asked again by themselves.',
  action: (view) => pauseHost(view, 'BACKOFF', 'Leave out'),
};
