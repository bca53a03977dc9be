import { type Database, finalRunStates, holds, jobs, runs } from '@trunkline/database';
import { and, asc, eq, isNull, notInArray } from 'drizzle-orm';

const isActive = notInArray(runs.state, [...finalRunStates]);

/**
 * Runs that have not ended, oldest first, with what the duties look at of each of them several times a second: nothing that is as
 * large as a scope may be. Their open holds are read after them.
 */
export async function activeRuns(db: Database) {
  const found = await db
    .select({
      id: runs.id,
      serial: runs.serial,
      version: runs.version,
      state: runs.state,
      startedAt: runs.startedAt,
      endReason: runs.endReason,
      lostFrom: runs.lostFrom,
      recorded: runs.recorded,
      job: { serial: jobs.serial, maxPages: jobs.maxPages },
    })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(isActive)
    .orderBy(asc(runs.serial));
  const open = await db
    .select({ runId: holds.runId, kind: holds.kind })
    .from(holds)
    .innerJoin(runs, eq(runs.id, holds.runId))
    .where(and(isNull(holds.closedAt), isActive));
  const holdsOf = Map.groupBy(open, ({ runId }) => runId);
  return found.map((run) => ({ ...run, holds: holdsOf.get(run.id) ?? [] }));
}

/** A run as it is looked at again and again. */
export type LookedRun = Awaited<ReturnType<typeof activeRuns>>[number];

/** One run of whatever state, with what the frontier must know of it; undefined when it was deleted. */
export function findRun(db: Database, id: string) {
  return db.query.runs.findFirst({
    where: { id },
    with: {
      job: { with: { policy: true, project: true } },
      holds: { where: { closedAt: { isNull: true } } },
    },
  });
}

export type ActiveRun = NonNullable<Awaited<ReturnType<typeof findRun>>>;
