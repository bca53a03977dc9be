import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { lacksToNotify } from '@trunkline/control';
import { type Transaction, type WebhookEvent, webhookDeliveries, webhooks } from '@trunkline/database';
import { isPublicAddress } from '@trunkline/web/address';
import { and, eq, getColumns, isNull, or } from 'drizzle-orm';
import { audit, changedFields } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import { BadInputError, checkVersion, demand, NotFoundError, noSuch } from '../errors.ts';
import { lockJob } from '../job/lock-job.ts';
import { mustSeal } from '../job/secrets.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Caller, Creating, DeliveryValue, Edit, Verb, WebhookValue } from '../values.ts';
import { checkWebhookQuota } from './check-webhook-quota.ts';

const { secret: _kept, ...shown } = getColumns(webhooks);

export type NewWebhook = Creating & {
  jobId?: string | null | undefined;
  url: string;
  events: readonly WebhookEvent[];
  allowPrivateNetworks?: boolean | null | undefined;
};

export type WebhookChange = Edit & {
  url?: string | null | undefined;
  events?: readonly WebhookEvent[] | null | undefined;
  enabled?: boolean | null | undefined;
};

type DeliveryFilter = { state?: DeliveryValue['state'] | null | undefined };

/** Webhooks of the caller's project; their secrets are shown once. */
export function createWebhookStore({ db, sealer }: Pick<Parts, 'db' | 'sealer'>, caller: Caller) {
  const own = and(eq(webhooks.projectId, caller.projectId), isNull(webhooks.removedAt));
  const { find, list } = shelf(db, {
    select: () => db.select(shown).from(webhooks),
    ...{ id: webhooks.id, own },
  });
  const deliveries = shelf(db, {
    select: () =>
      db
        .select(getColumns(webhookDeliveries))
        .from(webhookDeliveries)
        .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId)),
    ...{ id: webhookDeliveries.id, own },
  });

  /** What Postgres keeps of a secret. @throws BadInputError when this server keeps none */
  const sealed = (secret: string) => mustSeal(sealer).seal(secret, caller.projectId);

  async function lock(tx: Transaction, id: string): Promise<WebhookValue> {
    const [row] = await tx
      .select(shown)
      .from(webhooks)
      .where(and(own, eq(webhooks.id, id)))
      .for('no key update');
    if (row === undefined) throw noSuch('webhook', 'webhooks');
    return row;
  }

  return {
    find,
    findDelivery: deliveries.find,

    /** With a job: those that are told of it, which are also those of all jobs. */
    list: (args: PageArgs, { jobId }: { jobId?: string | null | undefined }) =>
      list(args, jobId ? or(eq(webhooks.jobId, jobId), isNull(webhooks.jobId)) : undefined),

    deliveries: (webhookId: string, args: PageArgs, { state }: DeliveryFilter) =>
      deliveries.list(
        args,
        eq(webhookDeliveries.webhookId, webhookId),
        state ? eq(webhookDeliveries.state, state) : undefined,
      ),

    /** The secret is null when the call was a repeat. */
    async create(input: NewWebhook): Promise<{ webhook: WebhookValue; secret: string | null }> {
      const allowPrivateNetworks = input.allowPrivateNetworks ?? false;
      demand(lacksToNotify(caller, allowPrivateNetworks), ['input', 'allowPrivateNetworks']);
      const url = checkUrl(input.url, allowPrivateNetworks);
      const events = checkEvents(input.events);
      const asked = { jobId: input.jobId ?? null, url, events, allowPrivateNetworks };
      const call = { db, caller, operation: 'webhookCreate', key: input.idempotencyKey, input: asked };
      let secret: string | null = null;
      const id = await once(call, async (tx) => {
        await checkWebhookQuota(tx, caller);
        if (asked.jobId !== null) await lockJob(tx, caller, asked.jobId);
        secret = `whsec_${randomBytes(32).toString('base64url')}`;
        const [row] = await tx
          .insert(webhooks)
          .values({ projectId: caller.projectId, ...asked, secret: sealed(secret) })
          .returning({ id: webhooks.id });
        const change = { action: 'webhookCreate', type: 'Webhook', id: row!.id, after: asked };
        await audit(tx, caller, { ...change, reason: input.reason });
        return row!.id;
      });
      return { webhook: (await find(id))!, secret };
    },

    async update({ id, reason, expectedVersion, ...change }: WebhookChange): Promise<WebhookValue> {
      await db.transaction(async (tx) => {
        const old = await lock(tx, id);
        checkVersion('webhook', expectedVersion, () => ({ __typename: 'Webhook', ...old }));
        const wider =
          (change.url != null && 'url') ||
          (change.enabled === true && !old.enabled && 'enabled') ||
          (change.events?.some((event) => !old.events.includes(event)) && 'events');
        if (wider) demand(lacksToNotify(caller, old.allowPrivateNetworks), ['input', wider]);
        const next = {
          url: change.url == null ? old.url : checkUrl(change.url, old.allowPrivateNetworks),
          events: change.events == null ? old.events : checkEvents(change.events),
          enabled: change.enabled ?? old.enabled,
        };
        const difference = changedFields(old, next);
        if (difference === null) return;
        await tx
          .update(webhooks)
          .set({ ...next, version: old.version + 1, updatedAt: new Date() })
          .where(eq(webhooks.id, id));
        await audit(tx, caller, { action: 'webhookUpdate', type: 'Webhook', id, ...difference, reason });
      });
      return (await find(id))!;
    },

    async remove({ id, reason, expectedVersion }: Edit): Promise<string> {
      await db.transaction(async (tx) => {
        const old = await lock(tx, id);
        checkVersion('webhook', expectedVersion, () => ({ __typename: 'Webhook', ...old }));
        const { url, events } = old;
        await tx.update(webhooks).set({ removedAt: new Date() }).where(eq(webhooks.id, id));
        await audit(tx, caller, {
          action: 'webhookDelete',
          type: 'Webhook',
          id,
          before: { url, events },
          reason,
        });
      });
      return id;
    },

    /** Sends what was sent once more, as a delivery of its own. */
    async redeliver({ id, reason, idempotencyKey }: Verb & Creating): Promise<DeliveryValue> {
      const old = await deliveries.find(id);
      if (old === null)
        throw new NotFoundError(
          'This project has no delivery with this id. A webhook lists its "deliveries".',
          ['input', 'id'],
        );
      const { webhookId, event, payload } = old;
      const call = { db, caller, operation: 'webhookRedeliver', key: idempotencyKey, input: { id } };
      const made = await once(call, async (tx) => {
        demand(lacksToNotify(caller, (await lock(tx, webhookId)).allowPrivateNetworks), ['input', 'id']);
        const [row] = await tx
          .insert(webhookDeliveries)
          .values({ webhookId, event, payload })
          .returning({ id: webhookDeliveries.id });
        await audit(tx, caller, {
          action: 'webhookRedeliver',
          type: 'Webhook',
          id: webhookId,
          after: { event },
          reason,
        });
        return row!.id;
      });
      return (await deliveries.find(made))!;
    },
  };
}

function checkEvents<E extends string>(events: readonly E[]): E[] {
  if (events.length === 0)
    throw new BadInputError('A webhook needs at least one event.', ['input', 'events']);
  return [...new Set(events)];
}

/** A URL that may be posted to; names are checked again by the address they stand for, whenever one is sent. */
function checkUrl(given: string, allowPrivate: boolean): string {
  const path = ['input', 'url'];
  const url = URL.parse(given.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || given.length > 2048)
    throw new BadInputError('url is no http or https URL of up to 2,048 characters.', path);
  if (url.username !== '' || url.password !== '')
    throw new BadInputError(
      'url holds a user name or password; receivers check the signature instead.',
      path,
    );
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && (host === 'localhost' || (isIP(host) !== 0 && !isPublicAddress(host))))
    throw new BadInputError(
      `${host} is no public address. An admin key may allow it with allowPrivateNetworks.`,
      path,
    );
  return url.href;
}
