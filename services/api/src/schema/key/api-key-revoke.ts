import { BadInputError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { ApiKey } from './api-key.ts';

const ApiKeyRevokeInput = builder.inputType('ApiKeyRevokeInput', {
  description: 'Which key.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the API key.' }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('apiKeyRevoke', (t) =>
  t.field({
    type: ApiKey,
    description:
      'Takes a key back: its live subscriptions end at once, its requests are refused. Revoking it again changes nothing.',
    authScopes: { scope: 'keys:admin' },
    errors: { types: [BadInputError, NotFoundError] },
    args: { input: t.arg({ type: ApiKeyRevokeInput, required: true, description: 'Which key.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.keys.revoke({ ...input, id: requireKey('ApiKey', input.id) }),
  }),
);
