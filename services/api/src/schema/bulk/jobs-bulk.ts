import { verbsOfMany } from '@trunkline/control';
import { NotFoundError } from '../../stores/errors.ts';
import { JobFilterInput, jobFilter } from '../job/job-filter.ts';
import { mutation } from '../kit/mutation.ts';
import { BulkRequested, bulkInputs, bulkKinds } from './bulk-operation.ts';

for (const kind of Object.keys(verbsOfMany) as (keyof typeof verbsOfMany)[])
  mutation(kind, {
    type: BulkRequested,
    description: `${bulkKinds[kind]} Done to every job the filter matches, in the background, with progress; with dryRun only their number is told.`,
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
