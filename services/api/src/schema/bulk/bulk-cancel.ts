import { BadInputError, NotFoundError, WrongStateError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { BulkOperation } from './bulk-operation.ts';

const BulkCancelInput = builder.inputType('BulkCancelInput', {
  description: 'Which bulk operation.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the operation.' }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('bulkCancel', (t) =>
  t.field({
    type: BulkOperation,
    description: 'Ends a bulk operation; what it did stays done. Cancelling twice changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, WrongStateError] },
    args: { input: t.arg({ type: BulkCancelInput, required: true, description: 'Which operation.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.bulk.cancel({ ...input, id: requireKey('BulkOperation', input.id) }),
  }),
);
