import {
  type CaptureRow,
  type RecordBatch,
  type RunKeys,
  runSerial,
  urlHash,
  type VisitRow,
} from '@trunkline/database';
import { type OutcomeEntry, placeOf } from '@trunkline/frontier';
import type { Outcome, VisitRecord } from '@trunkline/policy';
import { parseRobotsRecord, parseVisitRecord } from './visit-record.ts';

/** The smallest part of a stream entry that can be committed or given up on its own. */
export type Piece = {
  /** Short id of the run. */
  run: string;
  /** `<entry>` or `<entry>#<place>`. */
  at: string;
  /** The source, for the dead table. */
  payload: () => string;
  rows: Partial<RecordBatch>;
  /** Set when it cannot be read. */
  error?: string;
  /** What the run waits for: how many of its URLs ended with this. */
  ends: number;
  keys: RunKeys | null;
};

/** Longest text kept of a page, in UTF-16 units; hostile pages have longer titles. */
const LONGEST = 2000;

/** Takes stream entries apart into rows. `keysOf` knows the runs; what belongs to no run is a piece with an error. */
export function piecesOf(
  entries: readonly OutcomeEntry[],
  keysOf: (run: string) => RunKeys | undefined,
): Piece[] {
  const pieces: Piece[] = [];
  for (const entry of entries) {
    const keys = keysOf(entry.run);
    if (!keys) {
      pieces.push({
        run: entry.run,
        at: entry.id,
        payload: () => JSON.stringify(entry),
        rows: {},
        error: 'No such run in the database',
        ends: 0,
        keys: null,
      });
    } else if (entry.kind === 'settled') {
      entry.records.forEach((record, place) => {
        pieces.push(settledPiece(entry, record, place, keys));
      });
    } else {
      pieces.push(pieceOf(entry, keys));
    }
  }
  return pieces;
}

function pieceOf(entry: Exclude<OutcomeEntry, { kind: 'settled' }>, keys: RunKeys): Piece {
  if (entry.kind === 'robots') return robotsPiece(entry, keys);
  return entry.kind === 'discovered' ? discoveredPiece(entry, keys) : droppedPiece(entry, keys);
}

function settledPiece(entry: OutcomeEntry, json: string, place: number, keys: RunKeys): Piece {
  const piece = { run: entry.run, at: `${entry.id}#${place}`, payload: () => json, keys };
  try {
    const record = parseVisitRecord(json);
    const hints = record.modified?.map(([url, at]) => ({
      ...keys,
      hash: urlHash(url),
      modifiedAt: at * 1000,
    }));
    const rows = { visits: [visitRow(record, keys)], ...(hints && { hints }) };
    return { ...piece, rows, ends: record.final ? 1 : 0 };
  } catch (error) {
    // Of an unreadable record only this much matters: whether the run must stop waiting for it.
    const ends = /"final"\s*:\s*false/.test(json) ? 0 : 1;
    return { ...piece, rows: {}, error: (error as Error).message, ends };
  }
}

function discoveredPiece(entry: OutcomeEntry & { kind: 'discovered' }, keys: RunKeys): Piece {
  // Entries of one call mostly share a parent.
  let parent: string | null = null;
  let parentHash: string | null = null;
  const firstSeenAt = entryTime(entry.id);
  const discovered = entry.urls.map((url) => {
    if (url.parent !== parent) {
      parent = url.parent;
      parentHash = parent === null ? null : urlHash(parent);
    }
    return {
      job: keys.job,
      hash: urlHash(url.url),
      url: url.url,
      depth: url.depth,
      sitemap: url.sitemap,
      discoveredFrom: parentHash,
      firstSeenAt,
    };
  });
  return {
    run: entry.run,
    at: entry.id,
    payload: () => JSON.stringify(entry),
    rows: { discovered },
    ends: 0,
    keys,
  };
}

function robotsPiece(entry: OutcomeEntry & { kind: 'robots' }, keys: RunKeys): Piece {
  const piece = { run: entry.run, at: entry.id, payload: () => entry.record, ends: 0, keys };
  try {
    const { origin, body, detail, ...rest } = parseRobotsRecord(entry.record);
    const row = { ...rest, origin: `${origin}/`, detail: clean(detail) ?? '', body: withoutNul(body) };
    return { ...piece, rows: { robots: [row] } };
  } catch (error) {
    return { ...piece, rows: {}, error: (error as Error).message };
  }
}

function droppedPiece(entry: OutcomeEntry & { kind: 'dropped' }, keys: RunKeys): Piece {
  return {
    run: entry.run,
    at: entry.id,
    payload: () => JSON.stringify(entry),
    rows: { drops: [{ run: keys.run, entry: entry.id, count: entry.count, reason: entry.reason }] },
    ends: entry.count,
    keys,
  };
}

/** ms of the Redis clock at which an entry was written, with which its id in the stream begins. */
function entryTime(id: string): number {
  const ms = Number.parseInt(placeOf(id).entry, 10);
  return Number.isFinite(ms) ? ms : Date.now();
}

function visitRow(record: VisitRecord, keys: RunKeys): VisitRow {
  const { outcome } = record;
  return {
    ...keys,
    hash: urlHash(record.url),
    url: record.url,
    sitemap: record.sitemap ?? 0,
    attempt: record.attempt,
    depth: record.depth,
    hops: record.hops,
    startedAt: record.startedAt,
    final: record.final,
    status: 'status' in outcome ? outcome.status : null,
    outcome: outcome.kind,
    ...causeOf(outcome),
    deadReason: clean(record.deadReason ?? null),
    address: record.address,
    worker: record.worker,
    timings: record.timings as VisitRow['timings'],
    capture: record.capture && captureRow(record.capture, record.startedAt),
  };
}

function causeOf(outcome: Outcome): { code: string | null; detail: string | null } {
  switch (outcome.kind) {
    case 'failed':
      return { code: outcome.code, detail: clean(outcome.detail) };
    case 'refused':
      return { code: outcome.by, detail: clean(outcome.detail) };
    case 'redirected':
      return { code: null, detail: clean(outcome.target) };
    default:
      return { code: null, detail: null };
  }
}

function captureRow(capture: NonNullable<VisitRecord['capture']>, startedAt: number): CaptureRow {
  const { location, refersTo, at, ...rest } = capture;
  return {
    ...rest,
    ...location,
    capturedAt: at ?? startedAt,
    refersToRun: refersTo ? runSerial(refersTo.run) : null,
    refersTo: refersTo?.id ?? null,
    contentType: clean(rest.contentType),
    charset: clean(rest.charset),
    title: clean(rest.title),
    language: clean(rest.language),
    etag: clean(rest.etag),
    lastModified: clean(rest.lastModified),
  };
}

function clean(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return withoutNul(text.length > LONGEST ? text.slice(0, LONGEST) : text);
}

/** Postgres keeps no NUL in text. */
function withoutNul<T extends string | null>(text: T): T {
  return (text?.includes('\0') ? text.replaceAll('\0', '\ufffd') : text) as T;
}
