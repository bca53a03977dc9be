import {
  type Author,
  doToRun,
  lacksToDo,
  lockJob,
  movingRuns,
  type RunTransaction,
  scopesOf,
} from '@trunkline/control';
import { type Database, jobs, projects, schedules } from '@trunkline/database';
import { nextTime } from '@trunkline/policy';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { and, asc, eq, isNotNull, isNull, lte, notInArray, or } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';

export type ScheduleParts = { db: Database; bus: Pick<Bus, 'publish'>; log: Logger; now?: () => number };

const BATCH = 50;

type Schedule = typeof schedules.$inferSelect;

const forbidden =
  'refused: the policy of the job allows private networks, and the key that set this schedule lacks the scope "admin", was revoked, has expired or is not known; set it again with an admin key';

/**
 * One pass: starts runs of jobs whose schedule is due. Times that passed while no conductor ran, or the project was suspended, count as one. Several
 * conductors share the work: each takes what no other has locked. True when more may be due.
 */
export function createSchedules({ db, bus, log, now = Date.now }: ScheduleParts) {
  const turns = createTurns('schedule', log);
  const find = (on: Database | RunTransaction, id?: string) =>
    on
      .select({ schedule: schedules })
      .from(schedules)
      .innerJoin(jobs, eq(jobs.id, schedules.jobId))
      .innerJoin(projects, eq(projects.id, schedules.projectId))
      .where(
        and(
          ...[eq(schedules.enabled, true), isNull(jobs.archivedAt)],
          ...[isNull(projects.suspendedAt), isNull(projects.deletedAt)],
          or(lte(schedules.nextAt, new Date(now())), isNotNull(schedules.waitingSince)),
          id === undefined ? notInArray(schedules.id, turns.out()) : eq(schedules.id, id),
        ),
      )
      .orderBy(asc(schedules.nextAt))
      .limit(BATCH);

  return turns.pass(async () => {
    const due = await find(db);
    let moved = false;
    await turns.each(
      due,
      ({ schedule }) => schedule.id,
      ({ schedule: { id } }) =>
        movingRuns({ db, bus }, async (tx) => {
          const [own] = await find(tx, id).for('no key update', { of: schedules, skipLocked: true });
          if (own && (await turn(tx, own.schedule))) moved = true;
        }),
    );
    return due.length === BATCH && moved;
  });

  /** Deals with one due or waiting schedule; whether a run was moved. */
  async function turn(tx: RunTransaction, schedule: Schedule): Promise<boolean> {
    const at = new Date(now());
    const due = schedule.nextAt !== null && schedule.nextAt <= at;
    const locked = await lockJob(tx, schedule.jobId);
    if (locked === undefined) return false; // deleted a moment ago
    const author: Author = {
      ...{ keyId: null, keyName: null, reason: `Schedule ${schedule.cron} ${schedule.timeZone}` },
      scopes: await scopesOf(tx, schedule.keyId),
    };
    const lacks = lacksToDo(author, 'start', locked);
    let moved = lacks === null && (await doToRun(tx, author, 'start', locked)) === 'done';
    const news: Partial<Schedule> = due
      ? { nextAt: nextTime(schedule.cron, schedule.timeZone, at), lastAt: schedule.nextAt }
      : {};
    if (moved) Object.assign(news, { waitingSince: null, lastResult: 'started' });
    else if (lacks !== null) Object.assign(news, { waitingSince: null, lastResult: forbidden });
    else if (due && schedule.overlap === 'skip')
      news.lastResult = `skipped: the run before is ${locked.run?.state}`;
    else if (due) {
      Object.assign(news, { waitingSince: schedule.waitingSince ?? at, lastResult: 'waiting' });
      if (schedule.overlap === 'cancel') moved = (await doToRun(tx, author, 'cancel', locked)) === 'done';
    }
    if (Object.keys(news).length > 0)
      await tx.update(schedules).set(news).where(eq(schedules.id, schedule.id));
    if (due)
      log.info({ schedule: schedule.id, job: schedule.jobId, result: news.lastResult }, 'a schedule was due');
    return moved;
  }
}
