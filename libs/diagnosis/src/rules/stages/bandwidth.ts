import { capUse } from '../../window/split.ts';
import type { Rule } from '../rule.ts';
import { bytes, changePolicy, heldWorkers, timeIn, unclaimedFor, waits } from '../words.ts';

export const bandwidth: Rule = {
  cause: 'BANDWIDTH',
  kind: 'fault',
  about: 'The cap of bytes a second of workers, or of the job, is what slows the crawl down.',
  signs: [
    {
      name: 'use of the cap',
      unit: '%',
      normal: [0, 80],
      read: ({ fleet }) => {
        const capped = fleet.workers.filter(({ bandwidth }) => bandwidth?.capBytesPerS);
        return capped.length === 0 ? null : Math.max(...capped.map(capUse)) * 100;
      },
    },
    { ...timeIn('bandwidth', 500), name: 'wait for the cap' },
    unclaimedFor('BANDWIDTH'),
  ],
  sentence: (view) => {
    const cap = view.fleet.workers.find(({ bandwidth }) => bandwidth?.capBytesPerS)?.bandwidth?.capBytesPerS;
    return `${waits(view, 'BANDWIDTH')} for the cap of bytes a second${cap ? `, ${bytes(cap)}/s for a worker` : ''}.`;
  },
  advice:
    'Raise the cap (TRUNKLINE_BANDWIDTH of the workers, or that of the job), or read less of each page.',
  action: (view) => changePolicy(view, 'Take the cap off the job', { limits: { bytesPerSecond: null } }),
  workers: (view) => heldWorkers(view, 'BANDWIDTH'),
};
