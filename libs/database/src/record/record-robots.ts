import type { PoolClient } from 'pg';
import type { RobotsRow } from './batch.ts';

/** Versions kept of one origin's robots.txt. */
export const ROBOTS_VERSIONS = 20;

/**
 * Keeps what robots.txt files said where it differs from the version before. Repeatable; visits that come late, behind a newer
 * one, are passed over. Recorders take origins in one order, so that they never wait for each other in a circle.
 */
export async function recordRobots(client: PoolClient, rows: readonly RobotsRow[]): Promise<void> {
  const ordered = [...rows].sort((a, b) =>
    a.origin < b.origin ? -1 : a.origin > b.origin ? 1 : a.at - b.at,
  );
  for (const { origin, at, state, detail, digest, length, body } of ordered) {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 4309))', [origin]);
    const added = await client.query(
      `with last as (select * from robots_versions where origin = $1 order by first_seen_at desc limit 1),
        same as (update robots_versions v set last_seen_at = greatest(v.last_seen_at, to_timestamp($2 / 1000.0)), detail = $4
          from last where v.origin = last.origin and v.first_seen_at = last.first_seen_at
            and last.state = $3 and last.digest is not distinct from $5 and last.first_seen_at <= to_timestamp($2 / 1000.0)
          returning 1)
        insert into robots_versions (origin, first_seen_at, last_seen_at, state, detail, digest, length, body)
        select $1, to_timestamp($2 / 1000.0), to_timestamp($2 / 1000.0), $3, $4, $5, $6, $7
          where not exists (select from same) and not exists (select from last where last_seen_at >= to_timestamp($2 / 1000.0))
        on conflict do nothing`,
      [origin, at, state, detail, digest, length, body],
    );
    if (added.rowCount)
      await client.query(
        `delete from robots_versions where origin = $1 and first_seen_at < (select first_seen_at from robots_versions
          where origin = $1 order by first_seen_at desc offset ${ROBOTS_VERSIONS - 1} limit 1)`,
        [origin],
      );
  }
}
