import { jobs, runs } from '@trunkline/database';
import { and, desc, eq, getColumns, gte, inArray, isNull, lt } from 'drizzle-orm';
import type { PageArgs } from '../lists/cursor.ts';
import { rowsBy, shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Between, Caller, RunState, RunValue } from '../values.ts';
import { checkChange, type WhatIf } from './forecast/check-change.ts';

export type RunFilter = {
  state?: readonly RunState[] | null | undefined;
  jobId?: string | null | undefined;
  createdAt?: Between;
};

/** Runs of the caller's project. */
export function createRunStore(
  { db, looks, forecasts }: Pick<Parts, 'db' | 'looks' | 'forecasts'>,
  caller: Caller,
) {
  const own = and(eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt));
  const select = () => db.select(getColumns(runs)).from(runs).innerJoin(jobs, eq(jobs.id, runs.jobId));
  const { find, list } = shelf(db, { select, id: runs.id, own });

  const bySerial = rowsBy(
    (serials: readonly number[]) => select().where(and(own, inArray(runs.serial, [...serials]))),
    (run) => run.serial,
  );
  const latest = rowsBy(
    (jobIds: readonly string[]) =>
      db
        .selectDistinctOn([runs.jobId], getColumns(runs))
        .from(runs)
        .innerJoin(jobs, eq(jobs.id, runs.jobId))
        .where(and(own, inArray(runs.jobId, [...jobIds])))
        .orderBy(runs.jobId, desc(runs.id)),
    (run) => run.jobId,
  );

  return {
    find,
    findBySerial: (serial: number) => bySerial.load(serial),
    latest: (jobId: string) => latest.load(jobId),
    ofJob: (jobId: string, args: PageArgs) => list(args, eq(runs.jobId, jobId)),
    list: (args: PageArgs, { state, jobId, createdAt }: RunFilter) =>
      list(
        args,
        state?.length ? inArray(runs.state, [...state]) : undefined,
        jobId ? eq(runs.jobId, jobId) : undefined,
        createdAt?.gte ? gte(runs.createdAt, createdAt.gte) : undefined,
        createdAt?.lt ? lt(runs.createdAt, createdAt.lt) : undefined,
      ),
    /** Counters, rates and stages as they are now, or as they were stored at the end. */
    progress: (run: RunValue) => looks.at(run),
    /** When it will be done; null: nothing of it is ahead. */
    forecast: (id: string, maxAgeMs?: number) => forecasts.of(id, maxAgeMs),
    /** The same, had somebody changed something. */
    async whatIf({ id }: RunValue, change: WhatIf) {
      checkChange(change);
      const { workers, slots, bytesPerSecond, pace } = change;
      return forecasts.whatIf(id, {
        ...{ workers: workers ?? undefined, slots: slots ?? undefined, bytesPerSecond },
        pace: pace ? { delayMs: pace.delayMs, concurrency: pace.concurrency ?? 1 } : undefined,
      });
    },
  };
}

export type RunStore = ReturnType<typeof createRunStore>;
