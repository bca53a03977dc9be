import type { Rule } from '../rule.ts';
import { changePolicy, found, inWords, span, unclaimed, unclaimedFor } from '../words.ts';

export const discovery: Rule = {
  cause: 'DISCOVERY',
  kind: 'fault',
  about:
    'Links are found faster than the frontier takes them in: what is found waits at the workers, and pages that lead to more with it.',
  signs: [
    {
      name: 'oldest link not taken in',
      unit: 'ms',
      normal: [0, 5000],
      read: ({ fleet }) => Math.max(0, ...fleet.workers.map(({ discovery }) => discovery.oldestMs)),
    },
    { name: 'links that wait', unit: 'URLs', normal: [0, 100_000], read: found, shown: true },
    unclaimedFor('DISCOVERY'),
  ],
  share: (view) => Math.max(view.share('DISCOVERY'), found(view) / Math.max(1, found(view) + view.waiting)),
  holds: (view) => {
    if (view.fleet.workers.some(({ discovery }) => discovery.heldBy !== null)) return 'no';
    const late = view.fleet.workers.some(({ discovery }) => discovery.oldestMs > 5000);
    return unclaimed(view, 'DISCOVERY') > 0.2 || late ? 'yes' : 'no';
  },
  sentence: (view) =>
    `${inWords(found(view))} links that were found wait to be taken in, the oldest for ${span(Math.max(0, ...view.fleet.workers.map(({ discovery }) => discovery.oldestMs)))}: pages lead to more than Redis takes.`,
  advice: 'Narrow the scope, or give the run a limit of depth or URLs: this many links are seldom wanted.',
  action: (view) => changePolicy(view, 'Know 1,000,000 URLs at most', { maxUrls: 1_000_000 }),
  workers: (view) => view.fleet.workers.filter(({ discovery }) => discovery.urls > 0).map(({ name }) => name),
};
