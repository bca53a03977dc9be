import { endedPages, openPages, pagesIn, recordBatch, urlHash } from '@trunkline/database';
import type { OutcomeKind } from '@trunkline/policy';
import { enqueueAll } from '../turns/enqueue-all.ts';
import { caughtUp } from './caught-up.ts';
import { type AuditParts, fixedOr, left, next, type Phases } from './phases.ts';

const PAGES = 1000;
const CLOCKS_MS = 60_000;

/** Of URLs: whether the ledger and Redis know the same ones. */
export function urlPhases({
  database: { pool },
  frontier,
}: Pick<AuditParts, 'database' | 'frontier'>): Phases<'ended' | 'open' | 'waiting'> {
  async function missingOf<P extends { url: string }>(run: string, pages: P[]): Promise<P[]> {
    if (pages.length === 0) return [];
    const known = await frontier.known(
      run,
      pages.map(({ url }) => url),
    );
    return pages.filter((_, i) => !known[i]);
  }

  return {
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
      if (!live || !(await caughtUp(frontier))) return next('waiting');
      let processed = 0;
      const missing: string[] = [];
      for await (const urls of frontier.waiting(short)) {
        processed += urls.length;
        const known = await pagesIn(pool, keys.job, urls.map(urlHash));
        missing.push(...urls.filter((url) => !known.has(urlHash(url))));
        if (missing.length >= PAGES) break; // each further look finds more
      }
      // Twice: a URL that was accepted meanwhile is on its way into the ledger.
      if (missing.length > 0 && (await caughtUp(frontier))) {
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
  };
}
