import type { Pool, PoolClient } from 'pg';
import type { DiscoveredRow, RecordBatch, VisitRow } from './batch.ts';
import { insertRows } from './insert-rows.ts';
import {
  discoveredPages,
  hasCapture,
  newCaptures,
  newDead,
  newDrops,
  newVisits,
  visitedPages,
} from './merges.ts';

/** What a batch added that was not there before. */
export type Recorded = { pages: number; visits: number; captures: number; ended: number };

/**
 * Commits a batch in one transaction. Every merge is repeatable and order-insensitive: a batch may come twice, partly or in
 * another order, from any number of recorders at once. Partitions of its runs and jobs must exist.
 */
export async function recordBatch(pool: Pool, batch: RecordBatch): Promise<Recorded> {
  const client = await pool.connect();
  let failed: Error | undefined;
  try {
    await client.query('begin');
    const recorded = await writeAll(client, batch);
    await client.query('commit');
    return recorded;
  } catch (error) {
    failed = error as Error;
    await client.query('rollback').catch(() => {
      // The connection is broken, and is thrown away below.
    });
    throw error;
  } finally {
    client.release(failed);
  }
}

async function writeAll(client: PoolClient, batch: RecordBatch): Promise<Recorded> {
  const pages = await insertRows(client, discoveredPages, firstOfEach(batch.discovered));
  await insertRows(client, visitedPages, lastOfEach(batch.visits));
  const visits = inOrder(batch.visits);
  const added = await insertRows(client, newVisits, visits);
  const captures = await insertRows(client, newCaptures, visits.filter(hasCapture));
  const drops = await insertRows(client, newDrops, batch.drops);
  await insertRows(client, newDead, batch.dead);

  const ended = new Map<number, number>();
  const add = (run: string, n: number) => ended.set(Number(run), (ended.get(Number(run)) ?? 0) + n);
  for (const { run, final } of added) if (final) add(run, 1);
  for (const { run, count } of drops) add(run, Number(count));
  // By serial, so that two recorders never wait for each other in a circle; rows above are ordered for the same reason.
  for (const [run, n] of [...ended].sort(([a], [b]) => a - b))
    await client.query('update runs set recorded = recorded + $2 where serial = $1', [run, n]);
  return {
    pages: pages.length,
    visits: added.length,
    captures: captures.length,
    ended: [...ended.values()].reduce((sum, n) => sum + n, 0),
  };
}

const byPage = (a: { job: number; hash: string }, b: { job: number; hash: string }) =>
  a.job - b.job || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);

/** One statement cannot touch a row twice; the first discovery of a URL is the one that counts. */
function firstOfEach(rows: DiscoveredRow[]): DiscoveredRow[] {
  const first = new Map<string, DiscoveredRow>();
  for (const row of rows) {
    const key = `${row.job} ${row.hash}`;
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()].sort(byPage);
}

function lastOfEach(rows: VisitRow[]): VisitRow[] {
  const last = new Map<string, VisitRow>();
  for (const row of rows) {
    const key = `${row.job} ${row.hash}`;
    const known = last.get(key);
    if (!known || known.startedAt <= row.startedAt) last.set(key, row);
  }
  return [...last.values()].sort(byPage);
}

function inOrder(rows: VisitRow[]): VisitRow[] {
  return rows.toSorted((a, b) => a.run - b.run || byPage(a, b) || a.attempt - b.attempt);
}
