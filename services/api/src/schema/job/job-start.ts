import { BadInputError, NotFoundError, WrongStateError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Job } from './job.ts';

const JobStartInput = builder.inputType('JobStartInput', {
  description: 'Which job.',
  fields: (t) => ({
    id: t.id({ required: true, description: words.jobId }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('jobStart', (t) =>
  t.field({
    type: Job,
    description: 'Starts a new run of this job.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, WrongStateError] },
    args: { input: t.arg({ type: JobStartInput, required: true, description: 'Which job.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.jobs.start({ ...input, id: requireKey('Job', input.id) }),
  }),
);
