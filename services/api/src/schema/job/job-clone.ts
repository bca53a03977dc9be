import {
  BadInputError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  NotFoundError,
  QuotaExceededError,
} from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Job } from './job.ts';

const JobCloneInput = builder.inputType('JobCloneInput', {
  description: 'Which job, and what is different about the new one.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the job to copy.' }),
    name: t.string({ description: 'Name of the new job; left out: the old one and "(copy)".' }),
    ownPolicy: t.boolean({
      defaultValue: false,
      description: 'Copy the policy too, so that it can be changed apart; else both jobs share it.',
    }),
    start: t.boolean({ defaultValue: false, description: 'Start its first run at once.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

builder.mutationField('jobClone', (t) =>
  t.field({
    type: Job,
    description: 'Makes a new job with the seeds, scope, limits, weight, labels and secrets of another.',
    authScopes: { scope: 'jobs:write' },
    errors: {
      types: [BadInputError, ForbiddenError, IdempotencyKeyReusedError, NotFoundError, QuotaExceededError],
    },
    args: { input: t.arg({ type: JobCloneInput, required: true, description: 'Which job.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.jobs.clone({ ...input, id: requireKey('Job', input.id) }),
  }),
);
