import { activeRun } from '@trunkline/control';
import { runs, shortRun } from '@trunkline/database';
import { and, asc, eq, isNull, not, notInArray, sql } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';
import type { EndingParts } from './end-runs.ts';

/**
 * An ended run's keys stay this long: workers report their last second of it, and whoever still has an old version of its row
 * brings that to a frontier that knows better; longer than who saw it go may make it (libs/control, apply.ts).
 */
const KEPT = "interval '5 seconds'";
const BATCH = 100;

/** One pass: what Redis still holds of runs that ended a while ago is removed. True when more is left. */
export function createRelease({ frontier, database: { db }, stages, log }: Omit<EndingParts, 'bus'>) {
  const turns = createTurns('release', log);
  return turns.pass(async () => {
    const over = await db
      .select({ id: runs.id, serial: runs.serial, state: runs.state, stages: runs.stages })
      .from(runs)
      .where(
        and(
          ...[not(activeRun), isNull(runs.releasedAt), notInArray(runs.id, turns.out())],
          sql`${runs.finishedAt} < now() - ${sql.raw(KEPT)}`,
        ),
      )
      .orderBy(asc(runs.finishedAt))
      .limit(BATCH);
    const released = await turns.each(
      over,
      ({ id }) => id,
      async ({ id, serial, stages: kept }) => {
        const run = shortRun(serial);
        const last = await stages.read(run);
        while ((await frontier.forget(run)).left);
        // Nothing to read: another conductor was here before its row said so.
        const latest = Object.keys(last).length > 0 ? last : kept;
        await db.update(runs).set({ stages: latest, releasedAt: new Date() }).where(eq(runs.id, id));
        await stages.forget(run);
      },
    );
    return released === BATCH;
  });
}
