import { QuotaExceededError } from '../../../stores/errors.ts';
import { mutation } from '../../kit/mutation.ts';
import { Job } from '../../kit/objects.ts';

mutation('jobClone', {
  type: Job,
  description:
    'Makes a new job with the seeds, scope, limits, weight, labels, target date and secrets of another.',
  scope: 'jobs:write',
  argument: 'Which job.',
  input: 'Which job, and what is different about the new one.',
  of: 'Job',
  id: 'Id of the job to copy.',
  fields: (t) => ({
    name: t.string({ description: 'Name of the new job; left out: the old one and "(copy)".' }),
    ownPolicy: t.boolean({
      defaultValue: false,
      description: 'Copy the policy too, so that it can be changed apart; else both jobs share it.',
    }),
    start: t.boolean({ defaultValue: false, description: 'Start its first run at once.' }),
  }),
  with: ['reason', 'idempotencyKey'],
  errors: [QuotaExceededError],
  resolve: (input, { jobs }) => jobs.clone(input),
});
