import { BadInputError, ForbiddenError, NotFoundError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Webhook, WebhookEvent } from './webhook.ts';

const WebhookUpdateInput = builder.inputType('WebhookUpdateInput', {
  description: 'A change of a webhook; what is left out stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the webhook.' }),
    url: t.string({ description: 'An http or https URL.' }),
    events: t.field({ type: [WebhookEvent], description: 'All it shall be told of.' }),
    enabled: t.boolean({ description: 'Whether anything is sent.' }),
    expectedVersion: t.int({ description: words.expectedVersion }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('webhookUpdate', (t) =>
  t.field({
    type: Webhook,
    description: 'Changes a webhook. A change of nothing changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, ForbiddenError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: WebhookUpdateInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.webhooks.update({ ...input, id: requireKey('Webhook', input.id) }),
  }),
);
