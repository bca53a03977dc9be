import type { Rule } from '../rule.ts';
import { waits } from '../words.ts';

export const quota: Rule = {
  cause: 'QUOTA',
  kind: 'fault',
  about: 'A quota of the project, or the pages of the run, are spent.',
  signs: [],
  openAfterMs: 5000,
  holds: (view) => (view.share('QUOTA') > 0.5 && view.run.inFlight === 0 ? 'yes' : 'no'),
  sentence: (view) =>
    view.run.heldBy === null
      ? `${waits(view, 'QUOTA')} because the run has fetched as many pages as it may.`
      : `${waits(view, 'QUOTA')} because the project has spent a quota (${view.run.heldBy}).`,
  advice:
    'Raise the quota of the project or the pages of the job, or wait until midnight UTC for those of a day.',
  action: (view) => {
    if (view.run.heldBy !== null) return null;
    const maxPages = Math.max(100, view.run.fetched * 2);
    return {
      label: 'Let the job fetch twice as many pages',
      mutation: 'jobUpdate',
      input: { id: view.run.job, limits: { maxPages } },
      command: `trunkline job edit ${view.run.job} --max-pages ${maxPages}`,
    };
  },
};
