import { lacksToCrawl, scopesOf } from '@trunkline/control';
import { jobs, type OverlapPolicy, schedules, type Transaction } from '@trunkline/database';
import { nextTime, ScheduleError } from '@trunkline/policy';
import { and, eq, getColumns, isNull } from 'drizzle-orm';
import { audit, changedFields } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import { BadInputError, checkVersion, demand, noSuch } from '../errors.ts';
import { lockJob } from '../job/lock-job.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Caller, Creating, Edit, ScheduleValue } from '../values.ts';

export type NewSchedule = Creating & {
  jobId: string;
  cron: string;
  timeZone?: string | null | undefined;
  overlap?: OverlapPolicy | null | undefined;
};

export type ScheduleChange = Edit &
  Pick<NewSchedule, 'timeZone' | 'overlap'> & {
    cron?: string | null | undefined;
    enabled?: boolean | null | undefined;
  };

export type ScheduleFilter = { jobId?: string | null | undefined; enabled?: boolean | null | undefined };

/** What a schedule does to a job, of which the key that sets it last is asked, now and whenever it is due. */
const STARTS = 'let this job start by itself';

/** Schedules of jobs of the caller's project. */
export function createScheduleStore({ db }: Pick<Parts, 'db'>, caller: Caller) {
  const { find, list } = shelf(db, {
    select: () =>
      db.select(getColumns(schedules)).from(schedules).innerJoin(jobs, eq(jobs.id, schedules.jobId)),
    id: schedules.id,
    own: and(eq(schedules.projectId, caller.projectId), isNull(jobs.archivedAt)),
  });

  async function lock(tx: Transaction, id: string): Promise<ScheduleValue> {
    const [row] = await tx
      .select()
      .from(schedules)
      .where(and(eq(schedules.projectId, caller.projectId), eq(schedules.id, id)))
      .for('no key update');
    if (row === undefined) throw noSuch('schedule', 'schedules');
    return row;
  }

  /** Whether the key that asks has a power for a schedule, set as it is, that the key which set it lacks by now. */
  async function canTakeOver(tx: Transaction, { keyId, jobId }: ScheduleValue): Promise<boolean> {
    const { rules } = await lockJob(tx, caller, jobId);
    const setter = { keyName: null, scopes: await scopesOf(tx, keyId) };
    return lacksToCrawl(setter, rules, STARTS) !== null && lacksToCrawl(caller, rules, STARTS) === null;
  }

  return {
    find,

    list: (args: PageArgs, { jobId, enabled }: ScheduleFilter) =>
      list(
        args,
        jobId ? eq(schedules.jobId, jobId) : undefined,
        enabled == null ? undefined : eq(schedules.enabled, enabled),
      ),

    async create(input: NewSchedule): Promise<ScheduleValue> {
      const [cron, timeZone] = [input.cron.trim(), input.timeZone ?? 'UTC'];
      const nextAt = checkTime(cron, timeZone);
      const overlap = input.overlap ?? 'skip';
      const asked = { jobId: input.jobId, cron, timeZone, overlap };
      const call = { db, caller, operation: 'scheduleCreate', key: input.idempotencyKey, input: asked };
      const id = await once(call, async (tx) => {
        const { rules } = await lockJob(tx, caller, input.jobId);
        demand(lacksToCrawl(caller, rules, STARTS), ['input', 'jobId']);
        const [row] = await tx
          .insert(schedules)
          .values({ projectId: caller.projectId, ...asked, keyId: caller.keyId, nextAt })
          .returning({ id: schedules.id });
        await audit(tx, caller, {
          ...{ action: 'scheduleCreate', type: 'Schedule', id: row!.id, reason: input.reason },
          after: asked,
        });
        return row!.id;
      });
      return (await find(id))!;
    },

    async update({ id, expectedVersion, reason, ...change }: ScheduleChange): Promise<ScheduleValue> {
      await db.transaction(async (tx) => {
        const old = await lock(tx, id);
        checkVersion('schedule', expectedVersion, () => ({ __typename: 'Schedule', ...old }));
        const next = {
          cron: change.cron?.trim() ?? old.cron,
          timeZone: change.timeZone ?? old.timeZone,
          overlap: change.overlap ?? old.overlap,
          enabled: change.enabled ?? old.enabled,
        };
        const difference = changedFields(old, next);
        if (difference === null && !(next.enabled && (await canTakeOver(tx, old)))) return;
        const nextAt = next.enabled ? checkTime(next.cron, next.timeZone) : null;
        if (next.enabled)
          demand(lacksToCrawl(caller, (await lockJob(tx, caller, old.jobId)).rules, STARTS), ['input', 'id']);
        await tx
          .update(schedules)
          .set({
            ...next,
            nextAt,
            keyId: caller.keyId,
            waitingSince: null,
            version: old.version + 1,
            updatedAt: new Date(),
          })
          .where(eq(schedules.id, id));
        await audit(tx, caller, { action: 'scheduleUpdate', type: 'Schedule', id, ...difference, reason });
      });
      return (await find(id))!;
    },

    async remove({ id, reason, expectedVersion }: Edit): Promise<string> {
      await db.transaction(async (tx) => {
        const old = await lock(tx, id);
        checkVersion('schedule', expectedVersion, () => ({ __typename: 'Schedule', ...old }));
        const { jobId, cron, timeZone } = old;
        await tx.delete(schedules).where(eq(schedules.id, id));
        const before = { jobId, cron, timeZone };
        await audit(tx, caller, { action: 'scheduleDelete', type: 'Schedule', id, before, reason });
      });
      return id;
    },
  };
}

function checkTime(cron: string, timeZone: string): Date {
  try {
    const next = nextTime(cron, timeZone, new Date());
    if (next !== null) return next;
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    const field = error.message.includes('time zone') ? 'timeZone' : 'cron';
    throw new BadInputError(`Bad schedule: ${error.message}.`, ['input', field]);
  }
  throw new BadInputError(`The schedule "${cron}" names no time to come.`, ['input', 'cron']);
}
