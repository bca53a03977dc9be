import { BadInputError, IdempotencyKeyReusedError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { BulkRequested } from '../bulk/bulk-operation.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { PageFilterInput, pageFilter } from './page-filter.ts';

const PagesRequeueInput = builder.inputType('PagesRequeueInput', {
  description: 'Which pages that were visited, by the filter of `Job.pages`.',
  fields: (t) => ({
    jobId: t.id({ required: true, description: words.jobId }),
    filter: t.field({ type: PageFilterInput, required: true, description: 'Pages like this; {}: all.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say how many match; do nothing.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

builder.mutationField('pagesRequeue', (t) =>
  t.field({
    type: BulkRequested,
    description:
      'Asks for pages again, in the background: those that ended in the run that goes wait there again, as a further attempt; the others are due in the next run. With dryRun only their number is told.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, IdempotencyKeyReusedError, NotFoundError] },
    args: { input: t.arg({ type: PagesRequeueInput, required: true, description: 'Which pages.' }) },
    resolve: (_root, { input }, { stores }) => {
      const jobId = requireKey('Job', input.jobId, ['input', 'jobId']);
      return stores.bulk.request({
        ...input,
        kind: 'pagesRequeue',
        filter: { ...pageFilter(input.filter), jobId },
      });
    },
  }),
);
