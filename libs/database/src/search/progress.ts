import type { Pool } from 'pg';
import { overStates } from '../tables.ts';

/** A run with captures that search does not know yet. */
export type RunToIndex = {
  run: number;
  job: number;
  position: number;
  /** False while more captures may come. */
  over: boolean;
  /** Says how far it was read; null: to the end of a run that is over. */
  reached(done: {
    position: number | null;
    indexed: number;
    failed: number;
    lastError: string | null;
  }): Promise<void>;
};

/** Runs whose captures are not all indexed: those that are over, oldest first, then those that go on. */
export async function openRunsToIndex(pool: Pool, limit: number): Promise<RunToIndex[]> {
  const { rows } = await pool.query<{ run: string; job: number; position: string; over: boolean }>(
    `select r.serial as run, j.serial as job, coalesce(p.position, 0) as position,
       r.state in ${overStates} as over
     from runs r join jobs j on j.id = r.job_id left join index_progress p on p.run = r.serial
     where not coalesce(p.complete, false) and r.retired_at is null and j.archived_at is null
     order by over desc, r.serial limit $1`,
    [limit],
  );
  return rows.map(({ run, job, position, over }) => ({
    run: Number(run),
    job,
    position: Number(position),
    over,
    async reached(done) {
      await pool.query(
        `insert into index_progress as known (run, job, position, indexed, failed, last_error, complete)
         values ($1, $2, coalesce($3::bigint, 0), $4, $5, $6, $7)
         on conflict (run) do update set position = greatest(known.position, excluded.position),
           indexed = known.indexed + excluded.indexed, failed = known.failed + excluded.failed,
           last_error = coalesce(excluded.last_error, known.last_error), complete = excluded.complete
           where known.position = $8 -- or another conductor came as far`,
        [
          ...[run, job, done.position, done.indexed, done.failed, done.lastError, done.position === null],
          position,
        ],
      );
    },
  }));
}

type Row = {
  id: string;
  hash: string;
  run: string;
  captured_at: Date;
  url: string;
  host: string;
  content_type: string | null;
  charset: string | null;
  title: string | null;
  language: string | null;
  bytes: string;
  segment: string;
  offset: string;
  length: number;
};

/**
 * How far a run that goes on may be read: recorders commit in another order than that of ids, so up to `upTo` all is there only once
 * every transaction has ended that was open at this look.
 */
export type Mark = { upTo: number; openBelow: string };

/** A mark at the last capture that is visible now. Whoever inserts a capture has a transaction id before the capture has its own. */
export async function lookAhead(pool: Pool, { run }: RunToIndex): Promise<Mark> {
  const { rows } = await pool.query<{ upTo: string; openBelow: string }>(
    `select coalesce((select max(id) from captures where run = $1), 0) as "upTo",
       pg_snapshot_xmax(pg_current_snapshot())::text as "openBelow"`,
    [run],
  );
  return { upTo: Number(rows[0]!.upTo), openBelow: rows[0]!.openBelow };
}

/** Whether all that will ever be up to a mark is there. */
export async function isComplete(pool: Pool, { openBelow }: Mark): Promise<boolean> {
  const { rows } = await pool.query<{ complete: boolean }>(
    'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as complete',
    [openBelow],
  );
  return rows[0]!.complete;
}

/**
 * Captures of a run after its position (and up to `upTo`) that hold text and a body of their own, in the order of their ids.
 * `position`: up to where that is all; null: nothing is left.
 */
export async function unindexedCaptures(
  pool: Pool,
  { run, position }: RunToIndex,
  limit: number,
  upTo: number | null = null,
) {
  const { rows } = await pool.query<Row & { text: boolean }>(
    `select c.id, c.hash, c.run, c.captured_at, c.url, o.host, c.content_type, c.charset, c.title, c.language, c.bytes,
       c.segment, c."offset", c.length,
       c.refers_to is null and c.status between 200 and 299
         and c.content_type in ('text/html', 'application/xhtml+xml', 'text/plain') as text
     from captures c join pages p on p.job = c.job and p.hash = c.hash join origins o on o.id = p.origin
     where c.run = $1 and c.id > $2 and ($4::bigint is null or c.id <= $4)
     order by c.id limit $3`,
    [run, position, limit, upTo],
  );
  const captures = rows
    .filter(({ text }) => text)
    .map((row) => ({
      hash: row.hash,
      captureRun: Number(row.run),
      captureId: Number(row.id),
      capturedAt: row.captured_at.getTime(),
      url: row.url,
      host: row.host,
      contentType: row.content_type,
      charset: row.charset,
      title: row.title,
      language: row.language,
      bytes: Number(row.bytes),
      location: { segment: row.segment, offset: Number(row.offset), length: row.length },
    }));
  return { captures, position: rows.length === 0 ? null : Number(rows.at(-1)!.id) };
}

/** What search does not know yet of jobs, counted up to a bound. */
export async function indexBacklog(
  pool: Pool,
  jobs: readonly number[],
): Promise<{ waiting: number; indexed: number; failed: number }> {
  const { rows } = await pool.query<{ waiting: string; indexed: string; failed: string }>(
    `select (select count(*) from (
         select from runs r join jobs j on j.id = r.job_id left join index_progress p on p.run = r.serial
           join captures c on c.run = r.serial and c.id > coalesce(p.position, 0)
         where j.serial = any ($1) and not coalesce(p.complete, false) limit 10000) as open) as waiting,
       coalesce(sum(indexed), 0) as indexed, coalesce(sum(failed), 0) as failed
     from index_progress where job = any ($1)`,
    [jobs],
  );
  const { waiting, indexed, failed } = rows[0]!;
  return { waiting: Number(waiting), indexed: Number(indexed), failed: Number(failed) };
}
