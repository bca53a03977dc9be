import type { Rule } from '../rule.ts';
import { inWords, percent, waits } from '../words.ts';

export const workersBusy: Rule = {
  cause: 'WORKERS_BUSY',
  kind: 'fault',
  about: 'They are due, and no worker has a slot for them: others hold them, or there are too few.',
  signs: [{ name: 'slots held', unit: '%', normal: [0, 90], read: ({ fleet }) => fleet.slotUse * 100 }],
  least: 0.3,
  openAfterMs: 5000,
  sentence: (view) =>
    `${waits(view, 'WORKERS_BUSY')} for a slot: ${percent(view.fleet.slotUse)} of ${inWords(view.fleet.slots)} slots are held, mostly by others.`,
  advice: 'Start more workers, or give the job more weight.',
  action: (view) => ({
    label: 'Give the job four times the weight',
    mutation: 'jobUpdate',
    input: { id: view.run.job, weight: 4 },
    command: `trunkline job edit ${view.run.job} --weight 4`,
  }),
};
