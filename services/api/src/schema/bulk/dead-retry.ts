import { mutation } from '../kit/mutation.ts';
import { DeadFilterInput } from '../run/dead-page.ts';
import { BulkRequested, bulkInputs } from './bulk-operation.ts';

mutation('deadRetry', {
  type: BulkRequested,
  description:
    'Lets URLs that a run gave up wait again, in the background; with dryRun only their number is told.',
  scope: 'jobs:write',
  argument: 'Which URLs.',
  input: 'Which URLs that were given up, by the filter of `Run.dead`.',
  keys: { runId: 'Run' },
  fields: (t) => ({
    runId: t.id({ required: true, description: 'Id of a run that still goes.' }),
    filter: t.field({ type: DeadFilterInput, description: 'Only URLs like this; left out: all.' }),
    ...bulkInputs(t),
  }),
  with: ['reason', 'idempotencyKey'],
  resolve: ({ runId, filter, ...input }, { bulk }) =>
    bulk.request({ ...input, kind: 'deadRetry', filter: { ...filter, runId } }),
});
