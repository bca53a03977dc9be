import {
  type DeliveryPartsFragment,
  type DeliveryState,
  WebhookCreateDocument,
  type WebhookCreateInput,
  WebhookDeleteDocument,
  WebhookDeliveriesDocument,
  WebhookListDocument,
  type WebhookPartsFragment,
  WebhookRedeliverDocument,
  WebhookUpdateDocument,
  type WebhookUpdateInput,
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE, SMALL_PAGE } from './list.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Webhook = WebhookPartsFragment;
export type Delivery = DeliveryPartsFragment;

/** Addresses that are told what happens to runs. */
export function createWebhooks(transport: Transport) {
  return {
    list({ signal }: Signal = {}): List<Webhook> {
      return list(async (after) => {
        const variables = { first: PAGE, after };
        return (await transport.call(WebhookListDocument, variables, { signal, repeatable: true })).webhooks;
      });
    },
    /** Shows the secret, once. Not repeated by itself: a repeat shows none. */
    async create(
      input: WebhookCreateInput,
      { signal }: Signal = {},
    ): Promise<{ webhook: Webhook; secret: string | null }> {
      return settled((await transport.call(WebhookCreateDocument, { input }, { signal })).webhookCreate);
    },
    async update(input: WebhookUpdateInput, { signal }: Signal = {}): Promise<Webhook> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(WebhookUpdateDocument, { input }, options)).webhookUpdate);
    },
    /** Its id. */
    async delete(id: string, reason?: string, { signal }: Signal = {}): Promise<string> {
      const variables = { input: { id, reason } };
      const options = { signal, repeatable: true };
      return settled((await transport.call(WebhookDeleteDocument, variables, options)).webhookDelete).id;
    },
    /** What was sent and what came of it, newest first. */
    deliveries(id: string, state?: DeliveryState, { signal }: Signal = {}): List<Delivery> {
      return list(async (after) => {
        const variables = { id, first: SMALL_PAGE, after, ...(state && { state }) };
        const options = { signal, repeatable: true };
        const { node } = await transport.call(WebhookDeliveriesDocument, variables, options);
        return node?.__typename === 'Webhook' ? node.deliveries : notFound('webhook', id);
      });
    },
    /** Sends a delivery once more. */
    async redeliver(id: string, { signal }: Signal = {}): Promise<Delivery> {
      const variables = { input: { id } };
      return settled(
        (await transport.call(WebhookRedeliverDocument, variables, { signal })).webhookRedeliver,
      );
    },
  };
}
