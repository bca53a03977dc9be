import type { Rule } from '../rule.ts';
import { waits } from '../words.ts';

export const noWorkers: Rule = {
  cause: 'NO_WORKERS',
  kind: 'fault',
  about:
    'No worker has a live session, none has told of itself for five seconds, or all of them were told to claim nothing.',
  signs: [
    {
      name: 'workers that claim',
      unit: '',
      normal: [1, null],
      read: (view) => view.fleet.workers.filter(({ state }) => state === 'running').length,
      shown: true,
    },
  ],
  holds: (view) => (view.share('NO_WORKERS') >= 0.05 ? 'yes' : 'no'),
  sentence: (view) => {
    const drained = view.fleet.workers.filter(({ state }) => state !== 'running').length;
    return drained > 0
      ? `${waits(view, 'NO_WORKERS')} because ${drained} of ${view.fleet.workers.length} workers were told to claim nothing.`
      : `${waits(view, 'NO_WORKERS')} because no worker is alive.`;
  },
  advice:
    'Start workers (any number, on any machine that reaches Redis), or let those that were drained claim again.',
  action: (view) => {
    const drained = view.fleet.workers.find(({ state }) => state !== 'running');
    if (!drained) return null;
    return {
      label: 'Let the worker claim again',
      mutation: 'workerResume',
      input: { id: drained.session },
      command: `trunkline worker resume ${drained.name}`,
    };
  },
  workers: (view) => view.fleet.workers.filter(({ state }) => state !== 'running').map(({ name }) => name),
};
