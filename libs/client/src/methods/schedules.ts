import { type Calls, type Signal, withKey } from '../calls.ts';
import {
  ScheduleCreateDocument,
  type ScheduleCreateInput,
  ScheduleDeleteDocument,
  type ScheduleFilter,
  ScheduleListDocument,
  type SchedulePartsFragment,
  ScheduleUpdateDocument,
  type ScheduleUpdateInput,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';

export type Schedule = SchedulePartsFragment;

/** When runs of jobs start by themselves. */
export function createSchedules({ change, pages }: Calls) {
  return {
    list: (filter: ScheduleFilter = {}, signal?: Signal): List<Schedule> =>
      pages(ScheduleListDocument, { filter }, ({ schedules }) => schedules, signal),
    /** Carries an idempotency key, like `jobs.create`. */
    create: (input: ScheduleCreateInput, signal?: Signal): Promise<Schedule> =>
      change(ScheduleCreateDocument, { input: withKey(input) }, signal),
    update: (input: ScheduleUpdateInput, signal?: Signal): Promise<Schedule> =>
      change(ScheduleUpdateDocument, { input }, { ...signal, repeatable: false }),
    /** Its id. */
    delete: async (id: string, reason?: string, signal?: Signal): Promise<string> =>
      (await change(ScheduleDeleteDocument, { input: { id, reason } }, { ...signal, repeatable: false })).id,
  };
}
