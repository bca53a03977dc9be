import type { NewKeyValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { mutation } from '../kit/mutation.ts';
import { shown } from '../kit/shown.ts';
import { ApiKey } from './api-key.ts';
import { KeyScope } from './key-scope.ts';

const ApiKeyCreated = builder.objectRef<NewKeyValue>('ApiKeyCreated').implement({
  description: 'A new API key and, this once, its secret.',
  fields: (t) =>
    shown(t, {
      apiKey: [ApiKey, 'The key.'],
      secret: [
        'String?',
        'What to send as `Authorization: Bearer …`. Shown this once; null when the call was a repeat.',
      ],
    }),
});

mutation('apiKeyCreate', {
  type: ApiKeyCreated,
  description: 'Makes an API key of this project and shows its secret, once.',
  scope: 'keys:admin',
  argument: 'The key.',
  input: 'A new API key.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name for people, 1 to 200 characters.' }),
    scopes: t.field({
      type: [KeyScope],
      required: true,
      description: 'What it may do; no more than the key that makes it.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description:
        'When its time is over, no later than that of the key that makes it; left out: as that one, or never.',
    }),
  }),
  with: ['reason', 'idempotencyKey'],
  also: { idempotencyKey: 'The secret is not kept, so a repeat shows none.' },
  resolve: (input, { keys }) => keys.create(input),
});
