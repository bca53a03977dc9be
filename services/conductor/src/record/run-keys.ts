import { createRunPartitions, type Database, type RunKeys, runSerial } from '@trunkline/database';
import { policySchema } from '@trunkline/policy';
import { sql } from 'drizzle-orm';

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
    for (const row of await find([...missing.keys()])) {
      const keys = { run: Number(row.run), job: row.job, recrawl: recrawlRule(row) };
      await createRunPartitions(db, keys.run, keys.job);
      known.set(missing.get(keys.run)!, keys);
    }
    return known;
  };

  /** The rules are those in force at the run's first outcome; the run before says how far apart runs are. */
  async function find(serials: number[]): Promise<Found[]> {
    const { rows } = await db.execute<Found>(sql`
      select r.serial as run, j.serial as job, p.rules, extract(epoch from r.created_at)::float8 * 1000 as started_at,
        (select extract(epoch from r.created_at - b.created_at)::float8 * 1000 from runs b
          where b.job_id = r.job_id and b.id < r.id order by b.id desc limit 1) as period
      from runs r join jobs j on j.id = r.job_id join policies p on p.id = j.policy_id
      where r.serial in ${serials}`);
    return rows;
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
