import type { Pool, PoolClient } from 'pg';
import { jobPartition } from '../partitions.ts';
import type { DiscoveredRow, RecordBatch } from '../record/batch.ts';
import { arraysOf, type Column, given } from '../record/insert-rows.ts';
import { originIds, splitOrigin } from './origins.ts';

type PageRow = Omit<DiscoveredRow, 'url'> & { originId: number; path: string };

const columns: readonly Column<PageRow>[] = [
  ['job', 'int', (row) => row.job],
  ['hash', 'bigint', (row) => row.hash],
  ['discovered_from', 'bigint', (row) => row.discoveredFrom],
  ['origin', 'int', (row) => row.originId],
  ['first_seen', 'int', (row) => Math.floor(row.firstSeenAt / 1000)],
  ['depth', 'smallint', (row) => row.depth],
  ['path', 'text', (row) => row.path],
  ['sitemap', 'smallint', (row) => row.sitemap || null],
];
const names = columns.map(([name]) => name).join(', ');

/** The pages a batch names, by job, in the order of keys: recorders that take rows in one order never wait in a circle. */
export async function pagesOf(pool: Pool, batch: Pick<RecordBatch, 'discovered' | 'visits'>) {
  const byJob = new Map<number, Map<string, DiscoveredRow>>();
  const add = (row: DiscoveredRow) => {
    const pages = byJob.get(row.job) ?? new Map<string, DiscoveredRow>();
    byJob.set(row.job, pages);
    if (!pages.has(row.hash)) pages.set(row.hash, row);
  };
  for (const row of batch.discovered) add(row);
  // An outcome creates the page if its discovery has not come yet.
  for (const { job, hash, url, depth, startedAt, sitemap = 0 } of batch.visits)
    add({ job, hash, url, depth, discoveredFrom: null, firstSeenAt: startedAt, sitemap });
  const origins = new Set<string>();
  for (const pages of byJob.values())
    for (const { url } of pages.values()) origins.add(splitOrigin(url).origin);
  const ids = await originIds(pool, origins);
  return [...byJob]
    .sort(([a], [b]) => a - b)
    .map(([job, pages]) => ({
      job,
      rows: [...pages.values()]
        .map(({ url, ...row }): PageRow => {
          const { origin, path } = splitOrigin(url);
          return { ...row, originId: ids.get(origin)!, path };
        })
        .sort((a, b) => (a.hash < b.hash ? -1 : 1)),
    }));
}

/**
 * Adds pages that are not known yet: the one place where the ledger grows, for `ledger.append` and, within the transaction that
 * records what a page led to, for the recorder. A discovery fills only what an outcome that came first left empty.
 */
export async function mergePages(
  client: PoolClient,
  pages: Awaited<ReturnType<typeof pagesOf>>,
): Promise<void> {
  for (const { job, rows } of pages) {
    const table = jobPartition('pages', job);
    await client.query(
      `insert into ${table} as known (${names}) ${given(columns)} on conflict (hash) do update
        set discovered_from = excluded.discovered_from, depth = excluded.depth,
          first_seen = least(known.first_seen, excluded.first_seen)
        where known.discovered_from is null and excluded.discovered_from is not null`,
      arraysOf(columns, rows),
    );
  }
}
