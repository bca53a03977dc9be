import { BadInputError, NotFoundError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { encodeId } from '../ids.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';

const JobDeleteInput = builder.inputType('JobDeleteInput', {
  description: 'Which job.',
  fields: (t) => ({
    id: t.id({ required: true, description: words.jobId }),
    reason: t.string({ description: words.reason }),
    expectedVersion: t.int({ description: words.expectedVersion }),
  }),
});

const JobDeleted = builder.objectRef<{ id: string }>('JobDeleted').implement({
  description: 'A job that is no more.',
  fields: (t) => ({
    id: t.id({ description: 'Id it had.', resolve: ({ id }) => encodeId('Job', id) }),
  }),
});

builder.mutationField('jobDelete', (t) =>
  t.field({
    type: JobDeleted,
    description:
      'Deletes a job with its runs, pages, visits and captures. A running run is cancelled first. It is invisible at once; ' +
      'its data goes in the background. Deleting it again changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: JobDeleteInput, required: true, description: 'Which job.' }) },
    resolve: async (_root, { input }, { stores }) => ({
      id: await stores.jobs.remove({ ...input, id: requireKey('Job', input.id) }),
    }),
  }),
);
