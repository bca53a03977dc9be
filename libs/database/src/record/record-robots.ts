import type { PoolClient } from 'pg';
import type { RobotsRow } from './batch.ts';

/** Versions kept of one origin's robots.txt, for each project. */
export const ROBOTS_VERSIONS = 20;

/**
 * Keeps what robots.txt files said where it differs from the version before of the same project. Repeatable; visits that come late, behind a newer
 * one, are passed over. Recorders take origins in one order, so that they never wait for each other in a circle.
 */
export async function recordRobots(client: PoolClient, rows: readonly RobotsRow[]): Promise<void> {
  const ordered = [...rows].sort((a, b) =>
    a.origin < b.origin ? -1 : a.origin > b.origin ? 1 : a.at - b.at,
  );
  for (const { origin, at, state, detail, digest, length, body, job } of ordered) {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 4309))', [origin]);
    const { rows: found } = await client.query<{ project: string }>(
      'select project_id as project from jobs where serial = $1',
      [job ?? null],
    );
    // The job was removed meanwhile: its project is told nothing of it any more.
    if (job !== undefined && found.length === 0) continue;
    const project = found[0]?.project ?? null;
    const added = await client.query(
      `with last as (select * from robots_versions where origin = $1 and project_id is not distinct from $8
          order by first_seen_at desc limit 1),
        same as (update robots_versions v set last_seen_at = greatest(v.last_seen_at, to_timestamp($2 / 1000.0)), detail = $4
          from last where v.origin = last.origin and v.first_seen_at = last.first_seen_at and v.project_id is not distinct from $8
            and last.state = $3 and last.digest is not distinct from $5 and last.first_seen_at <= to_timestamp($2 / 1000.0)
          returning 1)
        insert into robots_versions (project_id, origin, first_seen_at, last_seen_at, state, detail, digest, length, body)
        select $8::uuid, $1, to_timestamp($2 / 1000.0), to_timestamp($2 / 1000.0), $3, $4, $5, $6, $7
          where not exists (select from same) and not exists (select from last where last_seen_at >= to_timestamp($2 / 1000.0))
        on conflict do nothing`,
      [origin, at, state, detail, digest, length, body, project],
    );
    if (added.rowCount)
      await client.query(
        `delete from robots_versions where origin = $1 and project_id is not distinct from $2 and first_seen_at <
          (select first_seen_at from robots_versions where origin = $1 and project_id is not distinct from $2
            order by first_seen_at desc offset ${ROBOTS_VERSIONS - 1} limit 1)`,
        [origin, project],
      );
  }
}
