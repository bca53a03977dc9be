import type { Pool, PoolClient } from 'pg';
import type { RecordBatch, VisitRow } from './batch.ts';
import { insertRows } from './insert-rows.ts';
import {
  hasCapture,
  mergedPages,
  newCaptures,
  newDead,
  newDrops,
  newVisits,
  type PageRow,
} from './merges.ts';

/** What a batch added that was not there before. */
export type Recorded = { visits: number; captures: number; ended: number };

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
  await insertRows(client, mergedPages, onePerPage(batch));
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
    visits: added.length,
    captures: captures.length,
    ended: [...ended.values()].reduce((sum, n) => sum + n, 0),
  };
}

const byPage = (a: { job: number; hash: string }, b: { job: number; hash: string }) =>
  a.job - b.job || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);

/** One statement cannot touch a row twice: the first discovery and the latest visit of each page, in the order of keys. */
function onePerPage({ discovered, visits }: RecordBatch): PageRow[] {
  const pages = new Map<string, PageRow>();
  for (const row of discovered) {
    const key = `${row.job} ${row.hash}`;
    if (!pages.has(key)) pages.set(key, { ...row, visit: null });
  }
  for (const visit of visits) {
    const { job, hash, url, depth, startedAt } = visit;
    const key = `${job} ${hash}`;
    const known = pages.get(key);
    if (!known)
      pages.set(key, { job, hash, url, depth, discoveredFrom: null, firstSeenAt: startedAt, visit });
    else if (!known.visit || known.visit.startedAt <= startedAt) known.visit = visit;
  }
  return [...pages.values()].sort(byPage);
}

function inOrder(rows: VisitRow[]): VisitRow[] {
  return rows.toSorted((a, b) => a.run - b.run || byPage(a, b) || a.attempt - b.attempt);
}
