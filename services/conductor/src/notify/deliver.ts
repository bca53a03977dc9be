import { createHmac } from 'node:crypto';
import { type Database, webhookDeliveries, webhooks } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { postJson } from './post-json.ts';

const BATCH = 20;
/** A delivery in the hands of a conductor that died is tried again after this, s. */
const LEASE_S = 60;
/** Waits after the first failures, s: 10 s to 12 h, some 18 hours in all; then it has failed. */
const WAITS_S = [10, 30, 120, 600, 3600, 14_400, 43_200];

export type DeliverParts = { db: Database; log: Logger; now?: () => number };

/** `t=<seconds>,v1=<HMAC-SHA-256 of "<seconds>.<body>" in hex>`: proves who sent it and when. */
function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** One pass: sends what is due, each delivery by one conductor at a time. True when more may be due. */
export function createDeliver({ db, log, now = Date.now }: DeliverParts) {
  return async (): Promise<boolean> => {
    const began = performance.now();
    const due = await db.transaction(async (tx) => {
      const rows = await tx
        .select({ delivery: webhookDeliveries, webhook: webhooks })
        .from(webhookDeliveries)
        .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
        .where(and(eq(webhookDeliveries.state, 'pending'), lte(webhookDeliveries.nextAt, new Date(now()))))
        .orderBy(asc(webhookDeliveries.nextAt))
        .limit(BATCH)
        .for('update', { of: webhookDeliveries, skipLocked: true });
      for (const { delivery } of rows)
        await tx
          .update(webhookDeliveries)
          .set({ nextAt: new Date(now() + LEASE_S * 1000), attempts: sql`${webhookDeliveries.attempts} + 1` })
          .where(eq(webhookDeliveries.id, delivery.id));
      return rows;
    });
    // Whoever was stopped for longer than its lease sends nothing: another conductor has.
    if (performance.now() - began < LEASE_S * 1000) await Promise.all(due.map(send));
    return due.length === BATCH;
  };

  async function send({ delivery, webhook }: Due): Promise<void> {
    const attempts = delivery.attempts + 1;
    const { status, error } = await attempt(delivery, webhook);
    const good = status !== null && status >= 200 && status < 300;
    const wait = webhook.removedAt === null ? WAITS_S[attempts - 1] : undefined;
    const over = good || wait === undefined;
    await db
      .update(webhookDeliveries)
      .set({
        ...{ status, error },
        state: good ? 'delivered' : over ? 'failed' : 'pending',
        nextAt: over ? null : new Date(now() + wait * 1000 * (0.9 + 0.2 * Math.random())),
        finishedAt: over ? new Date(now()) : null,
      })
      .where(
        and(
          ...[eq(webhookDeliveries.id, delivery.id), eq(webhookDeliveries.state, 'pending')],
          eq(webhookDeliveries.attempts, attempts), // or somebody else has it by now
        ),
      );
    if (over && !good) log.warn({ webhook: webhook.id, status, error }, 'a webhook could not be delivered');
  }

  async function attempt(delivery: Due['delivery'], webhook: Due['webhook']) {
    const body = JSON.stringify({ id: delivery.id, ...(delivery.payload as object) });
    const seconds = Math.floor(now() / 1000);
    const headers = {
      'user-agent': 'Trunkline-Webhook/1',
      'trunkline-event': delivery.event,
      'trunkline-delivery': delivery.id,
      'trunkline-signature': signature(webhook.secret, seconds, body),
    };
    try {
      const allowPrivate = webhook.allowPrivateNetworks;
      const status = await postJson(new URL(webhook.url), body, { headers, allowPrivate });
      const error = status >= 200 && status < 300 ? null : `answered with status ${status}`;
      return { status, error };
    } catch (error) {
      return { status: null, error: (error instanceof Error ? error.message : String(error)).slice(0, 500) };
    }
  }
}

type Due = {
  delivery: typeof webhookDeliveries.$inferSelect;
  webhook: typeof webhooks.$inferSelect;
};
