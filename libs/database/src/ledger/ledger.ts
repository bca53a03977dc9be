import type { Pool } from 'pg';
import type { DiscoveredRow } from '../record/batch.ts';
import { mergePages, pagesOf } from './append.ts';

/** A page of the ledger on its way into a run, with what its last capture said. */
export type LedgerPage = {
  hash: string;
  url: string;
  depth: number;
  /** A sitemap, and how deep in sitemap indexes; null: a page. */
  sitemap: number | null;
  etag: string | null;
  lastModified: string | null;
  digest: string | null;
  capture: { run: number; id: number; at: number } | null;
};

/** A place in a list ordered by time and hash; times are ISO texts, exact to what Postgres keeps. */
export type TimePlace = { at: string; hash: string };

type Row = Omit<LedgerPage, 'capture'> & {
  captureRun: string | null;
  captureId: string | null;
  capturedAt: Date | null;
};

const parts = `p.hash, o.origin || p.path as url, p.depth, p.sitemap, s.etag, s.last_modified as "lastModified", s.digest,
  s.capture_run as "captureRun", s.capture_id as "captureId", s.captured_at as "capturedAt"`;

function pageOf({ captureRun, captureId, capturedAt, ...row }: Row): LedgerPage {
  const { hash, url, depth, sitemap, etag, lastModified, digest } = row;
  const capture =
    captureRun === null || captureId === null || capturedAt === null
      ? null
      : { run: Number(captureRun), id: Number(captureId), at: capturedAt.getTime() };
  return { hash, url, depth, sitemap, etag, lastModified, digest, capture };
}

/** Every known URL of jobs: what is discovered is appended, what a run should visit is read in steps. */
export function createLedger(pool: Pool) {
  return {
    /** Adds discovered pages; those that are known already stay as they are. The partition of each job must exist. */
    async append(rows: DiscoveredRow[]): Promise<void> {
      const pages = await pagesOf(pool, { discovered: rows, visits: [] });
      const client = await pool.connect();
      let failed: Error | undefined;
      try {
        await mergePages(client, pages);
      } catch (error) {
        failed = error as Error;
        throw error;
      } finally {
        client.release(failed);
      }
    },

    /** Pages of a host that a run has not ended with, in the order of their discovery. `after`: first seen (s) and hash. */
    async next(
      keys: { run: number; job: number },
      host: string,
      after: { firstSeen: number; hash: string } | null,
      limit: number,
    ): Promise<(LedgerPage & { firstSeen: number })[]> {
      const { rows } = await pool.query<Row & { firstSeen: number }>(
        `select ${parts}, p.first_seen as "firstSeen"
         from pages p join origins o on o.id = p.origin left join page_states s on s.job = $1 and s.hash = p.hash
         where p.job = $1 and p.origin = any (array(select id from origins where host = $2))
           and p.first_seen >= $4 and (p.first_seen, p.hash) > ($4, $5) and coalesce(s.settled_run, 0) < $3
         order by p.first_seen, p.hash limit $6`,
        [keys.job, host, keys.run, after?.firstSeen ?? 0, after?.hash ?? FIRST, limit],
      );
      return rows.map((row) => ({ ...pageOf(row), firstSeen: row.firstSeen }));
    },

    /** Pages that are due at `before` (not) and in the order in which they fall due. */
    async due(
      job: number,
      before: Date,
      which: 'due' | 'notDue',
      after: TimePlace | null,
      limit: number,
    ): Promise<(LedgerPage & { dueAt: string })[]> {
      const { rows } = await pool.query<Row & { dueAt: string }>(
        `select ${parts}, s.due_at::text as "dueAt"
         from page_states s join pages p on p.job = $1 and p.hash = s.hash join origins o on o.id = p.origin
         where s.job = $1 and s.due_at ${which === 'due' ? '<=' : '>'} $2
           and s.due_at >= $3 and (s.due_at, s.hash) > ($3, $4)
         order by s.due_at, s.hash limit $5`,
        [job, before, after?.at ?? '-infinity', after?.hash ?? FIRST, limit],
      );
      return rows.map((row) => ({ ...pageOf(row), dueAt: row.dueAt }));
    },

    /**
     * Of the next `limit` pages by hash those no run has ended with. `last` is the hash to go on after; null: there are no
     * more.
     */
    async unvisited(job: number, after: string | null, limit: number) {
      const { rows } = await pool.query<Row & { open: boolean }>(
        `with step as (select * from pages where job = $1 and hash > $2 order by hash limit $3)
         select ${parts}, s.due_at is null as open
         from step p join origins o on o.id = p.origin left join page_states s on s.job = $1 and s.hash = p.hash
         order by p.hash`,
        [job, after ?? FIRST, limit],
      );
      const last = rows.length < limit ? null : rows.at(-1)!.hash;
      return { pages: rows.filter(({ open }) => open).map(pageOf), last };
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;

/** Before every hash. */
const FIRST = '-9223372036854775808';
