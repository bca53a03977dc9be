import { type Combined, captures, combined, jobs, runs, urlHash, visits } from '@trunkline/database';
import { decodeStored } from '@trunkline/web/coding';
import { canonicalUrl } from '@trunkline/web/url';
import DataLoader from 'dataloader';
import { and, asc, count, desc, eq, getColumns, gt, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { BadInputError, NotFoundError } from '../errors.ts';
import { countWithin } from '../lists/count-within.ts';
import { type PageArgs, pageOf } from '../lists/cursor.ts';
import type { Parts } from '../parts.ts';
import type { Caller, CaptureValue, VisitValue } from '../values.ts';

export type CaptureFilter = Combined<{
  status?: readonly number[] | null | undefined;
  contentType?: string | null | undefined;
  urlStartsWith?: string | null | undefined;
  url?: string | null | undefined;
}>;

/** Base-36 serial of the run and number of the capture: see `captureKey`. */
type Key = { run: number; id: number };

/** Key of a capture and its place in lists: captures are partitioned by run, so both numbers are needed. */
export const captureKey = ({ runSerial, id }: Pick<CaptureValue, 'runSerial' | 'id'>) =>
  `${runSerial.toString(36)}.${id.toString(36)}`;

export function parseCaptureKey(text: string): Key | null {
  const [, run, id] = /^([0-9a-z]{1,10})\.([0-9a-z]{1,10})$/.exec(text) ?? [];
  return run && id ? { run: Number.parseInt(run, 36), id: Number.parseInt(id, 36) } : null;
}

const captureValue = (row: typeof captures.$inferSelect): CaptureValue => {
  const { segment, offset, length, ...rest } = row;
  return { ...rest, location: { segment, offset, length } };
};

/** Stored responses of the caller's project. */
export function createCaptureStore({ db, archive }: Pick<Parts, 'db' | 'archive'>, caller: Caller) {
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
      parseCaptureKey,
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
      const found = new Map(rows.map((row) => [visitKey(row), row]));
      return wanted.map((capture) => found.get(visitKey(capture)) ?? null);
    },
    { cacheKeyFn: visitKey },
  );

  const responses = new DataLoader<CaptureValue, Awaited<ReturnType<typeof archive.read>>, string>(
    (wanted) => Promise.all(wanted.map((capture) => archive.read(capture.location).catch(lost(capture)))),
    { cacheKeyFn: visitKey },
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
      const key = parseCaptureKey(text);
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
    /** The stored response, content coding still on. */
    response: (capture: CaptureValue) => responses.load(capture),
    /** Body bytes of the holder with content coding undone, at most the decoded bytes it recorded. */
    async body(capture: CaptureValue): Promise<Uint8Array> {
      const held = await holder(capture);
      return decodeStored(await responses.load(held), held.bytes);
    },
  };
}

export type CaptureStore = ReturnType<typeof createCaptureStore>;

const visitKey = (row: { runSerial: number; hash: string; attempt: number }) =>
  `${row.runSerial}.${row.hash}.${row.attempt}`;

const lost = (capture: CaptureValue) => (error: unknown) => {
  if (error instanceof Error && 'code' in error && error.code === 'NO_SUCH_RECORD')
    return new NotFoundError(`The archive has no readable record of ${capture.url.slice(0, 200)} any more.`);
  throw error;
};

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
