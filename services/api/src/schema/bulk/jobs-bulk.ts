import { NotFoundError } from '../../stores/errors.ts';
import { JobFilterInput, jobFilter } from '../job/job-filter.ts';
import { mutation } from '../kit/mutation.ts';
import { BulkRequested, bulkInputs } from './bulk-operation.ts';

const verbs = {
  jobsStart: 'Starts a run of every job the filter matches.',
  jobsPause: 'Pauses every job the filter matches.',
  jobsResume: 'Resumes every job the filter matches.',
  jobsCancel: 'Cancels the run of every job the filter matches.',
  jobsDelete: 'Deletes every job the filter matches, with all its data.',
} as const;

for (const [kind, description] of Object.entries(verbs) as [keyof typeof verbs, string][])
  mutation(kind, {
    type: BulkRequested,
    description: `${description} In the background, with progress; with dryRun only their number is told.`,
    scope: 'jobs:write',
    argument: 'Which jobs.',
    input: 'Which jobs, by the filter of the list `jobs`.',
    inputName: 'JobsBulkInput',
    fields: (t) => ({
      filter: t.field({ type: JobFilterInput, required: true, description: 'Jobs like this; {}: all.' }),
      ...bulkInputs(t),
    }),
    with: ['reason', 'idempotencyKey'],
    errors: [NotFoundError],
    resolve: (input, { bulk }) =>
      bulk.request({ ...input, kind, filter: jobFilter(input.filter, ['input', 'filter']) }),
  });
