import type { OpenedResponse } from '@trunkline/archive';
import { type Combined, captures, combined, jobs, runs, urlHash, visits } from '@trunkline/database';
import { codingsOf, decodeChunks, memoryFor } from '@trunkline/web/coding';
import { canonicalUrl } from '@trunkline/web/url';
import DataLoader from 'dataloader';
import { and, asc, count, desc, eq, getColumns, gt, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { ReadingMemory } from '../../limits/room/reading.ts';
import { BadInputError, NotFoundError } from '../errors.ts';
import { countWithin } from '../lists/count-within.ts';
import { type PageArgs, pageOf } from '../lists/cursor.ts';
import { captureParts } from '../lists/keys.ts';
import type { Parts } from '../parts.ts';
import { workerNames } from '../run/worker-names.ts';
import type { Caller, CaptureValue, VisitValue } from '../values.ts';

export type CaptureFilter = Combined<{
  status?: readonly number[] | null | undefined;
  contentType?: string | null | undefined;
  urlStartsWith?: string | null | undefined;
  url?: string | null | undefined;
}>;

/** See `captureKey`. */
type Key = { run: number; id: number };

/** Key of a capture and its place in lists: captures are partitioned by run, so both numbers are needed. */
export const captureKey = ({ runSerial, id }: Pick<CaptureValue, 'runSerial' | 'id'>) =>
  `${runSerial.toString(36)}.${id.toString(36)}`;

export const captureValue = (row: typeof captures.$inferSelect): CaptureValue => {
  const { segment, offset, length, ...rest } = row;
  return { ...rest, location: { segment, offset, length } };
};

/** A stored body that was opened. */
export type OpenBody = {
  /** Bytes of it without its content coding: as its visit found, and no more than there are. */
  bytes: number;
  /** It is in a content coding: how much can be read of it is seen by reading it. */
  coded: boolean;
  /** Bytes of memory that reading the first `limit` bytes takes, at most. */
  memory(limit: number): number;
  /** Its first `limit` bytes, decoded as they are taken. Rejects with NOT_FOUND where its record cannot be read. */
  pieces(limit: number): AsyncGenerator<Buffer, void>;
};

/** Some beginnings of bodies that are read take this much memory for each byte: the bytes, their text, both as JSON. */
const KEPT_TIMES = 5;
/** Decoding one beginning takes no more than this, whatever its coding. */
const DECODING = 4 << 20;

/** Stored responses of the caller's project. `take`: memory for beginnings of their bodies, until the request is over. */
export function createCaptureStore(
  parts: Pick<Parts, 'db' | 'archive' | 'turn' | 'secret'>,
  caller: Caller,
  take: ReadingMemory['take'],
) {
  const { db, archive, turn } = parts;
  const ownSerials = (where: SQL) =>
    db
      .select({ serial: runs.serial })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(and(where, eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)))
      .orderBy(asc(runs.serial));

  /** Captures of runs given as numbers, so that other partitions are not even looked at. */
  async function list(runsWhere: SQL, args: PageArgs, filter: CaptureFilter) {
    const serials = (await ownSerials(runsWhere)).map((row) => row.serial);
    const inRuns = (some: number[]) => (some.length === 0 ? sql`false` : inArray(captures.runSerial, some));
    const wanted = filters(filter);
    return pageOf(
      args,
      captureParts,
      async ({ after, before, reverse, limit }) => {
        const order = reverse ? desc : asc;
        const read = (where: SQL | undefined, most: number) =>
          db
            .select()
            .from(captures)
            .where(and(where, ...wanted, beforeEnd))
            .orderBy(order(captures.runSerial), order(captures.id))
            .limit(most);
        const [begin, end] = reverse ? [before, after] : [after, before];
        const key = sql`(${captures.runSerial}, ${captures.id})`;
        const beforeEnd =
          end === null
            ? undefined
            : sql`${key} ${sql.raw(reverse ? '>' : '<')} (${end.run}::bigint, ${end.id}::bigint)`;
        if (!begin) return (await read(inRuns(serials), limit)).map(captureValue);
        // The rest of one run, then later runs: of rows compared as (run, id) Postgres judges by the run alone, and plans badly.
        const beyond = (reverse ? lt : gt)(captures.id, begin.id);
        const rows = await read(and(inRuns(serials.filter((s) => s === begin.run)), beyond), limit);
        const later = serials.filter((s) => (reverse ? s < begin.run : s > begin.run));
        if (rows.length < limit && later.length > 0)
          rows.push(...(await read(inRuns(later), limit - rows.length)));
        return rows.map(captureValue);
      },
      () =>
        countWithin(db, async (tx) => {
          const rows = tx
            .select({ n: count() })
            .from(captures)
            .where(and(inRuns(serials), ...wanted));
          return (await rows)[0]!.n;
        }),
    );
  }

  const nameOf = workerNames(parts, caller);
  const visitOf = new DataLoader<CaptureValue, VisitValue | null, string>(
    async (wanted) => {
      const keys = wanted.map(
        (c) => sql`(${c.runSerial}::bigint, ${c.hash}::bigint, ${c.attempt}::smallint)`,
      );
      const serials = [...new Set(wanted.map((capture) => capture.runSerial))];
      const rows = await db
        .select(getColumns(visits))
        .from(visits)
        .where(
          and(
            inArray(visits.runSerial, serials),
            sql`(${visits.runSerial}, ${visits.hash}, ${visits.attempt}) in (${sql.join(keys, sql`, `)})`,
          ),
        );
      const found = new Map(rows.map((row) => [visitKey(row), { ...row, worker: nameOf(row.worker) }]));
      return wanted.map((capture) => found.get(visitKey(capture)) ?? null);
    },
    { cacheKeyFn: visitKey },
  );

  /** One after the other: each is some hundred KiB while it is read. */
  const opened = new DataLoader<CaptureValue, OpenedResponse, string>(
    (wanted) => oneByOne(wanted, (capture) => archive.open(capture.location).catch(lost(capture))),
    { cacheKeyFn: visitKey },
  );

  async function open(held: CaptureValue): Promise<OpenBody> {
    const stored = await opened.load(held);
    const codings = codingsOf(stored.headers);
    const coded = 'error' in codings || codings.applied.length > 0;
    return {
      coded,
      bytes: coded ? held.bytes : Math.min(held.bytes, stored.length),
      memory: (limit) => memoryFor(stored.headers, limit),
      async *pieces(limit) {
        try {
          yield* decodeChunks(stored, Math.min(limit, held.bytes));
        } catch (error) {
          throw lost(held)(error as Error);
        }
      },
    };
  }

  type Wanted = { held: CaptureValue; most: number };
  const beginnings = new DataLoader<Wanted, { data: Buffer; total: number }, string>(
    async (wanted) => {
      const kept = wanted.reduce((sum, { held, most }) => sum + Math.min(held.bytes, most), 0);
      await take(DECODING + kept * KEPT_TIMES, kept);
      return oneByOne(wanted, async ({ held, most }) => {
        const body = await open(held);
        const parts: Buffer[] = [];
        const pieces = body.pieces(most);
        let length = 0;
        for (;;) {
          const { done, value } = await turn(() => pieces.next());
          if (done) break;
          parts.push(value);
          length += value.length;
        }
        return { data: Buffer.concat(parts), total: length < most ? length : body.bytes };
      });
    },
    { cacheKeyFn: ({ held, most }) => `${visitKey(held)} ${most}` },
  );

  async function find({ run, id }: Key): Promise<CaptureValue | null> {
    if ((await ownSerials(eq(runs.serial, run))).length === 0) return null;
    const [row] = await db
      .select()
      .from(captures)
      .where(and(eq(captures.runSerial, run), eq(captures.id, id)));
    return row === undefined ? null : captureValue(row);
  }

  async function holder(capture: CaptureValue): Promise<CaptureValue> {
    if (capture.refersToRun === null || capture.refersTo === null) return capture;
    const held = await find({ run: capture.refersToRun, id: capture.refersTo });
    if (held !== null) return held;
    const url = capture.url.slice(0, 200);
    throw new NotFoundError(`The body of ${url} is that of an earlier capture, which was deleted.`);
  }

  return {
    async find(text: string): Promise<CaptureValue | null> {
      const key = captureParts(text);
      return key && (await find(key));
    },
    /** The capture that holds the body: this one, or the earlier one it has not changed since. */
    holder,
    ofJob: (jobId: string, args: PageArgs, filter: CaptureFilter) =>
      list(eq(runs.jobId, jobId), args, filter),
    ofRun: (runId: string, args: PageArgs, filter: CaptureFilter) => list(eq(runs.id, runId), args, filter),
    /**
     * The newest captures of a run (its serial) with an id above one, oldest first, at most so many; `skipped` are older still.
     * Null: of all there are, and none is counted as skipped.
     */
    async newest(
      runSerial: number,
      above: number | null,
      filter: CaptureFilter,
      most: number,
    ): Promise<{ captures: CaptureValue[]; skipped: number }> {
      if ((await ownSerials(eq(runs.serial, runSerial))).length === 0) return { captures: [], skipped: 0 };
      const where = and(eq(captures.runSerial, runSerial), gt(captures.id, above ?? 0), ...filters(filter));
      const rows = await db.select().from(captures).where(where).orderBy(desc(captures.id)).limit(most);
      const full = above !== null && rows.length === most;
      const all = full ? (await db.select({ n: count() }).from(captures).where(where))[0]!.n : rows.length;
      return { captures: rows.reverse().map(captureValue), skipped: Math.max(0, all - rows.length) };
    },
    visit: (capture: CaptureValue) => visitOf.load(capture),
    /** Headers of the stored response. */
    headers: async (capture: CaptureValue) => (await opened.load(capture)).headers,
    /** The body of a holder. */
    open,
    /** The first bytes of the body of a holder, at most so many, and how many there are in all. Nothing is decoded behind them. */
    beginning: (held: CaptureValue, most: number) => beginnings.load({ held, most }),
  };
}

