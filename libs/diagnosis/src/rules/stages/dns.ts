import type { Rule } from '../rule.ts';
import { heldBy, heldWorkers, pauseJob, slotsIn, span, timeIn, unclaimedFor, waits } from '../words.ts';

export const dns: Rule = {
  cause: 'DNS',
  kind: 'fault',
  about: 'Slots are held by lookups of names, or hosts rest because their names could not be looked up.',
  signs: [
    timeIn('dns', 500),
    {
      name: 'lookups that fail',
      unit: '%',
      normal: [0, 10],
      read: ({ long }) => {
        const row = long.find(({ stage }) => stage === 'dns');
        if (!row || row.lambda < 0.3) return null;
        const failed = (row.failedBy['DNS_FAILED'] ?? 0) + (row.failedBy['DNS_TIMEOUT'] ?? 0);
        return (failed / (row.lambda * 10)) * 100;
      },
    },
    unclaimedFor('NAME_SERVERS'),
    heldBy('dns'),
  ],
  sentence: (view) =>
    `${waits(view, 'DNS')} for names: a lookup takes ${span(view.stage('dns')?.w ?? 0)} (normally less than 500 ms), and lookups hold ${slotsIn(view, 'dns')}.`,
  advice:
    'Look at the name servers of the workers (trunkline doctor); give them nearer or more of them with TRUNKLINE_DNS.',
  action: (view) => pauseJob(view, 'Pause the job until names are resolved again'),
  workers: (view) => heldWorkers(view, 'NAME_SERVERS'),
};
