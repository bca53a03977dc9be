import { webhookEvents } from '@trunkline/database';
import type { DeliveryValue, WebhookValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { Versioned } from '../kit/errors.ts';
import { Job } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

const saidOf = (event: (typeof webhookEvents)[number]) =>
  event.startsWith('run.')
    ? `A run of a job is ${event.slice(4)}.`
    : `Why the URLs of a run pile up was found, or is over: ${event.slice(8)}.`;

export const WebhookEvent = builder.enumType('WebhookEvent', {
  description: 'What a webhook can be told of.',
  values: Object.fromEntries(
    webhookEvents.map((event) => [
      event.replace('.', '_').toUpperCase(),
      { value: event, description: saidOf(event) },
    ]),
  ) as Record<string, { value: (typeof webhookEvents)[number]; description: string }>,
});

const DeliveryState = builder.enumType('DeliveryState', {
  description: 'How far a delivery is.',
  values: enumValues(['pending', 'delivered', 'failed'], {
    pending: 'Not sent yet, or to be tried again.',
    delivered: 'Answered with a status of 200 to 299.',
    failed: 'Given up after eight attempts.',
  }),
});

export const WebhookDelivery = builder.objectRef<DeliveryValue>('WebhookDelivery');
const WebhookDeliveryConnection = connectionOf('WebhookDelivery', WebhookDelivery, ({ id }) => id);

builder.node(WebhookDelivery, {
  description: 'One message of a webhook and how it went.',
  id: { resolve: (delivery) => delivery.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.webhooks.findDelivery(id),
  fields: (t) =>
    shown(t, {
      event: [WebhookEvent, 'What happened.'],
      state: [DeliveryState, 'How far it is.'],
      payload: ['JSON', 'What is sent.'],
      attempts: ['Int', 'How often it was tried.'],
      status: ['Int?', 'HTTP status of the last answer.'],
      error: ['String?', 'What went wrong last.'],
      nextAt: ['DateTime?', 'When it is tried next; null: no more.'],
      createdAt: ['DateTime', 'When it was to be sent.'],
      finishedAt: ['DateTime?', 'When it was delivered or given up.'],
    }),
});

export const Webhook = builder.objectRef<WebhookValue>('Webhook');
const WebhookConnection = connectionOf('Webhook', Webhook, ({ id }) => id);

builder.node(Webhook, {
  interfaces: [Versioned],
  description:
    'An address that is told what happens to runs: a POST of JSON with the header `trunkline-signature: t=<seconds>,v1=<hex>`, the ' +
    'HMAC-SHA-256 of `<seconds>.<body>` under the secret. Anything but a status of 200 to 299 is tried again for some 18 hours.',
  id: { resolve: (webhook) => webhook.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.webhooks.find(id),
  fields: (t) => ({
    ...shown(t, {
      url: ['String', 'Where it posts to.'],
      events: [[WebhookEvent], 'What it is told of.'],
      enabled: ['Boolean', 'Whether anything is sent.'],
      allowPrivateNetworks: ['Boolean', 'Whether addresses outside the public internet may be connected to.'],
      version: ['Int', 'Rises with every change.'],
      createdAt: ['DateTime', 'When it was made.'],
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job it is told of; null: all of the project.',
      resolve: ({ jobId }, _args, { stores }) => (jobId === null ? null : stores.jobs.find(jobId)),
    }),
    deliveries: listed(t, WebhookDeliveryConnection, {
      args: { state: t.arg({ type: DeliveryState, description: 'Only those in this state.' }) },
      description: 'What it sent and will send, newest first.',
      resolve: (webhook, args, { stores }) =>
        stores.webhooks.deliveries(webhook.id, args, { state: args.state }),
    }),
  }),
});

builder.queryField('webhooks', (t) =>
  listed(t, WebhookConnection, {
    description: 'The webhooks of this project, newest first.',
    resolve: (_root, args, { stores }) => stores.webhooks.list(args, {}),
  }),
);

builder.objectField(Job, 'webhooks', (t) =>
  listed(t, WebhookConnection, {
    description: 'The webhooks that are told of it, newest first; also those of all jobs.',
    resolve: (job, args, { stores }) => stores.webhooks.list(args, { jobId: job.id }),
  }),
);
