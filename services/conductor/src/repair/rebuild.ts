import { setTimeout as pause } from 'node:timers/promises';
import { applyRun, desiredRun, moveRun, type RunRows } from '@trunkline/control';
import {
  drops,
  endedPages,
  holds,
  type OpenDatabase,
  openPages,
  type RunKeys,
  redirects,
  retriedPages,
  runs,
  storedPages,
  visits,
} from '@trunkline/database';
import type { DesiredRun, Frontier, NewUrl } from '@trunkline/frontier';
import type { OutcomeKind } from '@trunkline/policy';
import type { Bus } from '@trunkline/telemetry';
import { inScope, leadsOn, looksLikeTrap, origin } from '@trunkline/web/url';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { enqueueAll } from '../turns/enqueue-all.ts';
import type { LinkReader } from './links.ts';
import { stateAfter } from './lost-runs.ts';
import type { Operation, Step } from './operations.ts';
import type { Work } from './work.ts';

export type RebuildParts = {
  database: OpenDatabase;
  frontier: Pick<
    Frontier,
    'sizes' | 'applyRun' | 'time' | 'enqueue' | 'reconcile' | 'retryDead' | 'forget' | 'inFlight'
  >;
  bus: Pick<Bus, 'publish'>;
  links: LinkReader;
};

/** Rows of one step: a few of them a second keep the frontier's calls short and the progress visible. */
const ROWS = 1000;
const CAPTURES = 100;
/** Claims of lost sessions are given back within this time, about. */
const SWEPT_MS = 500;
/** `started_at` of a run and `first_seen_at` of its pages are of two clocks, ms. */
const CLOCKS_MS = 60_000;
/** The frontier knows for a day that it was asked for a URL again; less an hour for what takes time, ms. */
const KNOWN_MS = 23 * 3_600_000;
/** A redirect's target as long as this was cut when it was recorded. */
const CUT = 2000;

type At = { operation: Operation; run: RunRows; desired: DesiredRun; keys: RunKeys };
type Phase = (at: At) => Promise<Step>;

/*
 *  prepare   a run that Redis does not know enters it, paused
 *     │
 *  retried   ended URLs that were asked for again since wait again, where that was forgotten
 *     │
 *   ended    pages whose end is committed are marked as known and finished; before everything else, for all that
 *     │      follows finds links to them
 *    open    pages that have not ended are enqueued, with the visits they had
 *     │
 *  release   the run goes on as before; each of its hosts waits a full delay
 *     │
 * redirects  targets of redirects are enqueued
 *     │
 *   links    links of stored pages are read again from the archive and enqueued
 */
const order = ['prepare', 'retried', 'ended', 'open', 'release', 'redirects', 'links'] as const;

/**
 * One step of bringing a run's frontier in line with the database. `repair` does it from the beginning of the run, `reconcile`
 * from the moment after which Redis may have forgotten. Every step may be repeated: what is there already changes nothing.
 */
