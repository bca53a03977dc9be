import { BadInputError, IdempotencyKeyReusedError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { WebhookDelivery } from './webhook.ts';

const WebhookRedeliverInput = builder.inputType('WebhookRedeliverInput', {
  description: 'Which delivery.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the delivery.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

builder.mutationField('webhookRedeliver', (t) =>
  t.field({
    type: WebhookDelivery,
    description: 'Sends what was sent once more, as a delivery of its own.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, IdempotencyKeyReusedError, NotFoundError] },
    args: { input: t.arg({ type: WebhookRedeliverInput, required: true, description: 'Which delivery.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.webhooks.redeliver({ ...input, id: requireKey('WebhookDelivery', input.id) }),
  }),
);
