import { auditLog, changeRun, type Database, jobs, schedules, type Transaction } from '@trunkline/database';
import { nextTime } from '@trunkline/policy';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { and, asc, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';

export type ScheduleParts = { db: Database; bus: Pick<Bus, 'publish'>; log: Logger; now?: () => number };

const BATCH = 50;

type Schedule = typeof schedules.$inferSelect;

/**
 * One pass: starts runs of jobs whose schedule is due. Times that passed while no conductor ran count as one. Several
 * conductors share the work: each takes what no other has locked. True when more may be due.
 */
export function createSchedules({ db, bus, log, now = Date.now }: ScheduleParts) {
  return async (): Promise<boolean> => {
    const { taken, changed } = await db.transaction(async (tx) => {
      const due = await tx
        .select({ schedule: schedules })
        .from(schedules)
        .innerJoin(jobs, eq(jobs.id, schedules.jobId))
        .where(
          and(
            eq(schedules.enabled, true),
            isNull(jobs.archivedAt),
            or(lte(schedules.nextAt, new Date(now())), isNotNull(schedules.waitingSince)),
          ),
        )
        .orderBy(asc(schedules.nextAt))
        .limit(BATCH)
        .for('update', { of: schedules, skipLocked: true });
      const runIds: string[] = [];
      for (const { schedule } of due) runIds.push(...(await turn(tx, schedule)));
      return { taken: due.length, changed: runIds };
    });
    for (const runId of changed) await bus.publish('runChanged', { runId });
    return taken === BATCH && changed.length > 0;
  };

  /** Deals with one due or waiting schedule; the runs it changed. */
  async function turn(tx: Transaction, schedule: Schedule): Promise<string[]> {
    const at = new Date(now());
    const due = schedule.nextAt !== null && schedule.nextAt <= at;
    const started = await changeRun(tx, schedule.jobId, 'start');
    const news: Partial<Schedule> = due
      ? { nextAt: nextTime(schedule.cron, schedule.timeZone, at), lastAt: schedule.nextAt }
      : {};
    const runIds: string[] = [];
    if (started.outcome === 'changed') {
      Object.assign(news, { waitingSince: null, lastResult: 'started' });
      runIds.push(started.runId);
      await note(tx, schedule, 'jobStart', { state: started.from }, { state: started.to });
    } else if (schedule.overlap === 'skip') {
      if (due) news.lastResult = `skipped: the run before is ${started.run?.state}`;
    } else {
      if (due) Object.assign(news, { waitingSince: schedule.waitingSince ?? at, lastResult: 'waiting' });
      if (due && schedule.overlap === 'cancel') {
        const ended = await changeRun(tx, schedule.jobId, 'cancel');
        if (ended.outcome === 'changed') {
          runIds.push(ended.runId);
          await note(tx, schedule, 'jobCancel', { state: ended.from }, { state: ended.to });
        }
      }
    }
    if (Object.keys(news).length > 0)
      await tx.update(schedules).set(news).where(eq(schedules.id, schedule.id));
    if (due)
      log.info({ schedule: schedule.id, job: schedule.jobId, result: news.lastResult }, 'a schedule was due');
    return runIds;
  }

  async function note(tx: Transaction, schedule: Schedule, action: string, before: object, after: object) {
    await tx.insert(auditLog).values({
      ...{ projectId: schedule.projectId, action, subjectType: 'Job', subjectId: schedule.jobId },
      ...{ before, after, reason: sql`${`Schedule ${schedule.cron} ${schedule.timeZone}`}` },
    });
  }
}
