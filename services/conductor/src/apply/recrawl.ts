import type { RunRows } from '@trunkline/control';
import {
  createLedger,
  type LedgerPage,
  type OpenDatabase,
  shortRun,
  type TimePlace,
} from '@trunkline/database';
import type { DesiredRun, Frontier, NewUrl } from '@trunkline/frontier';
import { inScope } from '@trunkline/web/url';
import { enqueueAll } from '../turns/enqueue-all.ts';

/**
 * How far the ledger of earlier runs has entered a run, kept in its hold for seeds:
 *
 *   notDue     pages that are not due are marked as seen, before anything is fetched that links to them
 *      │
 *  unvisited   pages that no run has ended with (a budget ended it before): overdue since ever
 *      │
 *     due      pages due by the start of the run, most overdue first, with what their last capture said
 *      │
 *     over     seeds follow: those the ledger knows are in already
 */
export type RecrawlPlace =
  | { phase: 'notDue' | 'due'; after: TimePlace | null }
  | { phase: 'unvisited'; after: string | null }
  | { phase: 'over' };

/** Pages read in a step. */
const STEP = 2000;

export const recrawlBegins: RecrawlPlace = { phase: 'notDue', after: null };

/** Goes on until a step was a whole one; the place from which to go on. Repeating it is harmless: what is in changes nothing. */
export function createRecrawl(pool: OpenDatabase['pool'], frontier: Pick<Frontier, 'enqueue'>) {
  const ledger = createLedger(pool);

  async function step(run: RunRows, desired: DesiredRun, place: RecrawlPlace): Promise<RecrawlPlace> {
    const job = run.job.serial;
    const { scope } = desired.config;
    // Scope may have changed since a page was found; seeds are not asked about, here as elsewhere.
    const enter = (pages: LedgerPage[], notDue = false) =>
      enqueueAll(
        frontier,
        desired.run,
        pages
          .filter(({ depth, url }) => depth === 0 || inScope(url, scope).inScope)
          .map((page) => (notDue ? { ...newUrl(page), notDue } : newUrl(page))),
      );
    switch (place.phase) {
      case 'notDue':
      case 'due': {
        const { phase } = place;
        const pages = await ledger.due(job, run.createdAt, phase, place.after, STEP);
        await enter(pages, phase === 'notDue');
        const last = pages.at(-1);
        if (last && pages.length === STEP) return { phase, after: { at: last.dueAt, hash: last.hash } };
        return phase === 'notDue' ? { phase: 'unvisited', after: null } : { phase: 'over' };
      }
      case 'unvisited': {
        const { pages, last } = await ledger.unvisited(job, place.after, STEP);
        await enter(pages);
        return last === null ? { phase: 'due', after: null } : { phase: 'unvisited', after: last };
      }
      case 'over':
        return place;
    }
  }

  return async (run: RunRows, desired: DesiredRun, begin: RecrawlPlace): Promise<RecrawlPlace> => {
    let place = begin;
    for (;;) {
      const next = await step(run, desired, place);
      if (next.phase === place.phase) return next;
      place = next;
    }
  };
}

function newUrl({ url, depth, sitemap, etag, lastModified, digest, capture }: LedgerPage): NewUrl {
  const entry = { url, depth, hops: 0, ...(sitemap && { sitemap }) };
  if (!capture) return entry;
  const { run, id, at } = capture;
  return { ...entry, validators: { etag, lastModified, digest, capture: { run: shortRun(run), id, at } } };
}
