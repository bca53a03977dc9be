import type { Rule } from '../rule.ts';
import { bytes, changePolicy, heldBy, largestOf, slotsIn, span, timeIn, waits } from '../words.ts';

export const largeBody: Rule = {
  cause: 'LARGE_BODY',
  kind: 'fault',
  about: 'Slots are held by bodies that come at full rate and are large, or drip.',
  signs: [
    timeIn('body', 2000),
    {
      name: 'bytes per page',
      unit: 'bytes',
      normal: [0, 1_000_000],
      read: ({ fleet }) => {
        const pages = fleet.workers.reduce((sum, { pagesPerS }) => sum + pagesPerS, 0);
        return pages > 0 ? fleet.workers.reduce((sum, { bytesPerS }) => sum + bytesPerS, 0) / pages : null;
      },
      shown: true,
    },
    heldBy('body'),
  ],
  sentence: (view) => {
    const [largest] = largestOf(view);
    const such = largest ? `, the largest has ${bytes(largest.bytes)} by now` : '';
    return `${waits(view, 'LARGE_BODY')} for bodies: one takes ${span(view.stage('body')?.w ?? 0)} (normally less than 2 s), and they hold ${slotsIn(view, 'body')}${such}.`;
  },
  advice: 'Give the policy a lower limit of bytes (limits.bodyBytes) or fewer content types.',
  action: (view) => changePolicy(view, 'Read 1 MB of a body at most', { limits: { bodyBytes: 1_000_000 } }),
  urls: (view) => largestOf(view).map(({ url }) => url),
};
