import { activeRun } from '@trunkline/control';
import { type Database, holds, jobs, runs } from '@trunkline/database';
import { and, asc, eq, isNull } from 'drizzle-orm';

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
      error: runs.error,
      recorded: runs.recorded,
      job: { serial: jobs.serial, maxPages: jobs.maxPages },
    })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(activeRun)
    .orderBy(asc(runs.serial));
  const open = await db
    .select({ runId: holds.runId, kind: holds.kind })
    .from(holds)
    .innerJoin(runs, eq(runs.id, holds.runId))
    .where(and(isNull(holds.closedAt), activeRun));
  const holdsOf = Map.groupBy(open, ({ runId }) => runId);
  return found.map((run) => ({ ...run, holds: holdsOf.get(run.id) ?? [] }));
}

/** A run as it is looked at again and again. */
export type LookedRun = Awaited<ReturnType<typeof activeRuns>>[number];
