import { mutation } from '../kit/mutation.ts';
import { Webhook, WebhookEvent } from './webhook.ts';

mutation('webhookUpdate', {
  type: Webhook,
  description: 'Changes a webhook. A change of nothing changes nothing.',
  scope: 'jobs:write',
  argument: 'The change.',
  input: 'A change of a webhook; what is left out stays.',
  of: 'Webhook',
  fields: (t) => ({
    url: t.string({ description: 'An http or https URL.' }),
    events: t.field({ type: [WebhookEvent], description: 'All it shall be told of.' }),
    enabled: t.boolean({ description: 'Whether anything is sent.' }),
  }),
  with: ['expectedVersion', 'reason'],
  resolve: (input, { webhooks }) => webhooks.update(input),
});
