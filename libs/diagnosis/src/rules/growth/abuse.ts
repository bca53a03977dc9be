import type { RunView } from '../../window/run-view.ts';
import type { Rule } from '../rule.ts';
import { inWords, pauseJob, percent } from '../words.ts';

/** Of what grew within the last 10 s, the part of this run. */
const part = ({ came, others }: RunView) => {
  const own = Math.max(0, came.accepted - came.finished);
  return own + others.growth === 0 ? 0 : own / (own + others.growth);
};

export const abuse: Rule = {
  cause: 'ABUSE',
  kind: 'growth',
  about: 'What one project submits is most of what grows, while URLs of others are due and not taken.',
  signs: [
    { name: 'of all growth', unit: '%', normal: [0, 80], read: (view) => part(view) * 100, shown: true },
    { name: 'submitted', unit: 'URLs/s', normal: [0, 500], read: ({ came }) => came.submitted / 10 },
  ],
  share: part,
  holds: (view) =>
    view.came.submitted >= 5000 && view.lately.submitted > 0 && part(view) > 0.8 && view.others.waiting > 0
      ? 'yes'
      : 'no',
  sentence: (view) =>
    `${inWords(view.came.submitted)} URLs were submitted to this job in the last 10 s, ${percent(part(view))} of all that grows, while ${inWords(view.others.waiting)} URLs of other projects wait.`,
  advice: 'Ask who submits them. Pause the job, or give its project quotas (maxUrls, pages a day).',
  action: (view) => pauseJob(view, 'Pause the job'),
};
