import { faultOf, type OpenDatabase } from '@trunkline/database';
import type { Frontier, OutcomeEntry } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { commitPieces, type Refused } from './commit-pieces.ts';
import { entryOf, givenUp, type Piece, piecesOf } from './pieces.ts';
import { createRunKeys } from './run-keys.ts';
import { createTellEvents } from './tell-events.ts';

/** Entries per read. An entry holds the outcomes of one settle call or the URLs of one enqueue call. */
const ENTRIES = 200;
/** Entries with something put aside; beyond, no more are read. */
const MOST_ASIDE = 5 * ENTRIES;
/** So long a piece is tried again that is refused for a reason which may pass, ms, and at most so often. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 1000;

export type RecorderParts = {
  frontier: Pick<Frontier, 'readOutcomes' | 'ackOutcomes'>;
  database: OpenDatabase;
  /** Hears what live views show of it; without one nobody is told. */
  bus?: Pick<Bus, 'record'>;
  log: Logger;
  consumer: string;
  now?: () => number;
};

/** A piece that was refused though others were committed. */
type Aside = Refused & { since: number; again: number };

/**
 * One pass of the recorder: reads what this consumer was given, commits it, and only then acknowledges. What comes a second
 * time changes nothing. What cannot be committed stops nobody else: it is kept in the dead table when that is its own fault, and is put
 * aside and tried again while it may be another's. True when more may be waiting.
 */
export function createRecorder(parts: RecorderParts) {
  const { frontier, database, bus, log, consumer, now = () => performance.now() } = parts;
  const tell = bus && createTellEvents(bus);
  const runKeys = createRunKeys(database.db);
  /** Committed or not, these were read and are not acknowledged: a failed pass begins with them. */
  let inHand: OutcomeEntry[] = [];
  const aside = new Map<string, Aside>();
  /** When something was last committed. */
  let wentWell = Number.NEGATIVE_INFINITY;

  return async (): Promise<boolean> => {
    const waiting = new Set([...aside.values()].map(({ piece }) => entryOf(piece)));
    if (inHand.length === 0 && waiting.size < MOST_ASIDE)
      inHand = await frontier.readOutcomes(consumer, ENTRIES);
    const due = [...aside.values()].filter(({ again }) => again <= now());
    if (inHand.length === 0 && due.length === 0) return false;
    const keys = await runKeys.of(inHand.map(({ run }) => run));
    const pieces = piecesOf(inHand, (run) => keys.get(run));
    const bad = pieces.filter((piece) => piece.error !== undefined);
    if (bad.length > 0) log.error({ entries: bad.map(({ at }) => at), error: bad[0]!.error }, 'dead entries');
    await record(pieces);
    for (const { piece } of due) await record([piece]);
    tell?.(inHand, pieces);
    const left = new Set([...aside.values()].map(({ piece }) => entryOf(piece)));
    const over = [...waiting, ...inHand.map(({ id }) => id)].filter((id) => !left.has(id));
    if (over.length > 0) await frontier.ackOutcomes(over);
    const more = inHand.length >= ENTRIES / 4;
    inHand = [];
    return more;
  };

  async function record(pieces: readonly Piece[]): Promise<void> {
    const refused = await commitPieces(database.pool, pieces);
    if (pieces.length > refused.length) wentWell = now();
    const stuck = new Set(refused.map(({ piece }) => piece.at));
    for (const { at } of pieces) if (!stuck.has(at)) aside.delete(at);
    for (const one of refused) await judge(one);
  }

  /** What becomes of a piece that Postgres refused alone. */
  async function judge({ piece, error }: Refused): Promise<void> {
    const before = aside.get(piece.at);
    runKeys.forget(piece.run);
    const keys = (await runKeys.of([piece.run])).get(piece.run);
    const since = before?.since ?? now();
    const isItsOwn = faultOf(error) === 'data' || (now() - since >= PATIENCE_MS && wentWell > since);
    const isOver =
      keys === 'gone' ||
      (isItsOwn && (await commitPieces(database.pool, [givenUp(piece, error.message)])).length === 0);
    if (isOver) aside.delete(piece.at);
    else aside.set(piece.at, { piece, error, since, again: before ? now() + AGAIN_MS : now() });
    if (before && !isOver) return;
    const entry = { entry: piece.at, run: piece.run, err: error };
    if (keys === 'gone') log.info(entry, 'an outcome of a run that was deleted is left out');
    else if (isOver) log.error(entry, 'an outcome cannot be recorded and is kept as a dead entry');
    else log.error(entry, 'an outcome cannot be recorded now; it is tried again, and others go on');
  }
}
