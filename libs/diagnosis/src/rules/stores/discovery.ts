import type { RunView } from '../../window/run-view.ts';
import type { Rule } from '../rule.ts';
import { changePolicy, found, inWords, span, unclaimed, unclaimedFor } from '../words.ts';

/** From which time on what was found is late, ms. */
const LATE_MS = 5000;

/** Little's law: what waits, at the rate at which it is taken in. */
const worksOffMs = ({ discovery, enqueuedPerS }: RunView['fleet']['workers'][number]): number =>
  discovery.urls === 0 ? 0 : (discovery.urls * 1000) / enqueuedPerS;

export const discovery: Rule = {
  cause: 'DISCOVERY',
  kind: 'fault',
  about:
    'Links are found faster than the frontier takes them in: what is found waits at the workers, and pages that lead to more with it.',
  signs: [
    {
      name: 'oldest link not taken in',
      unit: 'ms',
      normal: [0, LATE_MS],
      read: ({ fleet }) => Math.max(0, ...fleet.workers.map(({ discovery }) => discovery.oldestMs)),
    },
    {
      name: 'time until they are taken in',
      unit: 'ms',
      normal: [0, LATE_MS],
      read: ({ fleet }) => {
        const most = Math.max(0, ...fleet.workers.map(worksOffMs));
        return Number.isFinite(most) ? most : null;
      },
    },
    { name: 'links that wait', unit: 'URLs', normal: [0, 100_000], read: found, shown: true },
    unclaimedFor('DISCOVERY'),
  ],
  share: (view) => Math.max(view.share('DISCOVERY'), found(view) / Math.max(1, found(view) + view.waiting)),
  holds: (view) => {
    if (view.fleet.workers.some(({ discovery }) => discovery.heldBy !== null)) return 'no';
    // The oldest may be of a run whose turn is late; a pile is what takes long to be worked off, and the longer the sooner it is one.
    const late = view.fleet.workers.some((worker) => {
      const ms = worksOffMs(worker);
      return ms > LATE_MS && worker.discovery.oldestMs > (ms > 4 * LATE_MS ? 1000 : LATE_MS);
    });
    return unclaimed(view, 'DISCOVERY') > 0.2 || late ? 'yes' : 'no';
  },
  sentence: (view) =>
    `${inWords(found(view))} links that were found wait to be taken in, the oldest for ${span(Math.max(0, ...view.fleet.workers.map(({ discovery }) => discovery.oldestMs)))}: pages lead to more than Redis takes.`,
  advice: 'Narrow the scope, or give the run a limit of depth or URLs: this many links are seldom wanted.',
  action: (view) => changePolicy(view, 'Know 1,000,000 URLs at most', { maxUrls: 1_000_000 }),
  workers: (view) => view.fleet.workers.filter(({ discovery }) => discovery.urls > 0).map(({ name }) => name),
};
