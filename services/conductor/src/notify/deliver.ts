import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Database, webhookDeliveries, webhooks } from '@trunkline/database';
import type { Logger, Sealer } from '@trunkline/service';
import { and, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Work } from '../loop.ts';
import { holdBack, listens } from './hold-back.ts';
import { createLookups, postJson } from './post-json.ts';
import { openSecret, sealSecrets } from './seal-secrets.ts';

/** A delivery in the hands of a conductor that died is tried again after this, s. */
const LEASE_S = 60;
/** Waits after the first failures, s: 10 s to 12 h, some 18 hours in all; then it has failed. */
const WAITS_S = [10, 30, 120, 600, 3600, 14_400, 43_200];
/** At most so many are on their way at once: to one webhook, from a project, from this conductor. */
const [AT_WEBHOOK, OF_PROJECT, ALL] = [2, 8, 128];
/** A project has its first place while any is free, and each further one only while this many more are: who comes late finds one. */
const SPARE = 8;
/** How long it waits for one that is on its way before it looks for others that are due, ms. */
const LOOK_MS = 1000;

export type DeliverParts = {
  db: Database;
  log: Logger;
  sealer: Sealer | null;
  nameServers?: readonly string[];
  now?: () => number;
};

/** `t=<seconds>,v1=<HMAC-SHA-256 of "<seconds>.<body>" in hex>`: proves who sent it and when. */
function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * Sends what is due, each delivery by one conductor at a time. A receiver that takes its time holds up nothing but its own: places
 * are given out by webhook and project. A pass ends while some are on their way; `end` waits for those.
 */
export function createDeliver({
  db,
  log,
  sealer,
  nameServers = [],
  now = Date.now,
}: DeliverParts): Work & { end(): Promise<void> } {
  const lookups = createLookups(nameServers);
  const onTheirWay = new Map<Promise<void>, Due['webhook']>();
  let sealed = false;

  async function work(): Promise<boolean> {
    if (!sealed && sealer) await sealSecrets(db, sealer);
    sealed = true;
    const began = performance.now();
    const due = await take();
    // Whoever was stopped for longer than its lease sends nothing: another conductor has.
    if (performance.now() - began < LEASE_S * 1000) due.forEach(start);
    if (onTheirWay.size === 0) return false;
    const waited = new AbortController();
    const aWhile = delay(LOOK_MS, undefined, { signal: waited.signal }).catch(() => undefined);
    await Promise.race([...onTheirWay.keys(), aWhile]);
    waited.abort();
    return true;
  }

  function start(due: Due): void {
    const sent = send(due)
      .catch((err: unknown) =>
        log.warn(
          { err, delivery: due.delivery.id },
          'how a webhook was answered could not be kept; it is sent again',
        ),
      )
      .finally(() => onTheirWay.delete(sent));
    onTheirWay.set(sent, due.webhook);
  }

  /** Leases what is due and finds a place. */
  async function take(): Promise<Due[]> {
    const free = ALL - onTheirWay.size;
    const at = new Date(now());
    const busy = [...onTheirWay.values()];
    await holdBack(db, at);
    const picked = await db.execute<{ id: string }>(sql`
      with due as (
        select d.id, d.next_at, w.project_id,
               row_number() over (partition by w.id order by d.next_at) + ${held(busy, 'id')} as at_webhook
          from webhooks w join projects p on p.id = w.project_id and ${listens} cross join lateral (
            select id, next_at from webhook_deliveries
             where webhook_id = w.id and state = 'pending' and next_at <= ${at}
             order by next_at limit ${AT_WEBHOOK}) d
         where exists (select from webhook_deliveries where state = 'pending' and next_at <= ${at})),
      placed as (
        select id, next_at,
               row_number() over (partition by w.project_id order by next_at) + ${held(busy, 'projectId')} as of_project
          from due w where at_webhook <= ${AT_WEBHOOK})
      select id from placed
       where of_project <= ${OF_PROJECT} and (of_project - 1) * ${SPARE} < ${free}
       order by of_project, next_at limit ${free}`);
    if (picked.rows.length === 0) return [];
    return db.transaction(async (tx) => {
      const rows = await tx
        .select({ delivery: webhookDeliveries, webhook: webhooks })
        .from(webhookDeliveries)
        .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
        .where(
          and(
            ...[
              inArray(
                webhookDeliveries.id,
                picked.rows.map(({ id }) => id),
              ),
            ],
            ...[eq(webhookDeliveries.state, 'pending'), lte(webhookDeliveries.nextAt, at)],
          ),
        )
        .for('no key update', { of: webhookDeliveries, skipLocked: true });
      for (const { delivery } of rows)
        await tx
          .update(webhookDeliveries)
          .set({ nextAt: new Date(now() + LEASE_S * 1000), attempts: sql`${webhookDeliveries.attempts} + 1` })
          .where(eq(webhookDeliveries.id, delivery.id));
      return rows;
    });
  }

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
    try {
      const headers = {
        'user-agent': 'Trunkline-Webhook/1',
        'trunkline-event': delivery.event,
        'trunkline-delivery': delivery.id,
        'trunkline-signature': signature(openSecret(webhook, sealer), seconds, body),
      };
      const allowPrivate = webhook.allowPrivateNetworks;
      const status = await postJson(new URL(webhook.url), body, { headers, allowPrivate, lookups });
      const error = status >= 200 && status < 300 ? null : `answered with status ${status}`;
      return { status, error };
    } catch (error) {
      return { status: null, error: (error instanceof Error ? error.message : String(error)).slice(0, 500) };
    }
  }

  return Object.assign(work, {
    end: () => Promise.all(onTheirWay.keys()).then(() => undefined),
  });
}

/** How many are on their way to the row's webhook, or from its project. */
function held(busy: readonly Due['webhook'][], by: 'id' | 'projectId') {
  const counts = Object.fromEntries(
    Object.entries(Object.groupBy(busy, (webhook) => webhook[by])).map(([key, all]) => [key, all!.length]),
  );
  const column = sql.raw(by === 'id' ? 'w.id' : 'w.project_id');
  return sql`coalesce((${JSON.stringify(counts)}::jsonb ->> ${column}::text)::int, 0)`;
}

type Due = {
  delivery: typeof webhookDeliveries.$inferSelect;
  webhook: typeof webhooks.$inferSelect;
};
