import { BadInputError, IdempotencyKeyReusedError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { JobFilterInput, jobFilter } from '../job/job-filter.ts';
import { words } from '../words.ts';
import { BulkRequested } from './bulk-operation.ts';

const JobsBulkInput = builder.inputType('JobsBulkInput', {
  description: 'Which jobs, by the filter of the list `jobs`.',
  fields: (t) => ({
    filter: t.field({ type: JobFilterInput, required: true, description: 'Jobs like this; {}: all.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say how many match; do nothing.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

const verbs = {
  jobsStart: 'Starts a run of every job the filter matches.',
  jobsPause: 'Pauses every job the filter matches.',
  jobsResume: 'Resumes every job the filter matches.',
  jobsCancel: 'Cancels the run of every job the filter matches.',
  jobsDelete: 'Deletes every job the filter matches, with all its data.',
} as const;

for (const [kind, description] of Object.entries(verbs) as [keyof typeof verbs, string][])
  builder.mutationField(kind, (t) =>
    t.field({
      type: BulkRequested,
      description: `${description} In the background, with progress; with dryRun only their number is told.`,
      authScopes: { scope: 'jobs:write' },
      errors: { types: [BadInputError, IdempotencyKeyReusedError, NotFoundError] },
      args: { input: t.arg({ type: JobsBulkInput, required: true, description: 'Which jobs.' }) },
      resolve: (_root, { input }, { stores }) =>
        stores.bulk.request({ ...input, kind, filter: jobFilter(input.filter, ['input', 'filter']) }),
    }),
  );
