import type { PoolClient } from 'pg';
import { jobPartition } from '../partitions.ts';
import type { VisitRow } from './batch.ts';
import { arraysOf, type Column, given } from './insert-rows.ts';

/** The visit of a batch that says most of its page, with the id its capture got. */
export type StateRow = VisitRow & { captureId: number | null };

type Capture = NonNullable<VisitRow['capture']>;

/** Only the end of a page in a run says something of its content: an attempt that is repeated does not. */
const last = <T>(row: StateRow, pick: (capture: Capture) => T): T | null =>
  row.final && row.capture ? pick(row.capture) : null;
/** Null as well for a capture that refers to another: that other stays the page's. */
const own = <T>(row: StateRow, pick: (capture: Capture) => T): T | null =>
  last(row, (capture) => (capture.refersTo === null ? pick(capture) : null));

const columns: readonly Column<StateRow>[] = [
  ['hash', 'bigint', (row) => row.hash],
  ['last_run', 'bigint', (row) => row.run],
  ['last_visit_at', 'float8', (row) => row.startedAt],
  ['capture_run', 'bigint', (row) => own(row, () => row.run)],
  ['capture_id', 'bigint', (row) => own(row, () => row.captureId)],
  ['captured_at', 'float8', (row) => own(row, ({ capturedAt }) => capturedAt)],
  ['settled_run', 'bigint', (row) => (row.final ? row.run : 0)],
  ['job', 'int', (row) => row.job],
  ['last_status', 'smallint', (row) => row.status],
  ['last_outcome', 'text', (row) => row.outcome],
  ['digest', 'text', (row) => last(row, ({ digest }) => digest)],
  ['capture_status', 'smallint', (row) => own(row, ({ status }) => status)],
  ['title', 'text', (row) => own(row, ({ title }) => title)],
  ['etag', 'text', (row) => last(row, ({ etag }) => etag)],
  ['last_modified', 'text', (row) => last(row, ({ lastModified }) => lastModified)],
  // Not columns of the table: the rule its interval is learned by.
  ['run_at', 'float8', (row) => row.recrawl?.startedAt ?? row.startedAt],
  ['shortest_s', 'int', (row) => row.recrawl?.shortestS ?? 0],
  ['longest_s', 'int', (row) => row.recrawl?.longestS ?? 0],
];

/** Of the capture: taken as a whole from the visit that has one, kept from before otherwise. */
const ofCapture = ['capture_run', 'capture_id', 'captured_at', 'digest', 'capture_status', 'title'];
const kept = [
  ...ofCapture.map(
    (name) => `${name} = case when excluded.capture_id is null then known.${name} else excluded.${name} end`,
  ),
  // An answer that the bytes are the same may name new validators for them.
  ...['etag', 'last_modified'].map(
    (name) =>
      `${name} = case when excluded.capture_id is null then coalesce(excluded.${name}, known.${name}) else excluded.${name} end`,
  ),
];

/**
 * What visits make of pages: last visit, last capture, when due again, and the change when there was one. Repeatable and
 * order-insensitive: an older visit changes nothing, and only the end of a page in a run (there is one) teaches its interval.
 */
export async function mergeStates(client: PoolClient, job: number, rows: readonly StateRow[]): Promise<void> {
  const states = jobPartition('page_states', job);
  await client.query(
    `with given as materialized (${given(columns)}),
    before as materialized (select s.* from ${states} s join given using (hash)),
    judged as materialized (
      select g.*, b.interval_s as learned, b.changed_at as changed_before, b.settled_run as settled_before, b.hash is null as fresh,
        g.capture_id is not null and b.digest is not null and b.settled_run < g.settled_run
          and (g.digest, g.capture_status, g.title) is distinct from (b.digest, b.capture_status, b.title) as differs,
        g.last_outcome = 'notModified' or g.digest = b.digest as same
      from given g left join before b using (hash)),
    -- Into all partitions, not that of the job: in its first run there is none, and nothing to write.
    changes as (
      insert into page_changes (job, hash, run, previous_run, changed_at, previous_at, status, previous_status, digest,
        previous_digest, title, previous_title)
      select j.job, j.hash, j.settled_run, b.capture_run, j.captured_at, b.captured_at, j.capture_status, b.capture_status,
        j.digest, b.digest, j.title, b.title
      from judged j join before b using (hash) where j.differs order by j.hash
      on conflict do nothing),
    timed as (
      select j.*,
        case when settled_run = 0 or settled_run <= settled_before then coalesce(learned, 0)
          else least(greatest(longest_s, shortest_s), greatest(shortest_s, case
            when fresh then 0 when differs then learned / 2 when same then learned * 2 else learned end))
        end as interval_s
      from judged j)
    insert into ${states} as known (hash, last_run, last_visit_at, capture_run, capture_id, captured_at, settled_run, job,
      last_status, last_outcome, digest, capture_status, title, etag, last_modified, interval_s, changed_at, due_at)
    select hash, last_run, last_visit_at, capture_run, capture_id, captured_at, settled_run, job,
      last_status, last_outcome, digest, capture_status, title, etag, last_modified, interval_s,
      case when differs then captured_at else changed_before end,
      -- A twentieth early: the runs of a schedule never begin at exactly the same distance.
      case when settled_run > 0 then run_at + make_interval(secs => interval_s * 0.95) end
    from timed order by hash
    on conflict (hash) do update set last_run = excluded.last_run, last_visit_at = excluded.last_visit_at,
      last_status = excluded.last_status, last_outcome = excluded.last_outcome, interval_s = excluded.interval_s,
      changed_at = coalesce(excluded.changed_at, known.changed_at), due_at = coalesce(excluded.due_at, known.due_at),
      settled_run = greatest(excluded.settled_run, known.settled_run), ${kept.join(', ')}
    where known.last_visit_at < excluded.last_visit_at`,
    arraysOf(columns, rows),
  );
}

/** One row per page: the end of the page in this run, else the latest attempt. In the order of keys. */
export function onePerPage(rows: Iterable<StateRow>): Map<number, StateRow[]> {
  const byJob = new Map<number, Map<string, StateRow>>();
  for (const row of rows) {
    const pages = byJob.get(row.job) ?? new Map<string, StateRow>();
    byJob.set(row.job, pages);
    const known = pages.get(row.hash);
    if (!known || said(row) > said(known) || (said(row) === said(known) && row.startedAt > known.startedAt))
      pages.set(row.hash, row);
  }
  return new Map([...byJob].sort(([a], [b]) => a - b).map(([job, pages]) => [job, [...pages.values()]]));
}

const said = ({ run, final }: StateRow) => run * 2 + (final ? 1 : 0);