export type CaptureStore = ReturnType<typeof createCaptureStore>;

const visitKey = (row: { runSerial: number; hash: string; attempt: number }) =>
  `${row.runSerial}.${row.hash}.${row.attempt}`;

async function oneByOne<T, R>(wanted: readonly T[], read: (one: T) => Promise<R>): Promise<(R | Error)[]> {
  const results: (R | Error)[] = [];
  for (const one of wanted) results.push(await read(one).catch((error: Error) => error));
  return results;
}

const lost =
  (capture: CaptureValue) =>
  (error: Error): Error =>
    'code' in error && error.code === 'NO_SUCH_RECORD'
      ? new NotFoundError(`The archive has no readable record of ${capture.url.slice(0, 200)} any more.`)
      : error;

const filters = (filter: CaptureFilter): (SQL | undefined)[] => [combined(filter, like)];

function like({ status, contentType, url, urlStartsWith }: CaptureFilter): SQL | undefined {
  if (status && status.length > 20)
    throw new BadInputError(`"status" has ${status.length} values; pass at most 20.`);
  const known = status?.filter((code) => code >= 0 && code <= 999);
  return and(
    known === undefined ? undefined : known.length === 0 ? sql`false` : inArray(captures.status, known),
    contentType ? eq(captures.contentType, contentType.toLowerCase()) : undefined,
    url
      ? and(eq(captures.hash, urlHash(canonicalUrl(url) ?? url)), eq(captures.url, canonicalUrl(url) ?? url))
      : undefined,
    urlStartsWith ? sql`starts_with(${captures.url}, ${urlStartsWith})` : undefined,
  );
}
