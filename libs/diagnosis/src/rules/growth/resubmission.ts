import type { RunView } from '../../window/run-view.ts';
import type { Rule } from '../rule.ts';
import { inWords, pauseJob, percent } from '../words.ts';

const submitted = (came: RunView['came']) => came.submitted + came.resubmitted;
const knownPart = (came: RunView['came']) => came.resubmitted / Math.max(1, submitted(came));

export const resubmission: Rule = {
  cause: 'RESUBMISSION',
  kind: 'growth',
  about: 'Seeds, uploads or schedules give again and again what the run knows already.',
  signs: [
    {
      name: 'submitted and known before',
      unit: '%',
      normal: [0, 50],
      read: ({ came }) => (submitted(came) < 20 ? null : knownPart(came) * 100),
    },
    {
      name: 'submitted',
      unit: 'URLs/s',
      normal: [0, 100],
      read: ({ came }) => submitted(came) / 10,
      shown: true,
    },
  ],
  share: ({ came }) => (submitted(came) === 0 ? 0 : knownPart(came)),
  holds: ({ came, lately }) =>
    submitted(came) >= 20 && knownPart(came) > 0.5 && lately.resubmitted > 0 ? 'yes' : 'no',
  sentence: ({ came }) =>
    `${percent(knownPart(came))} of the ${inWords(submitted(came))} URLs that were submitted in the last 10 s were known before: something adds the same URLs again and again.`,
  advice: 'Find what submits them (trunkline log), and let it submit only what is new, or less often.',
  action: (view) => pauseJob(view, 'Pause the job'),
};
