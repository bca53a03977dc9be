import type { Rule } from '../rule.ts';
import {
  heldBy,
  heldWorkers,
  pauseJob,
  slotsIn,
  span,
  timeIn,
  unclaimed,
  unclaimedFor,
  waits,
} from '../words.ts';

export const store: Rule = {
  cause: 'STORE',
  kind: 'fault',
  about: 'The archive is slow or takes nothing: a slow or full disk.',
  signs: [
    timeIn('store', 400),
    unclaimedFor('STORE', 'DISK'),
    {
      name: 'archives that are full',
      unit: '',
      normal: [0, 0],
      read: ({ fleet }) => fleet.workers.filter(({ archive }) => archive?.full).length,
    },
    {
      name: 'oldest record not durable',
      unit: 'ms',
      normal: [0, 2000],
      read: ({ fleet }) => Math.max(0, ...fleet.workers.map(({ archive }) => archive?.lagMs ?? 0)),
    },
    heldBy('store'),
  ],
  holds: (view) => {
    const shut =
      unclaimed(view, 'STORE', 'DISK') > 0.2 || view.fleet.workers.some(({ archive }) => archive?.full);
    const slow =
      (view.stage('store')?.w ?? 0) > 400 ||
      view.fleet.workers.some(({ archive }) => (archive?.lagMs ?? 0) > 2000);
    return shut || (slow && view.share('STORE') >= 0.05) ? 'yes' : 'no';
  },
  sentence: (view) =>
    unclaimed(view, 'STORE', 'DISK') > 0.2
      ? `${waits(view, 'STORE')} because the archive takes nothing: workers claim nothing until it does.`
      : `${waits(view, 'STORE')} for the archive: to store a page takes ${span(view.stage('store')?.w ?? 0)} (normally less than 400 ms), and that holds ${slotsIn(view, 'store')}.`,
  advice:
    'Look at the disk of the archive at these workers: room, errors, what else writes to it. Runs that are no longer needed can be deleted.',
  action: (view) => pauseJob(view, 'Pause the job until the disk is well'),
  workers: (view) => heldWorkers(view, 'STORE', 'DISK'),
};
