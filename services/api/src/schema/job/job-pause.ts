import { BadInputError, NotFoundError, WrongStateError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Job } from './job.ts';

const JobPauseInput = builder.inputType('JobPauseInput', {
  description: 'Which job.',
  fields: (t) => ({
    id: t.id({ required: true, description: words.jobId }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('jobPause', (t) =>
  t.field({
    type: Job,
    description:
      'Stops handing out URLs of the running run; those in flight finish. Pausing a paused job changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, WrongStateError] },
    args: { input: t.arg({ type: JobPauseInput, required: true, description: 'Which job.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.jobs.pause({ ...input, id: requireKey('Job', input.id) }),
  }),
);
