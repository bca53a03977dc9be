import type { Rule } from '../rule.ts';
import { waits } from '../words.ts';

export const paused: Rule = {
  cause: 'PAUSED',
  kind: 'state',
  about: 'Somebody paused the run, its project, or the hosts that its URLs wait for.',
  signs: [],
  sentence: (view) => `${waits(view, 'PAUSED')} because the run, or their hosts, are paused.`,
  advice: 'Resume the job, or the hosts, when they may go on.',
  action: (view) => ({
    label: 'Resume the job',
    mutation: 'jobResume',
    input: { id: view.run.job },
    command: `trunkline job resume ${view.run.job}`,
  }),
};
