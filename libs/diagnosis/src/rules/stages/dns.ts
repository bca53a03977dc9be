import type { RunView } from '../../window/run-view.ts';
import type { Rule } from '../rule.ts';
import {
  heldBy,
  heldWorkers,
  inWords,
  pauseJob,
  slotsIn,
  span,
  timeIn,
  unclaimedFor,
  waits,
} from '../words.ts';

/** Lookups lately, and those that failed: of the last seconds if they say enough. */
function lookups({ stages, long }: RunView): [asked: number, failed: number] {
  const lately = counted(stages);
  return lately[0] >= ENOUGH ? lately : counted(long);
}

const ENOUGH = 20;

function counted(rows: RunView['stages']): [asked: number, failed: number] {
  const row = rows.find(({ stage }) => stage === 'dns');
  const failed = (row?.failedBy['DNS_FAILED'] ?? 0) + (row?.failedBy['DNS_TIMEOUT'] ?? 0);
  return [row?.left ?? 0, failed];
}

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
      read: (view) => {
        const [asked, failed] = lookups(view);
        return asked < 3 ? null : (failed / asked) * 100;
      },
    },
    unclaimedFor('NAME_SERVERS'),
    heldBy('dns'),
  ],
  sentence: (view) => {
    const [asked, failed] = lookups(view);
    return failed > asked * 0.1
      ? `${waits(view, 'DNS')} for names: ${inWords(failed)} of ${inWords(asked)} lookups of the last seconds failed (normally at most 10 %).`
      : `${waits(view, 'DNS')} for names: a lookup takes ${span(view.stage('dns')?.w ?? 0)} (normally less than 500 ms), and lookups hold ${slotsIn(view, 'dns')}.`;
  },
  advice:
    'Look at the name servers of the workers (trunkline doctor); give them nearer or more of them with TRUNKLINE_DNS.',
  action: (view) => pauseJob(view, 'Pause the job until names are resolved again'),
  workers: (view) => heldWorkers(view, 'NAME_SERVERS'),
};
