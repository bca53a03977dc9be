import { BadInputError, NotFoundError, WrongStateError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Job } from './job.ts';

const JobCancelInput = builder.inputType('JobCancelInput', {
  description: 'Which job.',
  fields: (t) => ({
    id: t.id({ required: true, description: words.jobId }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('jobCancel', (t) =>
  t.field({
    type: Job,
    description:
      'Ends the run: what is in flight finishes, what waits is dropped. Cancelling twice changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, WrongStateError] },
    args: { input: t.arg({ type: JobCancelInput, required: true, description: 'Which job.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.jobs.cancel({ ...input, id: requireKey('Job', input.id) }),
  }),
);
