import { BadInputError, NotFoundError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { encodeId } from '../ids.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';

const WebhookDeleteInput = builder.inputType('WebhookDeleteInput', {
  description: 'Which webhook.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the webhook.' }),
    expectedVersion: t.int({ description: words.expectedVersion }),
    reason: t.string({ description: words.reason }),
  }),
});

const WebhookDeleted = builder.objectRef<{ id: string }>('WebhookDeleted').implement({
  description: 'A webhook that is no more.',
  fields: (t) => ({
    id: t.id({ description: 'Id it had.', resolve: ({ id }) => encodeId('Webhook', id) }),
  }),
});

builder.mutationField('webhookDelete', (t) =>
  t.field({
    type: WebhookDeleted,
    description: 'Deletes a webhook. What is still to be sent is tried once more.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: WebhookDeleteInput, required: true, description: 'Which webhook.' }) },
    resolve: async (_root, { input }, { stores }) => ({
      id: await stores.webhooks.remove({ ...input, id: requireKey('Webhook', input.id) }),
    }),
  }),
);
