import type { PoolClient } from 'pg';
import type { LedRow } from './batch.ts';

/** Places that are kept of a job, as `MOST_LED` of its scope. */
const MOST = 1000;

/** Adds places to the scopes of jobs (`Scope.led`), each once: the next run, and one that Redis lost, begins with them. */
export async function widenScopes(client: PoolClient, rows: readonly LedRow[]): Promise<void> {
  const byJob = [...rows].sort((a, b) => a.job - b.job);
  for (const { job, place } of byJob)
    await client.query(
      `update jobs set scope = jsonb_set(scope, '{led}', coalesce(scope->'led', '[]') || to_jsonb($2::text))
       where serial = $1 and not coalesce(scope->'led', '[]') ? $2 and jsonb_array_length(coalesce(scope->'led', '[]')) < $3`,
      [job, place, MOST],
    );
}
