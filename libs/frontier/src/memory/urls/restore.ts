import { splitUrl } from '../../stored/entry.ts';
import { push, settlePlaces } from '../hosts/places.ts';
import { spend } from '../limits/budgets.ts';
import { hostOf, nowOf, type World } from '../world.ts';

/** A URL the ledger knows. */
export type KnownUrl = {
  url: string;
  depth: number;
  hops: number;
  sitemap: number;
  /** Attempts that have ended; the URL waits for the next one unless it is finished. */
  tries: number;
  finished: boolean;
  /** Its last attempt brought a page: what budgets of pages count. */
  fetched: boolean;
};

/** What is known of a run whose frontier was lost. */
export type Ledger = {
  urls: Iterable<KnownUrl>;
  /** Outcomes counted so far; those that follow from `urls` are counted from them. */
  counters: Partial<
    Record<
      'bytes' | 'dead' | 'fetched' | 'notModified' | 'redirected' | 'refused' | 'throttled' | 'failed',
      number
    >
  >;
  /** Hosts that asked for rest, and until when, ms of the clock on the wall. */
  resting: Iterable<readonly [host: string, until: number]>;
};

/** Fills a run that is empty: what is finished is known, the rest waits, and every host a full delay. */
export function restore(world: World, id: string, { urls, counters, resting }: Ledger): void {
  const run = world.runs.get(id);
  if (!run) return;
  const now = nowOf(world);
  world.floor = now;
  Object.assign(run.counters, counters);
  for (const { url, depth, hops, sitemap, tries, finished, fetched } of urls) {
    const { host, scheme, path } = splitUrl(url);
    run.seen.add(url);
    run.counters.accepted++;
    if (finished) run.counters.finished++;
    else
      push(
        world,
        run,
        host,
        { scheme, recoveries: 0, sitemap, depth, hops, tries, path, validators: '' },
        'tail',
      );
    if (!fetched) continue;
    run.used++;
    spend(run, host, path);
  }
  for (const [name, until] of resting) {
    const host = hostOf(world, name);
    host.backoffUntil = Math.max(host.backoffUntil, until);
  }
  settlePlaces(world, now);
}
