import {
  BadInputError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  NotFoundError,
} from '../../stores/errors.ts';
import type { WebhookValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Webhook, WebhookEvent } from './webhook.ts';

const WebhookCreateInput = builder.inputType('WebhookCreateInput', {
  description: 'A new webhook.',
  fields: (t) => ({
    url: t.string({ required: true, description: 'An http or https URL with a public address.' }),
    events: t.field({ type: [WebhookEvent], required: true, description: 'What it is told of.' }),
    jobId: t.id({ description: 'Only of this job; left out: all of the project.' }),
    allowPrivateNetworks: t.boolean({
      description: 'Let it be an address outside the public internet. Needs the scope `admin`.',
    }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({
      description: `${words.idempotencyKey} A repeat shows no secret.`,
    }),
  }),
});

const WebhookCreated = builder
  .objectRef<{ webhook: WebhookValue; secret: string | null }>('WebhookCreated')
  .implement({
    description: 'A new webhook and, this once, its secret.',
    fields: (t) => ({
      webhook: t.expose('webhook', { type: Webhook, description: 'The webhook.' }),
      secret: t.exposeString('secret', {
        nullable: true,
        description: 'What its messages are signed with. Shown this once; null when the call was a repeat.',
      }),
    }),
  });

builder.mutationField('webhookCreate', (t) =>
  t.field({
    type: WebhookCreated,
    description: 'Lets an address be told what happens to runs, from now on.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, ForbiddenError, IdempotencyKeyReusedError, NotFoundError] },
    args: { input: t.arg({ type: WebhookCreateInput, required: true, description: 'The webhook.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.webhooks.create({
        ...input,
        jobId: input.jobId ? requireKey('Job', input.jobId, ['input', 'jobId']) : null,
      }),
  }),
);
