import {
  type DeadRow,
  type HintRow,
  type OpenDatabase,
  type RecordBatch,
  type RobotsRow,
  recordBatch,
} from '@trunkline/database';
import type { Frontier, OutcomeEntry } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { isForgotten } from '../repair/watch-epochs.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { createRunKeys } from './run-keys.ts';
import { createTellEvents } from './tell-events.ts';

/** Entries per read. An entry holds the outcomes of one settle call or the URLs of one enqueue call. */
const ENTRIES = 200;
const LONGEST_PAYLOAD = 65_536;

export type RecorderParts = {
  frontier: Pick<Frontier, 'readOutcomes' | 'ackOutcomes'>;
  database: OpenDatabase;
  /** Hears what live views show of it; without one nobody is told. */
  bus?: Pick<Bus, 'record'>;
  log: Logger;
  consumer: string;
};

/**
 * One pass of the recorder: reads what this consumer was given, commits it, and only then acknowledges. What comes a second
 * time changes nothing. True when more may be waiting.
 */
export function createRecorder({ frontier, database, bus, log, consumer }: RecorderParts) {
  const tell = bus && createTellEvents(bus);
  const runKeys = createRunKeys(database.db);
  /** Committed or not, these were read and are not acknowledged: a failed pass begins with them. */
  let inHand: OutcomeEntry[] = [];

  async function commit(pieces: Piece[]): Promise<void> {
    try {
      await recordBatch(database.pool, merge(pieces), isForgotten);
    } catch (error) {
      if (!isFaultOfData(error)) throw error;
      const [only] = pieces;
      if (!only) throw error;
      if (pieces.length === 1) {
        await commit([{ ...only, rows: {}, error: (error as Error).message }]);
        return;
      }
      // Halves until the bad one is alone: a poisoned record must not hold the others up.
      const middle = pieces.length >> 1;
      await commit(pieces.slice(0, middle));
      await commit(pieces.slice(middle));
    }
  }

  return async (): Promise<boolean> => {
    if (inHand.length === 0) inHand = await frontier.readOutcomes(consumer, ENTRIES);
    if (inHand.length === 0) return false;
    const keys = await runKeys(inHand.map(({ run }) => run));
    const pieces = piecesOf(inHand, (run) => keys.get(run));
    const bad = pieces.filter((piece) => piece.error !== undefined);
    if (bad.length > 0) log.error({ entries: bad.map(({ at }) => at), error: bad[0]!.error }, 'dead entries');
    await commit(pieces);
    tell?.(inHand, pieces);
    await frontier.ackOutcomes(inHand.map(({ id }) => id));
    const more = inHand.length >= ENTRIES / 4;
    inHand = [];
    return more;
  };
}

function merge(pieces: readonly Piece[]): RecordBatch {
  const batch: RecordBatch & { hints: HintRow[]; robots: RobotsRow[] } = {
    discovered: [],
    visits: [],
    drops: [],
    dead: [],
    hints: [],
    robots: [],
  };
  for (const piece of pieces) {
    const { discovered, visits, drops, hints, robots } = piece.rows;
    if (robots) batch.robots.push(...robots);
    if (discovered) for (const row of discovered) batch.discovered.push(row);
    if (visits) for (const row of visits) batch.visits.push(row);
    if (drops) for (const row of drops) batch.drops.push(row);
    if (hints) for (const row of hints) batch.hints.push(row);
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

/** SQLSTATE classes 22 (data) and 23 (integrity): the same rows would fail again. */
function isFaultOfData(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code) && code !== '23505' && code.length === 5;
}
