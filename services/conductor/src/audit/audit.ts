import { setTimeout as pause } from 'node:timers/promises';
import { type ArchiveReader, inspectSegment, NoSuchRecord, segmentsOf, sha1Digest } from '@trunkline/archive';
import { isOver, type RunRows } from '@trunkline/control';
import {
  deadEntries,
  endedPages,
  endedRows,
  type OpenDatabase,
  offsetsIn,
  openPages,
  pagesIn,
  recordBatch,
  runs,
  shortRun,
  storedPages,
  urlHash,
} from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { OutcomeKind } from '@trunkline/policy';
import { eq } from 'drizzle-orm';
import type { Found, Operation, Step } from '../repair/operations.ts';
import type { Work } from '../repair/work.ts';
import { enqueueAll } from '../turns/enqueue-all.ts';

export type AuditParts = {
  database: OpenDatabase;
  frontier: Pick<Frontier, 'sizes' | 'known' | 'waiting' | 'enqueue' | 'reconcile' | 'outcomesBacklog'>;
  archive: ArchiveReader;
  archiveDir: string;
};

const CAPTURES = 100;
const PAGES = 1000;
/** Beyond these nobody needs to know how many. */
const MOST_DEAD = 1000;
const CLOCKS_MS = 60_000;
/** How long it waits for the recorder to have caught up, ms. */
const PATIENCE_MS = 20_000;

type At = {
  operation: Operation;
  run: RunRows;
  short: string;
  live: boolean;
  keys: { run: number; job: number };
};

/*
 * captures   every capture's bytes are in the archive, and are those that were stored
 * segments   every segment is whole, its index leads to its responses, each of which has a capture or is a robots.txt
 * ended      pages that ended, by the ledger, are known to Redis
 * open       so are those that have not
 * waiting    URLs that wait in Redis are in the ledger
 * counters   what is counted is what there is
 *
 * The last four are for runs that go on: of a run that is over Redis knows nothing.
 */
const order = ['captures', 'segments', 'ended', 'open', 'waiting', 'counters'] as const;
type Phase = (typeof order)[number];

