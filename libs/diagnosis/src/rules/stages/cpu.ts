import type { RunView } from '../../window/run-view.ts';
import { partOf } from '../../window/split.ts';
import type { Rule } from '../rule.ts';
import { changePolicy, cpuOf, percent, span, timeIn, waits } from '../words.ts';

/** What a worker uses of a CPU before its pages can be said to be heavy, ms a second. */
const USED_MS = 250;

const EXTRACT = new Set(['extract']);
const reading = ({ stages }: RunView) => partOf(stages, EXTRACT);

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
    {
      name: 'CPU time of a worker',
      unit: 'ms/s',
      normal: [0, USED_MS],
      read: ({ fleet }) => Math.max(0, ...fleet.workers.map(({ cpuMsPerS }) => cpuMsPerS)),
    },
    { name: 'time of visits in extract', unit: '%', normal: [0, 20], read: (view) => reading(view) * 100 },
    timeIn('extract', 200, { shown: true }),
    {
      name: 'event loop busy',
      unit: '%',
      normal: [0, 90],
      read: ({ fleet }) =>
        fleet.workers.length === 0 ? null : Math.max(...fleet.workers.map(({ busy }) => busy)) * 100,
      shown: true,
    },
  ],
  // Visits wait to be read most of all, or much is used for a page: who is kept from the CPU by others uses little, who is fast little a page.
  holds: (view) => {
    const heavy =
      reading(view) > 0.2 ||
      view.fleet.workers.some(
        ({ cpuPerPageMs, cpuMsPerS }) => cpuMsPerS > USED_MS && (cpuPerPageMs === null || cpuPerPageMs > 15),
      );
    return heavy && view.share('CPU') >= 0.05 ? 'yes' : 'no';
  },
  sentence: (view) =>
    `${waits(view, 'CPU')} because workers have no time: a page takes ${span(cpuOf(view) ?? 0)} of CPU (normally less than 15 ms), and ${percent(reading(view))} of the time of visits goes by until they are read.`,
  advice: 'Give the crawl more workers on other cores; or have less of heavy pages read (limits.bodyBytes).',
  action: (view) => changePolicy(view, 'Read 1 MB of a body at most', { limits: { bodyBytes: 1_000_000 } }),
  workers: (view) => view.fleet.workers.filter(({ busy }) => busy > 0.9).map(({ name }) => name),
};
