import { mutation } from '../kit/mutation.ts';
import { WebhookDelivery } from './webhook.ts';

mutation('webhookRedeliver', {
  type: WebhookDelivery,
  description: 'Sends what was sent once more, as a delivery of its own.',
  scope: 'jobs:write',
  argument: 'Which delivery.',
  of: 'WebhookDelivery',
  id: 'Id of the delivery.',
  with: ['reason', 'idempotencyKey'],
  resolve: (input, { webhooks }) => webhooks.redeliver(input),
});
