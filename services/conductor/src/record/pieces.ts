import {
  type CaptureRow,
  type LeftOutRow,
  type RecordBatch,
  type RunKeys,
  runSerial,
  urlHash,
  type VisitRow,
} from '@trunkline/database';
import { type OutcomeEntry, placeOf } from '@trunkline/frontier';
import {
  countedOnce,
  type LeftOut,
  LONG_CRAWL_DELAY,
  leftOutOf,
  type Outcome,
  type VisitRecord,
} from '@trunkline/policy';
import { requestRow, requestsOf } from './requests-of.ts';
import type { KnownRun } from './run-keys.ts';
import { parseOmitted, parseRobotsRecord, parseVisitRecord } from './visit-record.ts';

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

/** The entry of which a piece is. */
export const entryOf = ({ at }: Pick<Piece, 'at'>): string => at.replace(/#.*/, '');

/** Longest text kept of a page, in UTF-16 units; hostile pages have longer titles. */
const LONGEST = 2000;
/** Moments beyond this are none that Postgres or JavaScript know, s. */
const LAST_S = 8_640_000_000_000;

/**
 * Takes stream entries apart into rows. `keysOf` knows the runs: what belongs to no run is a piece with an error, and of what was
 * deleted there is nothing to record.
 */
export function piecesOf(
  entries: readonly OutcomeEntry[],
  keysOf: (run: string) => KnownRun | undefined,
): Piece[] {
  return entries.flatMap((entry): Piece[] => {
    const keys = keysOf(entry.run);
    if (keys === 'gone') return [];
    if (!keys) return [unreadable(entry, null, 'No such run in the database', 0)];
    if (entry.kind === 'settled')
      return entry.records.flatMap((record, place) => settledPieces(entry, record, place, keys));
    return [pieceOf(entry, keys)];
  });
}

/** A piece that failed, as what is recorded of it instead. */
export const givenUp = (piece: Piece, error: string): Piece => ({ ...piece, rows: {}, error });

/** The URLs of a discovery, each on its own: what is wrong with one of them says nothing of the others. */
export function partsOf(piece: Piece): Piece[] {
  const { discovered = [] } = piece.rows;
  if (discovered.length < 2) return [piece];
  return discovered.map((row, n) => {
    const payload = () => JSON.stringify(row);
    return { ...piece, at: `${piece.at}#${n}`, payload, rows: { discovered: [row] } };
  });
}

function unreadable(entry: OutcomeEntry, keys: RunKeys | null, error: string, ends: number): Piece {
  const payload = () => (entry.kind === 'unreadable' ? entry.payload : JSON.stringify(entry));
  return { run: entry.run, at: entry.id, payload, rows: {}, error, ends, keys };
}

function pieceOf(entry: Exclude<OutcomeEntry, { kind: 'settled' }>, keys: RunKeys): Piece {
  const piece = { run: entry.run, at: entry.id, payload: () => JSON.stringify(entry), keys };
  try {
    switch (entry.kind) {
      case 'robots':
        return { ...piece, payload: () => entry.record, rows: robotsRows(entry.record, keys), ends: 0 };
      case 'leftOut': {
        const leftOut = parseOmitted(entry.record).map((one) => leftOutRow({ ...one, detail: null }, keys));
        return { ...piece, payload: () => entry.record, rows: { leftOut }, ends: 0 };
      }
      case 'discovered':
        return { ...piece, rows: discoveredRows(entry, keys), ends: 0 };
      case 'dropped': {
        const { id, count, reason, host, url } = entry;
        return {
          ...piece,
          rows: { drops: [{ run: keys.run, entry: id, count, reason, host, url }] },
          ends: count,
        };
      }
      case 'unreadable':
        return unreadable(entry, keys, entry.error, entry.ends);
    }
  } catch (error) {
    return unreadable(entry, keys, (error as Error).message, entry.kind === 'dropped' ? entry.count : 0);
  }
}

/** The visit, and apart from it what a sitemap said of other pages. */
function settledPieces(entry: OutcomeEntry, json: string, place: number, keys: RunKeys): Piece[] {
  const piece = { run: entry.run, at: `${entry.id}#${place}`, payload: () => json, keys };
  try {
    const record = parseVisitRecord(json);
    const led = record.led === undefined ? null : [{ job: keys.job, place: withoutNul(record.led) }];
    const row = { ...visitRow(record, keys), leftOut: leftOutOf(record).map((one) => leftOutRow(one, keys)) };
    const requests = requestsOf(record, keys);
    const traps = record.traps?.map((trap) => ({ ...trap, ...keys, shape: withoutNul(trap.shape) }));
    const rows = {
      visits: [row],
      ...(requests && { requests }),
      ...(led && { led }),
      ...(traps && { traps }),
    };
    const visit = { ...piece, rows, ends: record.final ? 1 : 0 };
    const hints = (record.modified ?? [])
      .filter(([, at]) => at <= LAST_S)
      .map(([url, at]) => ({ ...keys, hash: urlHash(url), modifiedAt: at * 1000 }));
    return hints.length === 0 ? [visit] : [visit, { ...piece, at: `${piece.at}m`, rows: { hints }, ends: 0 }];
  } catch (error) {
    // Of an unreadable record only this much matters: whether the run must stop waiting for it.
    const ends = /"final"\s*:\s*false/.test(json) ? 0 : 1;
    return [{ ...piece, rows: {}, error: (error as Error).message, ends }];
  }
}

function discoveredRows(entry: OutcomeEntry & { kind: 'discovered' }, keys: RunKeys) {
  // Entries of one call mostly share a parent.
  let parent: string | null = null;
  let parentHash: string | null = null;
  const firstSeenAt = entryTime(entry.id);
  const discovered = entry.urls.map((url) => {
    if (url.parent !== parent) {
      parent = url.parent;
      parentHash = parent === null ? null : urlHash(parent);
    }
    const { depth, sitemap } = url;
    const of = { job: keys.job, hash: urlHash(url.url), url: url.url };
    return { ...of, depth, sitemap, discoveredFrom: parentHash, firstSeenAt };
  });
  return { discovered };
}

function robotsRows(record: string, keys: RunKeys) {
  const { origin, body, detail, crawlDelayMs, asked: sent = [], ...rest } = parseRobotsRecord(record);
  const asked = crawlDelayMs ?? 0;
  const of = `${Math.round(asked / 1000)} s`;
  const delay = { kind: 'crawlDelay', of, detail: null, count: 1, sample: `${origin}/` } as const;
  return {
    requests: sent.map(({ host, asked: of }) => requestRow(keys, host, 'robots', of, origin)),
    ...(asked >= LONG_CRAWL_DELAY && { leftOut: [leftOutRow(delay, keys)] }),
    robots: [
      { ...rest, job: keys.job, origin: `${origin}/`, detail: clean(detail) ?? '', body: withoutNul(body) },
    ],
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
    tlsFault: record.tlsFault,
    worker: record.worker,
    timings: record.timings as VisitRow['timings'],
    capture: record.capture && captureRow(record.capture, record.startedAt),
  };
}

function leftOutRow({ kind, of, count, sample }: LeftOut, keys: RunKeys): LeftOutRow {
  const [which, url] = [clean(of), clean(sample) ?? ''];
  const once = countedOnce.has(kind);
  return {
    run: keys.run,
    kind,
    key: (once ? url : (which ?? '')).slice(0, 1000),
    of: which,
    count,
    sample: url,
    once,
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
    case 'fetched':
      return { code: null, detail: clean(outcome.detail ?? null) };
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
