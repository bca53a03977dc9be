import { type Calls, notFound, type Signal } from '../../calls.ts';
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
} from '../../generated/graphql.ts';
import { type List, SMALL_PAGE } from '../../list.ts';

export type Webhook = WebhookPartsFragment;
export type Delivery = DeliveryPartsFragment;

/** Addresses that are told what happens to runs. */
export function createWebhooks({ change, pages }: Calls) {
  return {
    list: (signal?: Signal): List<Webhook> =>
      pages(WebhookListDocument, {}, ({ webhooks }) => webhooks, signal),
    /** Shows the secret, once. Not repeated by itself: a repeat shows none. */
    create: (
      input: WebhookCreateInput,
      signal?: Signal,
    ): Promise<{ webhook: Webhook; secret: string | null }> =>
      change(WebhookCreateDocument, { input }, { ...signal, repeatable: false }),
    update: (input: WebhookUpdateInput, signal?: Signal): Promise<Webhook> =>
      change(WebhookUpdateDocument, { input }, signal),
    /** Its id. */
    delete: async (id: string, reason?: string, signal?: Signal): Promise<string> =>
      (await change(WebhookDeleteDocument, { input: { id, reason } }, signal)).id,
    /** What was sent and what came of it, newest first. */
    deliveries: (id: string, state?: DeliveryState, signal?: Signal): List<Delivery> =>
      pages(
        WebhookDeliveriesDocument,
        { id, first: SMALL_PAGE, state },
        ({ node }) => (node?.__typename === 'Webhook' ? node.deliveries : notFound('webhook', id)),
        signal,
      ),
    /** Sends a delivery once more. */
    redeliver: (id: string, signal?: Signal): Promise<Delivery> =>
      change(WebhookRedeliverDocument, { input: { id } }, { ...signal, repeatable: false }),
  };
}
