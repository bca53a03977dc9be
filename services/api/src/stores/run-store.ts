import { jobs, runs } from '@trunkline/database';
import DataLoader from 'dataloader';
import { and, asc, count, desc, eq, getColumns, gt, gte, inArray, isNull, lt, type SQL } from 'drizzle-orm';
import { pageOf, uuidKey } from './cursor.ts';
import type { Parts } from './parts.ts';
import type { RunStore } from './ports.ts';
import type { Caller, PageArgs, RunValue } from './values.ts';

/** Runs of the caller's project. */
export function createRunStore({ db, looks }: Pick<Parts, 'db' | 'looks'>, caller: Caller): RunStore {
  const own = and(eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt));
  const select = () => db.select(getColumns(runs)).from(runs).innerJoin(jobs, eq(jobs.id, runs.jobId));

  const byId = new DataLoader<string, RunValue | null>(async (ids) => {
    const rows = await select().where(and(own, inArray(runs.id, [...ids])));
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });

  const bySerial = new DataLoader<number, RunValue | null>(async (serials) => {
    const rows = await select().where(and(own, inArray(runs.serial, [...serials])));
    const found = new Map(rows.map((row) => [row.serial, row]));
    return serials.map((serial) => found.get(serial) ?? null);
  });

  const latest = new DataLoader<string, RunValue | null>(
    async (jobIds) => {
      const rows = await db
        .selectDistinctOn([runs.jobId], getColumns(runs))
        .from(runs)
        .innerJoin(jobs, eq(jobs.id, runs.jobId))
        .where(and(own, inArray(runs.jobId, [...jobIds])))
        .orderBy(runs.jobId, desc(runs.id));
      const found = new Map(rows.map((row) => [row.jobId, row]));
      return jobIds.map((id) => found.get(id) ?? null);
    },
    // A mutation moves the latest run while its request goes on: batched within a tick, never remembered.
    { cache: false },
  );

  const list = (args: PageArgs, where: SQL | undefined) =>
    pageOf(
      args,
      uuidKey,
      ({ after, before, reverse, limit }) =>
        select()
          .where(
            and(own, where, after ? lt(runs.id, after) : undefined, before ? gt(runs.id, before) : undefined),
          )
          .orderBy(reverse ? asc(runs.id) : desc(runs.id))
          .limit(limit),
      async () => {
        const [row] = await db
          .select({ n: count() })
          .from(runs)
          .innerJoin(jobs, eq(jobs.id, runs.jobId))
          .where(and(own, where));
        return row!.n;
      },
    );

  return {
    find: (id) => byId.load(id),
    findBySerial: (serial) => bySerial.load(serial),
    latest: (jobId) => latest.load(jobId),
    ofJob: (jobId, args) => list(args, eq(runs.jobId, jobId)),
    list: (args, { state, jobId, createdAt }) =>
      list(
        args,
        and(
          state?.length ? inArray(runs.state, [...state]) : undefined,
          jobId ? eq(runs.jobId, jobId) : undefined,
          createdAt?.gte ? gte(runs.createdAt, createdAt.gte) : undefined,
          createdAt?.lt ? lt(runs.createdAt, createdAt.lt) : undefined,
        ),
      ),
    progress: (run) => looks.at(run),
  };
}
