import { QuotaExceededError } from '../../stores/errors.ts';
import type { WebhookValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { mutation } from '../kit/mutation.ts';
import { shown } from '../kit/shown.ts';
import { Webhook, WebhookEvent } from './webhook.ts';

const WebhookCreated = builder
  .objectRef<{ webhook: WebhookValue; secret: string | null }>('WebhookCreated')
  .implement({
    description: 'A new webhook and, this once, its secret.',
    fields: (t) =>
      shown(t, {
        webhook: [Webhook, 'The webhook.'],
        secret: [
          'String?',
          'What its messages are signed with. Shown this once; null when the call was a repeat.',
        ],
      }),
  });

mutation('webhookCreate', {
  type: WebhookCreated,
  description: 'Lets an address be told what happens to runs, from now on.',
  scope: 'jobs:write',
  argument: 'The webhook.',
  input: 'A new webhook.',
  keys: { jobId: 'Job' },
  fields: (t) => ({
    url: t.string({ required: true, description: 'An http or https URL with a public address.' }),
    events: t.field({ type: [WebhookEvent], required: true, description: 'What it is told of.' }),
    jobId: t.id({ description: 'Only of this job; left out: all of the project.' }),
    allowPrivateNetworks: t.boolean({
      description: 'Let it be an address outside the public internet. Needs the scope `admin`.',
    }),
  }),
  with: ['reason', 'idempotencyKey'],
  also: { idempotencyKey: 'A repeat shows no secret.' },
  errors: [QuotaExceededError],
  resolve: (input, { webhooks }) => webhooks.create(input),
});
