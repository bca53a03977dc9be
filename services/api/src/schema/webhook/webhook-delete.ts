import { deleted, mutation } from '../kit/mutation.ts';

mutation('webhookDelete', {
  type: deleted('WebhookDeleted', 'Webhook'),
  description: 'Deletes a webhook. What is still to be sent is tried once more.',
  scope: 'jobs:write',
  argument: 'Which webhook.',
  of: 'Webhook',
  with: ['expectedVersion', 'reason'],
  resolve: (input, { webhooks }) => webhooks.remove(input),
});
