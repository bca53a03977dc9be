import { mutation } from '../kit/mutation.ts';
import { ApiKey } from './api-key.ts';

mutation('apiKeyRevoke', {
  type: ApiKey,
  description:
    'Takes a key back: its live subscriptions end at once, its requests are refused. Revoking it again changes nothing.',
  scope: 'keys:admin',
  argument: 'Which key.',
  of: 'ApiKey',
  id: 'Id of the API key.',
  with: ['reason'],
  resolve: (input, { keys }) => keys.revoke(input),
});
