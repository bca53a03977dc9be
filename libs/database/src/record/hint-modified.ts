import type { PoolClient } from 'pg';
import { jobPartition } from '../partitions.ts';
import type { HintRow } from './batch.ts';

/**
 * Pages that were modified after their last visit are due now, or as soon as the policy's shortest interval allows; only ever
 * earlier than they were. Repeatable, and of no effect once a page was visited since.
 */
export async function hintModified(client: PoolClient, rows: readonly HintRow[]): Promise<void> {
  for (const [job, hints] of Map.groupBy(rows, (row) => row.job)) {
    const states = jobPartition('page_states', job);
    await client.query(
      `with hinted as (
         select s.hash, greatest(now(), s.due_at - make_interval(secs => greatest(0, s.interval_s - g.shortest_s) * 0.95)) as due_at
         from ${states} s join (
           select hash, max(ms) as ms, max(shortest_s) as shortest_s
           from unnest($1::bigint[], $2::float8[], $3::int[]) as given(hash, ms, shortest_s) group by hash) g using (hash)
         where s.last_visit_at < to_timestamp(g.ms / 1000) and s.due_at > now()
         order by s.hash for no key update of s)
       update ${states} s set due_at = least(s.due_at, h.due_at) from hinted h where s.hash = h.hash`,
      [
        hints.map(({ hash }) => hash),
        hints.map(({ modifiedAt }) => modifiedAt),
        hints.map(({ recrawl }) => recrawl?.shortestS ?? 0),
      ],
    );
  }
}