export function createRebuild({ database, frontier, bus, links }: RebuildParts): Work {
  const { db, pool } = database;
  const next = (phase: (typeof order)[number]): Step => ({
    phase: order[order.indexOf(phase) + 1] ?? null,
    position: null,
  });

  const phases: Record<(typeof order)[number], Phase> = {
    async prepare({ run, desired, keys }) {
      if (await frontier.sizes(desired.run)) return next('prepare');
      // What is left of it in other shards, or of its claims, would be counted into the new one.
      while ((await frontier.forget(desired.run, { upTo: run.version })).left);
      if ((await frontier.inFlight([desired.run])).length > 0) {
        await pause(SWEPT_MS);
        return { phase: 'prepare', position: null };
      }
      const asSeen = await db.transaction(async (tx) => {
        const [now] = await tx.select().from(runs).where(eq(runs.id, run.id)).for('no key update');
        // Another conductor has come further with it while this one stood still.
        if (now?.version !== run.version || now.state !== run.state) return false;
        // What was counted as dropped had no page of its own: it is open again.
        await tx.delete(drops).where(eq(drops.runSerial, keys.run));
        const ended = sql`(select count(*) from ${visits} where ${visits.runSerial} = ${keys.run} and ${visits.final})`;
        await tx.update(runs).set({ recorded: ended }).where(eq(runs.id, run.id));
        // It begins to count anew: of what was asked for again only what comes next is an end.
        await tx
          .update(visits)
          .set({ retriedAt: null })
          .where(and(eq(visits.runSerial, keys.run), isNotNull(visits.retriedAt)));
        await tx
          .update(holds)
          .set({ position: 0, place: null, closedAt: null })
          .where(and(eq(holds.runId, run.id), eq(holds.kind, 'seeds')));
        return true;
      });
      if (asSeen && run.state !== 'repairing') {
        const lostFrom = run.lostFrom ?? run.state;
        await moveRun({ db, bus }, run, { state: 'repairing', lostFrom, error: null });
      }
      // Once more, with the row as it is now.
      if (!asSeen || run.state !== 'repairing') return { phase: 'prepare', position: null };
      const brought = await applyRun({ db, frontier }, run.id, { anew: true });
      return brought ? next('prepare') : { phase: null, position: null };
    },

    async retried({ operation, desired, keys }) {
      const { position, since, kind } = operation;
      // In a frontier that knows nothing yet they are open pages like others.
      if (kind !== 'reconcile') return next('retried');
      const day = new Date(Date.now() - KNOWN_MS);
      const urls = await retriedPages(pool, keys, {
        ...{ after: position, limit: ROWS, since: since !== null && since > day ? since : day },
      });
      if (urls.length === 0) return next('retried');
      const { accepted } = await frontier.retryDead(desired.run, urls);
      return {
        phase: 'retried',
        position: urls.at(-1)!.hash,
        processed: urls.length,
        found: [{ kind: 'openMissing', count: accepted, samples: urls.slice(0, 3).map(({ url }) => url) }],
      };
    },

    async ended({ operation, desired, keys }) {
      const rows = await endedPages(pool, keys, stepOf(operation, ROWS));
      const ended = rows.map(({ url, outcomes, dead, bytes }) => ({
        url,
        outcomes: outcomes as OutcomeKind[],
        dead,
        bytes,
      }));
      const found = ended.length > 0 ? await frontier.reconcile(desired.run, ended) : null;
      if (ended.length > 0 && !found) return { phase: 'prepare', position: null }; // lost once more
      return {
        ...(rows.length < ROWS ? next('ended') : { phase: 'ended', position: rows.at(-1)!.hash }),
        processed: rows.length,
        found: [
          { kind: 'endedMissing', count: found?.missing ?? 0 },
          { kind: 'endedWaiting', count: found?.waiting ?? 0 },
        ],
      };
    },

    async open({ operation, run, desired, keys }) {
      const since = operation.since ?? new Date((run.startedAt ?? run.createdAt).getTime() - CLOCKS_MS);
      const { pages, last } = await openPages(pool, keys, { ...stepOf(operation, ROWS), since });
      const urls = pages.map(({ url, depth, sitemap, tries }) => ({ url, depth, hops: 0, sitemap, tries }));
      const count = await enqueue(desired, urls);
      return {
        ...(last === null ? next('open') : { phase: 'open', position: last }),
        processed: pages.length,
        found: [
          { kind: 'openMissing', count, samples: count > 0 ? urls.slice(0, 3).map(({ url }) => url) : [] },
        ],
      };
    },

    async release({ run }) {
      if (run.state === 'repairing')
        await moveRun({ db, bus }, run, { state: stateAfter(run), lostFrom: null, error: null });
      return next('release');
    },

    async redirects({ operation, desired, keys }) {
      const rows = await redirects(pool, keys, stepOf(operation, ROWS));
      const { scope } = desired.config;
      const urls = rows
        .filter(({ target }) => target.length < CUT && URL.canParse(target))
        .filter(
          ({ target, depth }) =>
            (inScope(target, scope).inScope || (depth === 0 && leadsOn(target, scope))) &&
            looksLikeTrap(target) === null,
        )
        .map(({ url, target, depth, hops }) => {
          const urgent = origin(url) !== origin(target);
          return { url: target, depth, hops: hops + 1, parent: url, urgent };
        });
      return {
        ...(rows.length < ROWS ? next('redirects') : { phase: 'redirects', position: rows.at(-1)!.hash }),
        processed: rows.length,
        found: [{ kind: 'redirectMissing', count: await enqueue(desired, urls) }],
      };
    },

    async links({ operation, desired, keys }) {
      const rows = await storedPages(pool, keys.run, stepOf(operation, CAPTURES));
      const unreadable: string[] = [];
      let count = 0;
      for (const page of rows) {
        const urls = await links.of(page, desired.config);
        if (urls) count += await enqueue(desired, urls);
        else unreadable.push(page.url);
      }
      return {
        ...(rows.length < CAPTURES ? next('links') : { phase: 'links', position: String(rows.at(-1)!.id) }),
        processed: rows.length,
        found: [
          { kind: 'linkMissing', count },
          { kind: 'captureUnreadable', count: unreadable.length, fixed: 0, samples: unreadable.slice(0, 3) },
        ],
      };
    },
  };

  async function enqueue({ run }: DesiredRun, urls: NewUrl[]): Promise<number> {
    return urls.length === 0 ? 0 : (await enqueueAll(frontier, run, urls)).accepted;
  }

  return {
    async step(operation, run) {
      const desired = desiredRun(run);
      const keys = { run: run.serial, job: run.job.serial };
      const phase = order.find((name) => name === operation.phase) ?? 'prepare';
      // A run that is being cancelled, or that Redis has lost altogether, is not reconciled.
      if (run.state === 'cancelling' || (operation.kind === 'reconcile' && run.lostFrom !== null))
        return { phase: null, position: null };
      return phases[phase]({ operation, run, desired, keys });
    },

    /** Lets the run end again. */
    async over(tx, run) {
      await tx
        .update(holds)
        .set({ closedAt: sql`now()` })
        .where(and(eq(holds.runId, run.id), eq(holds.kind, 'repair'), isNull(holds.closedAt)));
    },
  };
}

const stepOf = ({ position, since }: Operation, limit: number) => ({ after: position, since, limit });
