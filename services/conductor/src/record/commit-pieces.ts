import {
  type DeadRow,
  faultOf,
  isCollision,
  type OpenDatabase,
  type RecordBatch,
  recordBatch,
} from '@trunkline/database';
import { isForgotten } from '../repair/watch-epochs.ts';
import { type Piece, partsOf } from './pieces.ts';

/** A piece that Postgres refused on its own, and what it said. */
export type Refused = { piece: Piece; error: Error };

const LONGEST_PAYLOAD = 65_536;
/** Times that a batch is tried as a whole when another recorder was in its way. */
const TRIES = 3;
/** When so many of a run were refused and none was taken, it is not for what each of them is. */
const MOST_IN_VAIN = 20;

/**
 * Commits pieces, all at once or, where that is refused, run by run and in halves until those that are refused are alone: one of them
 * never holds the others up, whatever the error. Answers those. Rejects when Postgres is away or takes nothing at all.
 */
export async function commitPieces(pool: OpenDatabase['pool'], pieces: readonly Piece[]): Promise<Refused[]> {
  if (pieces.length === 0 || !(await attempt(pool, pieces))) return [];
  const refused: Refused[] = [];
  let committed = 0;

  async function commitRun(own: readonly Piece[]): Promise<void> {
    const vain: Refused[] = [];
    let taken = 0;

    async function commit(some: readonly Piece[]): Promise<void> {
      const lost = vain.at(-1)?.error;
      const hopeless = taken === 0 && vain.length >= MOST_IN_VAIN && lost && faultOf(lost) === 'busy';
      const error = hopeless ? lost : await attempt(pool, some);
      if (!error) {
        taken += some.length;
        return;
      }
      const parts = some.length === 1 && !hopeless ? partsOf(some[0]!) : some;
      if (parts.length === 1 || hopeless) {
        for (const piece of parts) vain.push({ piece, error });
        return;
      }
      const middle = parts.length >> 1;
      await commit(parts.slice(0, middle));
      await commit(parts.slice(middle));
    }

    await commit(own);
    committed += taken;
    refused.push(...vain);
  }

  for (const own of Map.groupBy(pieces, ({ run }) => run).values()) await commitRun(own);
  const [first] = refused;
  if (first && committed === 0 && refused.length >= MOST_IN_VAIN && faultOf(first.error) === 'busy')
    throw first.error;
  return refused;
}

/** What refused the batch, once it is clear that this was not another recorder. */
async function attempt(pool: OpenDatabase['pool'], pieces: readonly Piece[]): Promise<Error | null> {
  for (let tries = 1; ; tries++) {
    try {
      await recordBatch(pool, merge(pieces), isForgotten);
      return null;
    } catch (error) {
      if (faultOf(error) === 'away') throw error;
      if (tries === TRIES || !isCollision(error)) return error as Error;
    }
  }
}

function merge(pieces: readonly Piece[]): RecordBatch {
  const batch = {
    ...{
      discovered: [],
      visits: [],
      drops: [],
      dead: [],
      hints: [],
      robots: [],
      led: [],
      traps: [],
      leftOut: [],
      requests: [],
    },
  } as Required<RecordBatch>;
  for (const piece of pieces) {
    const { discovered, visits, drops, hints, robots, led, traps, leftOut, requests } = piece.rows;
    if (leftOut) batch.leftOut.push(...leftOut);
    if (led) batch.led.push(...led);
    if (traps) batch.traps.push(...traps);
    if (discovered) for (const row of discovered) batch.discovered.push(row);
    if (visits) for (const row of visits) batch.visits.push(row);
    if (drops) for (const row of drops) batch.drops.push(row);
    if (hints) for (const row of hints) batch.hints.push(row);
    if (robots) for (const row of robots) batch.robots.push(row);
    if (requests) for (const row of requests) batch.requests.push(row);
    if (piece.error === undefined) continue;
    batch.dead.push(deadRow(piece, piece.error));
    // The run must not wait for ever for what cannot be recorded.
    if (piece.keys && piece.ends > 0)
      batch.drops.push({ run: piece.keys.run, entry: piece.at, count: piece.ends, reason: 'unreadable' });
  }
  return batch;
}

const deadRow = (piece: Piece, error: string): DeadRow => ({
  run: piece.run.slice(0, 100).replaceAll('\0', '\ufffd'),
  entry: piece.at,
  payload: piece.payload().slice(0, LONGEST_PAYLOAD).replaceAll('\0', '\ufffd'),
  error: error.slice(0, 2000).replaceAll('\0', '\ufffd'),
});
