import { jobs, schedules, type Transaction } from '@trunkline/database';
import { nextTime, ScheduleError } from '@trunkline/policy';
import { and, eq, getColumns, isNull } from 'drizzle-orm';
import { audit, changedFields } from '../audit.ts';
import { BadInputError, checkVersion, NotFoundError } from '../errors.ts';
import { once } from '../idempotency.ts';
import { lockJob } from '../job/lock-job.ts';
import { newestFirst } from '../newest-first.ts';
import type { Parts } from '../parts.ts';
import type { ScheduleStore } from '../ports.ts';
import type { Caller, ScheduleValue } from '../values.ts';

/** Schedules of jobs of the caller's project. */
export function createScheduleStore({ db }: Pick<Parts, 'db'>, caller: Caller): ScheduleStore {
  const own = and(eq(schedules.projectId, caller.projectId), isNull(jobs.archivedAt));
  const select = () =>
    db.select(getColumns(schedules)).from(schedules).innerJoin(jobs, eq(jobs.id, schedules.jobId));

  async function find(id: string): Promise<ScheduleValue | null> {
    const [row] = await select().where(and(own, eq(schedules.id, id)));
    return row ?? null;
  }

  async function lock(tx: Transaction, id: string): Promise<ScheduleValue> {
    const [row] = await tx
      .select()
      .from(schedules)
      .where(and(eq(schedules.projectId, caller.projectId), eq(schedules.id, id)))
      .for('update');
    if (row === undefined)
      throw new NotFoundError('This project has no schedule with this id. List them with "schedules".', [
        'input',
        'id',
      ]);
    return row;
  }

  return {
    find,

    list: (args, { jobId, enabled }) =>
      newestFirst(args, {
        id: schedules.id,
        where: and(
          own,
          jobId ? eq(schedules.jobId, jobId) : undefined,
          enabled == null ? undefined : eq(schedules.enabled, enabled),
        ),
        rows: (where, order, limit) => select().where(where).orderBy(order).limit(limit),
        count: async (where) => (await select().where(where)).length,
      }),

    async create(input) {
      const [cron, timeZone] = [input.cron.trim(), input.timeZone ?? 'UTC'];
      const nextAt = checkTime(cron, timeZone);
      const overlap = input.overlap ?? 'skip';
      const asked = { jobId: input.jobId, cron, timeZone, overlap };
      const call = { db, caller, operation: 'scheduleCreate', key: input.idempotencyKey, input: asked };
      const id = await once(call, async (tx) => {
        await lockJob(tx, caller, input.jobId);
        const [row] = await tx
          .insert(schedules)
          .values({ projectId: caller.projectId, ...asked, nextAt })
          .returning({ id: schedules.id });
        await audit(tx, caller, {
          ...{ action: 'scheduleCreate', type: 'Schedule', id: row!.id, reason: input.reason },
          after: asked,
        });
        return row!.id;
      });
      return (await find(id))!;
    },

    async update({ id, expectedVersion, reason, ...change }) {
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
        if (difference === null) return;
        const nextAt = next.enabled ? checkTime(next.cron, next.timeZone) : null;
        await tx
          .update(schedules)
          .set({ ...next, nextAt, waitingSince: null, version: old.version + 1, updatedAt: new Date() })
          .where(eq(schedules.id, id));
        await audit(tx, caller, { action: 'scheduleUpdate', type: 'Schedule', id, ...difference, reason });
      });
      return (await find(id))!;
    },

    async remove({ id, reason, expectedVersion }) {
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
