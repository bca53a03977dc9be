import type { Pool, PoolClient } from 'pg';
import { mergePages, pagesOf } from '../ledger/append.ts';
import type { DropRow, RecordBatch, VisitRow } from './batch.ts';
import { hintModified } from './hint-modified.ts';
import { insertRows } from './insert-rows.ts';
import { mergeStates, onePerPage } from './merge-states.ts';
import { type AddedVisit, hasCapture, newCaptures, newDead, newDrops, newVisits } from './merges.ts';
import { recordLeftOut } from './record-left-out.ts';
import { keepRequestPartitions, recordRequests } from './record-requests.ts';
import { recordRobots } from './record-robots.ts';
import { recordTraps } from './record-traps.ts';
import { widenScopes } from './widen-scopes.ts';

/** What a batch added that was not there before. */
export type Recorded = { visits: number; captures: number; ended: number };

/**
 * Commits a batch in one transaction. Every merge is repeatable and order-insensitive: a batch may come twice, partly or in
 * another order, from any number of recorders at once. Partitions of its runs and jobs must exist.
 */
export async function recordBatch(
  pool: Pool,
  batch: RecordBatch,
  isForgotten?: IsForgotten,
): Promise<Recorded> {
  const pages = await pagesOf(pool, batch);
  await keepRequestPartitions(pool, batch.requests ?? []);
  const client = await pool.connect();
  let failed: Error | undefined;
  try {
    await client.query('begin');
    await mergePages(client, pages);
    const drops = await rememberedDrops(client, batch.drops, isForgotten);
    const recorded = await writeAll(client, { ...batch, drops });
    await client.query('commit');
    // Apart: it takes rows in an order of its own. A batch that breaks off before is recorded again.
    if (batch.hints) await hintModified(client, batch.hints);
    if (batch.led) await widenScopes(client, batch.led);
    if (batch.traps) await recordTraps(client, batch.traps);
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

/** Whether Redis has forgotten that it dropped this, by the epochs that were noticed (`EPOCHS`): then it counts once more. */
export type IsForgotten = (epochs: unknown, drop: Pick<DropRow, 'entry'>) => boolean;

/** Name of the setting that says which epochs of the frontier were noticed. */
export const EPOCHS = 'frontier-epochs';

/** Whoever notices an epoch takes back the drops it forgot: those that come after that must not be counted at all. */
async function rememberedDrops(
  client: PoolClient,
  drops: DropRow[],
  isForgotten?: IsForgotten,
): Promise<DropRow[]> {
  if (drops.length === 0 || !isForgotten) return drops;
  const { rows } = await client.query('select value from settings where name = $1 for share', [EPOCHS]);
  return drops.filter((drop) => !isForgotten(rows[0]?.value, drop));
}

async function writeAll(client: PoolClient, batch: RecordBatch): Promise<Recorded> {
  const visits = perAttempt(batch.visits);
  const added: AddedVisit[] = [];
  for (const rows of oneEndEach(visits)) added.push(...(await insertRows(client, newVisits, rows)));
  const fresh = new Set(added.map(keyOf));
  const recorded = visits.filter((visit) => fresh.has(keyOf(visit)));
  const captures = await insertRows(client, newCaptures, recorded.filter(hasCapture));
  await writeStates(client, recorded, captures);
  const drops = await insertRows(client, newDrops, batch.drops);
  await insertRows(client, newDead, batch.dead);
  await recordRobots(client, batch.robots ?? []);
  const left = recorded.flatMap(({ leftOut = [] }) => leftOut);
  await recordLeftOut(client, [...left, ...(batch.leftOut ?? [])]);
  await recordRequests(client, batch.requests ?? []);

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

type Key = { run: string | number; hash: string; attempt: number };
const keyOf = ({ run, hash, attempt }: Key) => `${run} ${hash} ${attempt}`;

/** Only visits that were not recorded before say something new of their pages. */
async function writeStates(client: PoolClient, visits: VisitRow[], captures: (Key & { id: string })[]) {
  const ids = new Map(captures.map((row) => [keyOf(row), Number(row.id)]));
  const rows = visits.map((visit) => ({ ...visit, captureId: ids.get(keyOf(visit)) ?? null }));
  for (const [job, states] of onePerPage(rows)) await mergeStates(client, job, states);
}

/** One statement cannot touch a row twice: of an attempt its end. In the order of keys. */
function perAttempt(rows: VisitRow[]): VisitRow[] {
  const attempts = new Map<string, VisitRow>();
  for (const row of rows) if (row.final || !attempts.has(keyOf(row))) attempts.set(keyOf(row), row);
  return [...attempts.values()].sort(
    (a, b) => a.run - b.run || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0) || a.attempt - b.attempt,
  );
}

/** Nor does it see what it adds: of several ends of a page each comes after the one before, which may be one that was asked for again. */
function oneEndEach(sorted: readonly VisitRow[]): VisitRow[][] {
  const rounds: VisitRow[][] = [];
  let before: VisitRow | null = null;
  let ends = 0;
  for (const row of sorted) {
    const isSame = before?.run === row.run && before.hash === row.hash;
    if (!isSame) ends = 0;
    const round = rounds[ends] ?? [];
    rounds[ends] = round;
    round.push(row);
    if (row.final) ends++;
    before = row;
  }
  return rounds;
}
