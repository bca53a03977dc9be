import { isOver } from '@trunkline/control';
import {
  type Database,
  deadEntries,
  dropJobPartition,
  dropRunPartitions,
  drops,
  jobs,
  runs,
  shortRun,
} from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { and, asc, eq, inArray, isNotNull, notInArray } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';

const BATCH = 20;

/**
 * One pass: jobs that were deleted lose their pages, visits and captures, then their row, once none of their runs is in the
 * frontier any more. Repeating any step is harmless. True when more are left.
 */
export function createPurge({ db, log }: { db: Database; log: Logger }) {
  const turns = createTurns('purge', log);
  return turns.pass(async () => {
    const deleted = await db
      .select({ id: jobs.id, serial: jobs.serial, name: jobs.name })
      .from(jobs)
      .where(and(isNotNull(jobs.archivedAt), notInArray(jobs.id, turns.out())))
      .orderBy(asc(jobs.archivedAt))
      .limit(BATCH);
    let gone = 0;
    await turns.each(
      deleted,
      ({ id }) => id,
      async (job) => {
        if (await purge(job)) gone++;
      },
    );
    return gone > 0 && deleted.length === BATCH;
  });

  async function purge({ id, serial, name }: { id: string; serial: number; name: string }): Promise<boolean> {
    const all = await db
      .select({ serial: runs.serial, state: runs.state, releasedAt: runs.releasedAt })
      .from(runs)
      .where(eq(runs.jobId, id));
    if (!all.every((run) => isOver(run.state) && run.releasedAt !== null)) return false;
    for (const run of all) await dropRunPartitions(db, run.serial);
    const serials = all.map((run) => run.serial);
    if (serials.length > 0) {
      await db.delete(drops).where(inArray(drops.runSerial, serials));
      await db.delete(deadEntries).where(inArray(deadEntries.run, serials.map(shortRun)));
    }
    await dropJobPartition(db, serial);
    await db.delete(jobs).where(and(eq(jobs.id, id), isNotNull(jobs.archivedAt)));
    log.info({ job: serial, name, runs: serials.length }, 'a deleted job was removed');
    return true;
  }
}
