import { createRunPartitions, type Database, jobs, type RunKeys, runSerial, runs } from '@trunkline/database';
import { eq, inArray } from 'drizzle-orm';

const MOST_KNOWN = 10_000;

/** Looks runs up by short id, once each, and makes sure that their partitions are there. Unknown runs are missing. */
export function createRunKeys(db: Database) {
  const known = new Map<string, RunKeys>();

  return async (shorts: readonly string[]): Promise<ReadonlyMap<string, RunKeys>> => {
    if (known.size > MOST_KNOWN) known.clear();
    const missing = new Map<number, string>();
    for (const short of shorts) if (!known.has(short)) missing.set(runSerial(short), short);
    missing.delete(Number.NaN);
    if (missing.size === 0) return known;
    const found = await db
      .select({ run: runs.serial, job: jobs.serial })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(inArray(runs.serial, [...missing.keys()]));
    for (const keys of found) {
      await createRunPartitions(db, keys.run, keys.job);
      known.set(missing.get(keys.run)!, keys);
    }
    return known;
  };
}
