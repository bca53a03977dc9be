import type { Rule } from '../rule.ts';
import { changePolicy, waits } from '../words.ts';

export const robots: Rule = {
  cause: 'ROBOTS',
  kind: 'fault',
  about:
    'The robots.txt of their hosts is out, or cannot be had (5xx, no answer): until then nothing may be asked for. That it is out is normal for a moment.',
  signs: [
    {
      name: 'URLs whose robots.txt cannot be had',
      unit: '%',
      normal: [0, 5],
      read: ({ run }) => (run.waiting === 0 ? null : (run.robotsLost / run.waiting) * 100),
    },
    {
      name: 'more of them than 10 s ago',
      unit: 'URLs',
      normal: [null, 0],
      read: ({ moreRobotsLost }) => moreRobotsLost,
      shown: true,
    },
  ],
  holds: ({ run, moreRobotsLost, moreRobotsLostLately, came }) => {
    if (run.robotsLost < run.waiting * 0.05 || run.robotsLost === 0) return 'no';
    if (moreRobotsLostLately < 0) return 'no';
    if (moreRobotsLost > 0) return 'yes';
    // Others are asked and go on well: it is over, and those that rest come back by themselves.
    return moreRobotsLost < 0 || came.fetched > 0 ? 'no' : 'unsure';
  },
  sentence: (view) =>
    `${waits(view, 'ROBOTS')} because the robots.txt of their hosts cannot be had (5xx or no answer), and until it can nothing of them may be asked for.`,
  advice:
    'Look what the site answers (trunkline host robots). A copy that is kept goes on deciding for as long as the policy says (robots.maxCopyAgeMs).',
  action: (view) =>
    changePolicy(view, 'Go by kept copies for 30 days', { robots: { maxCopyAgeMs: 2_592_000_000 } }),
};
