import { companyOf, type ForecastParts, followRun } from '@trunkline/control';
import { type Database, jobs, runs } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import { createTurns } from '../../turns/turns.ts';

/** Runs looked at in one pass, at the same time. */
const AT_ONCE = 4;
const MOST = 1000;

/** One pass: looks at the runs whose time it is and remembers how they go, which forecasts are made of. Of several conductors any does. */
export function createFollowRuns({
  db,
  frontier,
  redis,
  log,
}: Omit<ForecastParts, 'db'> & { db: Database; log: Logger }) {
  const turns = createTurns('forecast', log);
  return turns.pass(async () => {
    const ahead = await db
      .select({ id: runs.id, serial: runs.serial, hasTarget: sql<boolean>`${jobs.finishBy} is not null` })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(inArray(runs.state, ['starting', 'running', 'paused']))
      .orderBy(asc(runs.serial))
      .limit(MOST);
    if (ahead.length === 0) return false;
    const company = await companyOf({ db, redis });
    await turns.each(
      ahead,
      ({ id }) => id,
      (run) => followRun({ db, frontier, redis }, run, company),
      AT_ONCE,
    );
    return false;
  });
}
