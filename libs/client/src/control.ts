import {
  BulkGetDocument,
  type BulkPartsFragment,
  type DeadFilter,
  DeadListDocument,
  type DeadListQuery,
  DeadRetryDocument,
  type DeadRetryInput,
  ScheduleCreateDocument,
  type ScheduleCreateInput,
  ScheduleDeleteDocument,
  type ScheduleFilter,
  ScheduleListDocument,
  type SchedulePartsFragment,
  ScheduleUpdateDocument,
  type ScheduleUpdateInput,
  WebhookCreateDocument,
  type WebhookCreateInput,
  WebhookListDocument,
  type WebhookPartsFragment,
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE } from './list.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Schedule = SchedulePartsFragment;
export type Webhook = WebhookPartsFragment;
export type BulkOperation = BulkPartsFragment;
export type DeadPage = NonNullable<DeadListQuery['run']>['dead']['nodes'][number];

/** When runs of jobs start by themselves. */
export function createSchedules(transport: Transport) {
  return {
    list(filter: ScheduleFilter = {}, { signal }: Signal = {}): List<Schedule> {
      return list(async (after) => {
        const variables = { first: PAGE, after, filter };
        return (await transport.call(ScheduleListDocument, variables, { signal, repeatable: true }))
          .schedules;
      });
    },
    /** Carries an idempotency key, like `jobs.create`. */
    async create(input: ScheduleCreateInput, { signal }: Signal = {}): Promise<Schedule> {
      const keyed = { ...input, idempotencyKey: input.idempotencyKey ?? crypto.randomUUID() };
      const options = { signal, repeatable: true };
      return settled(
        (await transport.call(ScheduleCreateDocument, { input: keyed }, options)).scheduleCreate,
      );
    },
    async update(input: ScheduleUpdateInput, { signal }: Signal = {}): Promise<Schedule> {
      return settled((await transport.call(ScheduleUpdateDocument, { input }, { signal })).scheduleUpdate);
    },
    /** Its id. */
    async delete(id: string, reason?: string, { signal }: Signal = {}): Promise<string> {
      const variables = { input: { id, reason } };
      return settled((await transport.call(ScheduleDeleteDocument, variables, { signal })).scheduleDelete).id;
    },
  };
}

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
  };
}

/** URLs that a run gave up. Hostile text. */
export function createDead(transport: Transport) {
  return {
    list(run: string, filter: DeadFilter = {}, { signal }: Signal = {}): List<DeadPage> {
      return list(async (after) => {
        const variables = { run, first: PAGE, after, filter };
        const answer = await transport.call(DeadListDocument, variables, { signal, repeatable: true });
        return answer.run?.dead ?? notFound('run', run);
      });
    },
    /** Lets them wait again, in the background; with `dryRun` only their number is told. */
    async retry(
      input: DeadRetryInput,
      { signal }: Signal = {},
    ): Promise<{ matched: number; operation: BulkOperation | null }> {
      const keyed = { ...input, idempotencyKey: input.idempotencyKey ?? crypto.randomUUID() };
      const options = { signal, repeatable: true };
      return settled((await transport.call(DeadRetryDocument, { input: keyed }, options)).deadRetry);
    },
    /** How far a bulk operation is. */
    async progress(id: string, { signal }: Signal = {}): Promise<BulkOperation> {
      const { node } = await transport.call(BulkGetDocument, { id }, { signal, repeatable: true });
      return node?.__typename === 'BulkOperation' ? node : notFound('bulk operation', id);
    },
  };
}
