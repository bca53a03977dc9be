import { createRunPartitions, type Database, faultOf, type RunKeys, runSerial } from '@trunkline/database';
import { policySchema } from '@trunkline/policy';
import { sql } from 'drizzle-orm';

const MOST_KNOWN = 10_000;

/** `gone`: the run, or what is kept of its visits, was deleted on purpose. */
export type KnownRun = RunKeys | 'gone';

/** Looks runs up by short id, once each, and makes sure that their partitions are there. What was never a run is missing. */
export function createRunKeys(db: Database) {
  const known = new Map<string, KnownRun>();

  return {
    async of(shorts: readonly string[]): Promise<ReadonlyMap<string, KnownRun>> {
      if (known.size > MOST_KNOWN) known.clear();
      const missing = new Map<number, string>();
      for (const short of shorts) if (!known.has(short)) missing.set(runSerial(short), short);
      missing.delete(Number.NaN);
      if (missing.size === 0) return known;
      const { runs, last } = await find([...missing.keys()]);
      for (const row of runs) {
        const keys = { run: Number(row.run), job: row.job, recrawl: recrawlRule(row) };
        // Of one whose partitions cannot be made now the rows fail: nothing of the others does.
        const made = await createRunPartitions(db, keys.run, keys.job).catch((error: Error) => error);
        if (made instanceof Error && faultOf(made) === 'away') throw made;
        known.set(missing.get(keys.run)!, made === false ? 'gone' : keys);
        missing.delete(keys.run);
      }
      for (const [serial, short] of missing) if (serial <= last) known.set(short, 'gone');
      return known;
    },
    /** What is known of a run is looked up anew: it may have been deleted since. */
    forget: (short: string) => known.delete(short),
  };

  /** The rules are those in force at the run's first outcome; the run before says how far apart runs are. */
  async function find(serials: number[]): Promise<{ runs: Found[]; last: number }> {
    const { rows: runs } = await db.execute<Found>(sql`
      select r.serial as run, j.serial as job, p.rules, extract(epoch from r.created_at)::float8 * 1000 as started_at,
        (select extract(epoch from r.created_at - b.created_at)::float8 * 1000 from runs b
          where b.job_id = r.job_id and b.id < r.id order by b.id desc limit 1) as period
      from runs r join jobs j on j.id = r.job_id join policies p on p.id = j.policy_id
      where r.serial in ${serials} and r.retired_at is null`);
    if (runs.length === serials.length) return { runs, last: 0 };
    const { rows } = await db.execute<{ last: string | null }>(
      sql`select pg_sequence_last_value('runs_serial_seq') as last`,
    );
    return { runs, last: Number(rows[0]?.last ?? 0) };
  }
}

type Found = { run: string; job: number; rules: unknown; started_at: number; period: number | null };

/** Between the policy's bounds, and never shorter than the distance of runs: that often there is a chance at all. */
function recrawlRule({ rules, started_at: startedAt, period }: Found): NonNullable<RunKeys['recrawl']> {
  const policy = policySchema.safeParse(rules);
  const { shortestMs, longestMs } = policy.success ? policy.data.recrawl : { shortestMs: 0, longestMs: 0 };
  const seconds = (ms: number) => Math.min(Math.round(ms / 1000), 2 ** 31 - 1);
  const shortest = longestMs === 0 ? 0 : Math.max(shortestMs, period ?? 0);
  return { startedAt, shortestS: seconds(shortest), longestS: seconds(longestMs) };
}
