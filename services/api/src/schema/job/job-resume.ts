import { BadInputError, NotFoundError, WrongStateError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Job } from './job.ts';

const JobResumeInput = builder.inputType('JobResumeInput', {
  description: 'Which job.',
  fields: (t) => ({
    id: t.id({ required: true, description: words.jobId }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('jobResume', (t) =>
  t.field({
    type: Job,
    description: 'Lets a paused run go on. Resuming a running job changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, WrongStateError] },
    args: { input: t.arg({ type: JobResumeInput, required: true, description: 'Which job.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.jobs.resume({ ...input, id: requireKey('Job', input.id) }),
  }),
);
