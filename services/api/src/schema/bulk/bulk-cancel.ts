import { WrongStateError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { BulkOperation } from './bulk-operation.ts';

mutation('bulkCancel', {
  type: BulkOperation,
  description: 'Ends a bulk operation; what it did stays done. Cancelling twice changes nothing.',
  scope: 'jobs:write',
  argument: 'Which operation.',
  input: 'Which bulk operation.',
  of: 'BulkOperation',
  id: 'Id of the operation.',
  with: ['reason'],
  errors: [WrongStateError],
  resolve: (input, { bulk }) => bulk.cancel(input),
});
