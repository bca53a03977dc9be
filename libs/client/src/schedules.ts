import {
  ScheduleCreateDocument,
  type ScheduleCreateInput,
  ScheduleDeleteDocument,
  type ScheduleFilter,
  ScheduleListDocument,
  type SchedulePartsFragment,
  ScheduleUpdateDocument,
  type ScheduleUpdateInput,
} from './generated/graphql.ts';
import type { Signal } from './jobs.ts';
import { type List, list, PAGE } from './list.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Schedule = SchedulePartsFragment;

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
