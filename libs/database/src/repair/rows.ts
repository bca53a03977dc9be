import type { Pool } from 'pg';
import type { RunKeys } from '../record/batch.ts';

/** Where a walk through a run's rows begins: before every hash. */
const FIRST = '-9223372036854775808';

/** One step of a walk: rows after `after`, in the order of their keys; `since` leaves out what happened before, null: nothing. */
export type Step = { after: string | null; since: Date | null; limit: number };

/** A page whose end in the run is committed. `outcomes` of its visits in order, the last for good. */
export type EndedPage = { hash: string; url: string; outcomes: string[]; dead: boolean; bytes: number };

/** Pages that ended in a run, by hash; `after` is the last one's hash. */
export async function endedPages(pool: Pool, keys: RunKeys, step: Step): Promise<EndedPage[]> {
  const { rows } = await pool.query<EndedPage>(
    `with ended as (
       select hash from visits
       where run = $1 and final and hash > $3 and ($4::timestamptz is null or started_at >= $4)
       order by hash limit $5)
     select e.hash, o.origin || p.path as url, -- A sitemap that was fetched counts as no page.
       coalesce(array_agg(v.outcome order by v.attempt) filter (where p.sitemap is null or v.outcome <> 'fetched'), '{}') as outcomes,
       bool_or(v.final and v.dead_reason is not null) as dead,
       coalesce((select sum(c.wire_bytes) from captures c where c.run = $1 and c.hash = e.hash), 0)::float8 as bytes
     from ended e
     join visits v on v.run = $1 and v.hash = e.hash
     join pages p on p.job = $2 and p.hash = e.hash
     join origins o on o.id = p.origin
     group by e.hash, o.origin, p.path order by e.hash`,
    [keys.run, keys.job, step.after ?? FIRST, step.since, step.limit],
  );
  return rows;
}

/** A page of the run that has not ended; `tries`: visits it has had. */
export type OpenPage = { hash: string; url: string; depth: number; sitemap: number; tries: number };

/**
 * Of the next `limit` pages by hash those first seen since, or visited by the run, that have not ended in it. `last` is the hash to go
 * on after; null: there are no more.
 */
export async function openPages(
  pool: Pool,
  keys: RunKeys,
  { after, since, limit }: Step & { since: Date },
): Promise<{ pages: OpenPage[]; last: string | null }> {
  const { rows } = await pool.query<OpenPage & { open: boolean }>(
    `with step as (select * from pages where job = $2 and hash > $3 order by hash limit $5)
     select p.hash, o.origin || p.path as url, p.depth, coalesce(p.sitemap, 0) as sitemap, coalesce(v.tries, 0)::int as tries,
       (p.first_seen >= $4 or v.tries is not null) and not coalesce(v.ended, false) as open
     from step p join origins o on o.id = p.origin
     left join (
       select hash, max(attempt) as tries, bool_or(final) as ended from visits
       where run = $1 and hash > $3 and hash <= (select max(hash) from step) group by hash) v on v.hash = p.hash
     order by p.hash`,
    [keys.run, keys.job, after ?? FIRST, Math.floor(since.getTime() / 1000), limit],
  );
  const last = rows.length < limit ? null : rows.at(-1)!.hash;
  return { pages: rows.filter(({ open }) => open), last };
}

/** An ended URL that was asked for again, as it was then. */
export type RetriedPage = {
  hash: string;
  url: string;
  depth: number;
  hops: number;
  sitemap: number;
  attempts: number;
};

/** URLs of a run that were asked for again since, after they had ended, and have not ended once more; by hash. */
export async function retriedPages(
  pool: Pool,
  keys: RunKeys,
  step: Step & { since: Date },
): Promise<RetriedPage[]> {
  const { rows } = await pool.query<RetriedPage>(
    `select distinct on (v.hash) v.hash, o.origin || p.path as url, v.depth::int, v.hops::int,
       coalesce(p.sitemap, 0)::int as sitemap, v.attempt::int as attempts
     from visits v join pages p on p.job = $2 and p.hash = v.hash join origins o on o.id = p.origin
     where v.run = $1 and v.hash > $3 and v.retried_at >= $4
       and not exists (select from visits ended where ended.run = $1 and ended.hash = v.hash and ended.final)
     order by v.hash, v.attempt desc limit $5`,
    [keys.run, keys.job, step.after ?? FIRST, step.since, step.limit],
  );
  return rows;
}

