import type { PoolClient } from 'pg';
import type { TrapRow } from './batch.ts';

/** Shapes that are kept of a job. */
const MOST = 1000;

/**
 * Takes note of shapes that runs took for traps. What somebody decided for all runs of the job stands; what was said in a run before is
 * said anew.
 */
export async function recordTraps(client: PoolClient, rows: readonly TrapRow[]): Promise<void> {
  const ordered = [...rows].sort((a, b) => a.job - b.job || (a.shape < b.shape ? -1 : 1));
  for (const { job, run, shape, held, evidence } of ordered)
    await client.query(
      `insert into traps as known (job, shape, run, state, evidence)
       select $1::int, $2::text, $3::bigint, $4::text, $5::jsonb
        where exists (select from jobs where serial = $1)
          and (select count(*) from traps where job = $1 and shape <> $2) < $6
       on conflict (job, shape) do update
         set run = excluded.run, state = excluded.state, evidence = excluded.evidence, since = now(), decided_at = null
       where known.run < excluded.run and known.state not in ('kept', 'allowed')`,
      [job, shape, run, held ? 'held' : 'watched', JSON.stringify(evidence), MOST],
    );
}
