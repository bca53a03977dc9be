import { BadInputError, ForbiddenError, IdempotencyKeyReusedError } from '../../stores/errors.ts';
import type { NewKeyValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { words } from '../words.ts';
import { ApiKey } from './api-key.ts';
import { KeyScope } from './key-scope.ts';

const ApiKeyCreateInput = builder.inputType('ApiKeyCreateInput', {
  description: 'A new API key.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name for people, 1 to 200 characters.' }),
    scopes: t.field({
      type: [KeyScope],
      required: true,
      description: 'What it may do; no more than the key that makes it.',
    }),
    expiresAt: t.field({ type: 'DateTime', description: 'When its time is over; left out: never.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({
      description: `${words.idempotencyKey} The secret is not kept, so a repeat shows none.`,
    }),
  }),
});

const ApiKeyCreated = builder.objectRef<NewKeyValue>('ApiKeyCreated').implement({
  description: 'A new API key and, this once, its secret.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.' }),
    secret: t.exposeString('secret', {
      nullable: true,
      description:
        'What to send as `Authorization: Bearer …`. Shown this once; null when the call was a repeat.',
    }),
  }),
});

builder.mutationField('apiKeyCreate', (t) =>
  t.field({
    type: ApiKeyCreated,
    description: 'Makes an API key of this project and shows its secret, once.',
    authScopes: { scope: 'keys:admin' },
    errors: { types: [BadInputError, ForbiddenError, IdempotencyKeyReusedError] },
    args: { input: t.arg({ type: ApiKeyCreateInput, required: true, description: 'The key.' }) },
    resolve: (_root, { input }, { stores }) => stores.keys.create(input),
  }),
);
