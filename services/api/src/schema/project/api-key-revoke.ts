import { ForbiddenError, WrongStateError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { ApiKey } from './api-key.ts';

mutation('apiKeyRevoke', {
  type: ApiKey,
  description:
    'Takes a key back: its live subscriptions end at once, its requests are refused. Revoking it again changes nothing. ' +
    'WrongStateError: it is the last one that lasts with the scope `admin` in the project, or `operator` on the installation.',
  scope: 'keys:admin',
  argument: 'Which key.',
  of: 'ApiKey',
  id: 'Id of the API key.',
  with: ['reason'],
  errors: [ForbiddenError, WrongStateError],
  resolve: (input, { keys }) => keys.revoke(input),
});