/** Compares Redis, Postgres and the archive of a run, a step at a time; with `fix` puts right what is safe. */
export function createAudit({ database, frontier, archive, archiveDir }: AuditParts): Work {
  const { db, pool } = database;
  const next = (phase: Phase): Step => ({ phase: order[order.indexOf(phase) + 1] ?? null, position: null });

  const phases: Record<Phase, (at: At) => Promise<Step>> = {
    async captures({ operation, keys }) {
      const rows = await storedPages(pool, keys.run, {
        after: operation.position,
        since: null,
        limit: CAPTURES,
      });
      const unreadable: string[] = [];
      const differing: string[] = [];
      for (const { url, digest, segment, offset, length } of rows) {
        try {
          const { body } = await archive.read({ segment, offset, length });
          if (sha1Digest(body) !== digest) differing.push(url);
        } catch (error) {
          if (!(error instanceof NoSuchRecord)) throw error;
          unreadable.push(`${url}: ${error.message}`);
        }
      }
      return {
        ...(rows.length < CAPTURES
          ? next('captures')
          : { phase: 'captures', position: String(rows.at(-1)!.id) }),
        processed: rows.length,
        found: [left('captureUnreadable', unreadable), left('digestDiffers', differing)],
      };
    },

    async segments({ operation, short, keys }) {
      const names = await segmentsOf(archiveDir, short);
      const name = names.find((one) => operation.position === null || one > operation.position);
      if (!name) return next('segments');
      const { responses, tornBytes, badLines, open, fixIndex } = await inspectSegment(archiveDir, name);
      const offsets = await offsetsIn(pool, keys.run, name);
      // What was written a moment ago may be on its way into the database still.
      const unlisted = open
        ? []
        : responses
            .filter(({ url, offset }) => !offsets.has(offset) && !url.endsWith('/robots.txt'))
            .map(({ url }) => url);
      const fixed = operation.fix && badLines.length > 0;
      if (fixed) await fixIndex();
      return {
        phase: 'segments',
        position: name,
        processed: responses.length,
        found: [
          left('recordUnlisted', unlisted),
          left(
            'segmentDamaged',
            !open && tornBytes > 0 ? [`${name}: ${tornBytes} bytes after the last whole record`] : [],
          ),
          { ...left('indexUnresolved', badLines), fixed: fixed ? badLines.length : 0 },
        ],
      };
    },

    async ended({ operation, short, live, keys }) {
      if (!live) return next('ended');
      const rows = await endedPages(pool, keys, { after: operation.position, since: null, limit: PAGES });
      const missing = await missingOf(short, rows);
      const ended = missing.map(({ url, outcomes, dead, bytes }) => ({
        url,
        outcomes: outcomes as OutcomeKind[],
        dead,
        bytes,
      }));
      if (operation.fix && ended.length > 0) await frontier.reconcile(short, ended);
      return {
        ...(rows.length < PAGES ? next('ended') : { phase: 'ended', position: rows.at(-1)!.hash }),
        processed: rows.length,
        found: [fixedOr('endedMissing', missing, operation.fix)],
      };
    },

    async open({ operation, run, short, live, keys }) {
      if (!live) return next('open');
      const since = new Date((run.startedAt ?? run.createdAt).getTime() - CLOCKS_MS);
      const { pages, last } = await openPages(pool, keys, { after: operation.position, since, limit: PAGES });
      const missing = await missingOf(short, pages);
      if (operation.fix && missing.length > 0)
        await enqueueAll(
          frontier,
          short,
          missing.map(({ url, depth, sitemap, tries }) => ({ url, depth, hops: 0, sitemap, tries })),
        );
      return {
        ...(last === null ? next('open') : { phase: 'open', position: last }),
        processed: pages.length,
        found: [fixedOr('openMissing', missing, operation.fix)],
      };
    },

    async waiting({ operation, short, live, keys }) {
      if (!live || !(await caughtUp())) return next('waiting');
      let processed = 0;
      const missing: string[] = [];
      for await (const urls of frontier.waiting(short)) {
        processed += urls.length;
        const known = await pagesIn(pool, keys.job, urls.map(urlHash));
        missing.push(...urls.filter((url) => !known.has(urlHash(url))));
        if (missing.length >= PAGES) break; // each further look finds more
      }
      // Twice: a URL that was accepted meanwhile is on its way into the ledger.
      if (missing.length > 0 && (await caughtUp())) {
        const known = await pagesIn(pool, keys.job, missing.map(urlHash));
        missing.splice(0, missing.length, ...missing.filter((url) => !known.has(urlHash(url))));
      }
      if (operation.fix && missing.length > 0) {
        const firstSeenAt = Date.now();
        const discovered = missing.map((url) => ({
          job: keys.job,
          hash: urlHash(url),
          url,
          depth: 0,
          discoveredFrom: null,
          firstSeenAt,
        }));
        await recordBatch(pool, { discovered, visits: [], drops: [], dead: [] });
      }
      const found = left('pageMissing', missing);
      return { ...next('waiting'), processed, found: [{ ...found, fixed: operation.fix ? found.count : 0 }] };
    },

    async counters({ operation, run, short, keys }) {
      const rows = await endedRows(pool, keys.run);
      const [{ recorded } = { recorded: 0 }] = await db
        .select({ recorded: runs.recorded })
        .from(runs)
        .where(eq(runs.id, run.id));
      const found: Found[] = [];
      // While a run goes on rows may have come between the two looks: fewer than were counted is what cannot be.
      const after = await endedRows(pool, keys.run);
      const off = recorded > after ? recorded - after : recorded < rows ? rows - recorded : 0;
      if (off > 0) {
        if (operation.fix) await countAnew(run.id, keys.run);
        found.push({ kind: 'recordedDiffers', count: off, fixed: operation.fix ? off : 0 });
      }
      const finished = await unrecorded(run, short, rows);
      if (finished > 0) found.push({ kind: 'finishedDiffers', count: finished, fixed: 0 });
      const dead = await db.select().from(deadEntries).where(eq(deadEntries.run, short)).limit(MOST_DEAD);
      if (dead.length > 0)
        found.push(
          left(
            'entryDead',
            dead.map(({ entry, error }) => `${entry}: ${error}`),
          ),
        );
      return { ...next('counters'), processed: 1, found };
    },
  };

  async function missingOf<P extends { url: string }>(run: string, pages: P[]): Promise<P[]> {
    if (pages.length === 0) return [];
    const known = await frontier.known(
      run,
      pages.map(({ url }) => url),
    );
    return pages.filter((_, i) => !known[i]);
  }

  /** True once nothing that Redis has said waits for the recorder. */
  async function caughtUp(): Promise<boolean> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      if ((await frontier.outcomesBacklog()).length === 0) return true;
      await pause(100);
    }
    return false;
  }

  /** How many URLs are finished, as the frontier counts, and not recorded although the recorder has caught up. */
  async function unrecorded(run: RunRows, short: string, rows: number): Promise<number> {
    const sizes = await frontier.sizes(short);
    if (!sizes) return Math.abs((run.counters?.['finished'] ?? rows) - rows);
    if (!(await caughtUp())) return 0;
    return Math.max(0, sizes.counters.finished - (await endedRows(pool, run.serial)));
  }

  function countAnew(id: string, serial: number): Promise<void> {
    return db.transaction(async (tx) => {
      await tx.select({ id: runs.id }).from(runs).where(eq(runs.id, id)).for('update');
      await tx
        .update(runs)
        .set({ recorded: await endedRows(pool, serial) })
        .where(eq(runs.id, id));
    });
  }

  return {
    async step(operation, run) {
      const phase = order.find((name) => name === operation.phase) ?? 'captures';
      const short = shortRun(run.serial);
      const live = !isOver(run.state) && (await frontier.sizes(short)) !== null;
      const keys = { run: run.serial, job: run.job.serial };
      return phases[phase]({ operation, run, short, live, keys });
    },
    over: async () => {},
  };
}

/** What was found and stays as it is. */
const left = (kind: Found['kind'], samples: string[]): Found & { fixed: number } => ({
  kind,
  count: samples.length,
  fixed: 0,
  samples: samples.slice(0, 5),
});

const fixedOr = (kind: Found['kind'], pages: { url: string }[], fix: boolean): Found => ({
  ...left(
    kind,
    pages.map(({ url }) => url),
  ),
  fixed: fix ? pages.length : 0,
});