/** A visit that was answered with a redirect. */
export type Redirect = { hash: string; url: string; target: string; depth: number; hops: number };

/** Redirects of a run, by hash. */
export async function redirects(pool: Pool, keys: RunKeys, step: Step): Promise<Redirect[]> {
  const { rows } = await pool.query<Redirect>(
    `select v.hash, o.origin || p.path as url, v.detail as target, v.depth::int, v.hops::int
     from visits v join pages p on p.job = $2 and p.hash = v.hash join origins o on o.id = p.origin
     where v.run = $1 and v.hash > $3 and v.final and v.outcome = 'redirected' and v.detail is not null
       and ($4::timestamptz is null or v.started_at >= $4)
     order by v.hash limit $5`,
    [keys.run, keys.job, step.after ?? FIRST, step.since, step.limit],
  );
  return rows;
}

/** A capture with what is needed to read it again: where its body lies, which may be an earlier capture's record. */
export type StoredPage = {
  id: number;
  hash: string;
  url: string;
  status: number;
  depth: number;
  digest: string;
  bytes: number;
  segment: string;
  offset: number;
  length: number;
};

/** Captures of a run in the order of recording; `after` is the last one's id. */
export async function storedPages(pool: Pool, run: number, step: Step): Promise<StoredPage[]> {
  const { rows } = await pool.query<StoredPage>(
    `select c.id::float8 as id, c.hash, c.url, c.status::int, v.depth::int, c.digest, c.bytes::float8 as bytes,
       coalesce(o.segment, c.segment) as segment, coalesce(o."offset", c."offset")::float8 as "offset",
       coalesce(o.length, c.length) as length
     from captures c join visits v on v.run = c.run and v.hash = c.hash and v.attempt = c.attempt
     left join captures o on o.run = c.refers_to_run and o.id = c.refers_to
     where c.run = $1 and c.id > $2 and ($3::timestamptz is null or c.captured_at >= $3)
     order by c.id limit $4`,
    [run, step.after ?? 0, step.since, step.limit],
  );
  return rows;
}

/** What the visits of a run add up to, by the names of the frontier's counters. */
export async function countedVisits(pool: Pool, run: number): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ outcome: string; visits: number; ended: number; dead: number }>(
    `select outcome, count(*)::float8 as visits, (count(*) filter (where final or retried_at is not null))::float8 as ended,
       (count(*) filter (where final and dead_reason is not null))::float8 as dead
     from visits where run = $1 group by outcome`,
    [run],
  );
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
  const ended = sum((row) => row.ended);
  return {
    ...Object.fromEntries(rows.map((row) => [row.outcome, row.visits])),
    accepted: ended,
    finished: ended,
    dead: sum((row) => row.dead),
  };
}

/** Offsets of a run's own captures in a segment. */
export async function offsetsIn(pool: Pool, run: number, segment: string): Promise<Set<number>> {
  const { rows } = await pool.query<{ offset: number }>(
    'select "offset"::float8 as "offset" from captures where run = $1 and segment = $2',
    [run, segment],
  );
  return new Set(rows.map(({ offset }) => offset));
}

/** Ends of URLs of a run that are committed, as its rows say: what `runs.recorded` must be. A URL that was asked for again has several. */
export async function endedRows(pool: Pool, run: number): Promise<number> {
  const { rows } = await pool.query<{ ended: number }>(
    `select ((select count(*) from visits where run = $1 and (final or retried_at is not null))
      + (select coalesce(sum(count), 0) from drops where run = $1))::float8 as ended`,
    [run],
  );
  return rows[0]!.ended;
}

/** Which of these pages the ledger of a job has, by hash. */
export async function pagesIn(pool: Pool, job: number, hashes: readonly string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ hash: string }>(
    'select hash from pages where job = $1 and hash = any($2)',
    [job, hashes],
  );
  return new Set(rows.map(({ hash }) => hash));
}
