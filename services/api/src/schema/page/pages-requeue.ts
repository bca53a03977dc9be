import { BulkRequested, bulkInputs } from '../bulk/bulk-operation.ts';
import { mutation, words } from '../kit/mutation.ts';

import { PageFilterInput, pageFilter } from './page-filter.ts';

mutation('pagesRequeue', {
  type: BulkRequested,
  description:
    'Asks for pages again, in the background: those that ended in the run that goes wait there again, as a further attempt; the others are due in the next run. With dryRun only their number is told.',
  scope: 'jobs:write',
  argument: 'Which pages.',
  input: 'Which pages that were visited, by the filter of `Job.pages`.',
  keys: { jobId: 'Job' },
  fields: (t) => ({
    jobId: t.id({ required: true, description: words.jobId }),
    filter: t.field({ type: PageFilterInput, required: true, description: 'Pages like this; {}: all.' }),
    ...bulkInputs(t),
  }),
  with: ['reason', 'idempotencyKey'],
  resolve: ({ jobId, filter, ...input }, { bulk }) =>
    bulk.request({ ...input, kind: 'pagesRequeue', filter: { ...pageFilter(filter), jobId } }),
});
