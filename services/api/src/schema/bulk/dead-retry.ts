import { BadInputError, IdempotencyKeyReusedError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { DeadFilterInput } from '../dead/dead-page.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { BulkRequested } from './bulk-operation.ts';

const DeadRetryInput = builder.inputType('DeadRetryInput', {
  description: 'Which URLs that were given up, by the filter of `Run.dead`.',
  fields: (t) => ({
    runId: t.id({ required: true, description: 'Id of a run that still goes.' }),
    filter: t.field({ type: DeadFilterInput, description: 'Only URLs like this; left out: all.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say how many match; do nothing.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

builder.mutationField('deadRetry', (t) =>
  t.field({
    type: BulkRequested,
    description:
      'Lets URLs that a run gave up wait again, in the background; with dryRun only their number is told.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, IdempotencyKeyReusedError, NotFoundError] },
    args: { input: t.arg({ type: DeadRetryInput, required: true, description: 'Which URLs.' }) },
    resolve: (_root, { input }, { stores }) => {
      const runId = requireKey('Run', input.runId, ['input', 'runId']);
      return stores.bulk.request({ ...input, kind: 'deadRetry', filter: { ...input.filter, runId } });
    },
  }),
);
