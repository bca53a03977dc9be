import type { Rule } from '../rule.ts';
import { changePolicy, cpuOf, span, timeIn, waits } from '../words.ts';

export const cpu: Rule = {
  cause: 'CPU',
  kind: 'fault',
  about: 'Workers have no time: pages take much CPU to be read, or their event loop is busy all the time.',
  signs: [
    {
      name: 'CPU time of a page',
      unit: 'ms',
      normal: [0, 15],
      read: (view) => cpuOf(view),
    },
    timeIn('extract', 200),
    {
      name: 'event loop busy',
      unit: '%',
      normal: [0, 90],
      read: ({ fleet }) =>
        fleet.workers.length === 0 ? null : Math.max(...fleet.workers.map(({ busy }) => busy)) * 100,
      shown: true,
    },
  ],
  sentence: (view) =>
    `${waits(view, 'CPU')} because workers have no time: a page takes ${span(cpuOf(view) ?? 0)} of CPU (normally less than 15 ms).`,
  advice: 'Give the crawl more workers on other cores; or have less of heavy pages read (limits.bodyBytes).',
  action: (view) => changePolicy(view, 'Read 1 MB of a body at most', { limits: { bodyBytes: 1_000_000 } }),
  workers: (view) => view.fleet.workers.filter(({ busy }) => busy > 0.9).map(({ name }) => name),
};
