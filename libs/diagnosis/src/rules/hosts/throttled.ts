import type { Rule } from '../rule.ts';
import { inWords, waits } from '../words.ts';

export const throttled: Rule = {
  cause: 'THROTTLED',
  kind: 'fault',
  about:
    'Their hosts rest, for they answered 429 or 503, for as long as they asked, or a minute and ever longer.',
  signs: [
    {
      name: 'answers 429 or 503',
      unit: '%',
      normal: [0, 2],
      read: ({ came }) => {
        const ended = came.fetched + came.throttled;
        return ended < 3 ? null : (came.throttled / ended) * 100;
      },
    },
  ],
  least: 0.03,
  sentence: (view) =>
    `${waits(view, 'THROTTLED')} because their hosts ask to be left alone: ${inWords(view.came.throttled)} answers of the last seconds were 429 or 503.`,
  advice:
    'They find the crawl too fast. Slow it down for these hosts with a host rule, or for all with the policy.',
  action: (view) => {
    const host = view.hosts('THROTTLED')[0]?.host;
    if (host === undefined) return null;
    return {
      label: `Ask ${host} every 10 s at most`,
      mutation: 'hostRuleSet',
      input: { pattern: host, pace: { delayMs: 10_000 } },
      command: `trunkline host rule set ${host} --delay 10s`,
    };
  },
};
