import { setTimeout as sleep } from 'node:timers/promises';
import type { Location, StoredResponse } from '@trunkline/archive';
import type { Claim, Frontier, NewUrl, SettleItem } from '@trunkline/frontier';
import type { Discovered, Settling } from '@trunkline/visit';
import type { Discovery } from '../../discovery/discovery.ts';
import {
  type Document,
  type Packed,
  pack,
  packDocument,
  packPage,
  unpack,
  unpackDocument,
} from '../../discovery/packed.ts';
import type { ToldUrls } from '../../runs/told-urls.ts';
import { untilAnswered } from '../until-answered.ts';

/** So many URLs of a run are told in one call, and the visits that found them wait for it. */
export const FEW = 256;
/** A page that found more is packed. */
const PACKED = 32;
/** Between two calls while Redis is full, ms. */
const FULL_MS = 250;

/** A claim that is over: with its outcome, or (`item` null) to go back uncharged, though the host may have been asked. */
export type Ending = {
  claim: Claim;
  item: SettleItem | null;
  startedAfterMs?: number | null;
  discovered: readonly Discovered[];
  settling: Settling | null;
  /** Of the run: what lies deeper is refused. */
  maxDepth?: number | null;
  /** A page of which only the beginning was read, or where it lies. */
  unread?: Location | StoredResponse | undefined;
};

/** Promises by run; `over` says that the settle that carried them was answered, or never will be. */
export type Safe = { promises: ReadonlyMap<string, string>; over(): void };

/** An ending of which much that it found is packed. */
export type Ended = Ending & { packs: readonly Packed[] };

/** Makes what visits found safe before they are settled: in the frontier, or in the queue behind the visits (`discovery`). */
export function createSafety(
  frontier: Pick<Frontier, 'enqueue'>,
  told: ToldUrls,
  discovery: Pick<Discovery, 'keep' | 'full' | 'linksOf'> | null,
  onAway: () => void,
) {
  /** Resolves once nothing of what these found can be lost: with the promises that their settle is to carry, by run. */
  async function make(endings: readonly Ended[], signal: AbortSignal): Promise<Safe> {
    const packs = endings.flatMap((ending) => ending.packs);
    const few: [string, NewUrl[]][] = [];
    for (const [run, urls] of foundByRun(endings)) {
      if (discovery && (urls.length > FEW || discovery.full())) packs.push(pack(run, 0, urls));
      else few.push([run, urls]);
    }
    const left = await Promise.all(few.map(([run, urls]) => tell(run, urls, signal)));
    return keep([...packs, ...left.flat()], signal);
  }

  /** Into the queue; where the disk does not take them, the visits wait for the frontier to. */
  async function keep(packs: readonly Packed[], signal: AbortSignal): Promise<Safe> {
    const none = { promises: new Map<string, string>(), over: () => {} };
    if (!discovery || packs.length === 0 || signal.aborted) return none;
    try {
      return await discovery.keep(packs);
    } catch {
      for (const { run, body, document } of packs) {
        const urls = document ? await linksOf(run, unpackDocument(body)) : unpack(body);
        await tell(run, urls, signal, true);
      }
      return none;
    }
  }

  async function linksOf(run: string, document: Document): Promise<NewUrl[]> {
    const found = await discovery!.linksOf(run, document);
    return found.map((one) => ({ ...one, parent: document.url }));
  }

  /** Enqueues; answers what Redis has no room for, as a pack for the queue, or waits until it has. */
  async function tell(
    run: string,
    urls: NewUrl[],
    signal: AbortSignal,
    wait = discovery === null,
  ): Promise<Packed[]> {
    for (;;) {
      const reply = await untilAnswered(() => frontier.enqueue(run, urls), signal, onAway);
      // A refused URL (depth, budget) may be admitted later, and nobody says which one it was.
      if (reply && reply.refused === 0 && !reply.full)
        told.add(
          run,
          urls.map(({ url }) => url),
        );
      if (!reply?.full) return [];
      if (!wait) return [pack(run, 0, urls)];
      await sleep(FULL_MS, undefined, { signal }).catch(() => {}); // the next call sees the abort
    }
  }

  /** What is left of them for one call per run. Of several visits that found a URL in one batch the shallowest counts. */
  function foundByRun(endings: readonly Ending[]): Iterable<[string, NewUrl[]]> {
    const byRun = new Map<string, Map<string, NewUrl>>();
    for (const { claim, discovered } of endings) {
      for (const { url, depth, hops, urgent, sitemap = 0 } of discovered) {
        if (told.has(claim.run, url)) continue;
        const urls = byRun.get(claim.run) ?? new Map<string, NewUrl>();
        byRun.set(claim.run, urls);
        const other = urls.get(url);
        if (!other || depth < other.depth)
          urls.set(url, { url, depth, hops, urgent, sitemap, parent: claim.url });
      }
    }
    return [...byRun].map(([run, urls]) => [run, [...urls.values()]]);
  }

  /** Much that one page has found is packed at once: as objects it would take many times the memory while it waits. */
  function packed(ending: Ending, signal: AbortSignal): Ended {
    const { claim, discovered, item, maxDepth = null, unread } = ending;
    const { run, url, depth } = claim;
    if (!discovery || item === null || signal.aborted) return { ...ending, packs: [] };
    const document = unread
      ? [packDocument(run, { url, depth, found: discovered.length, location: unread })]
      : [];
    if (discovered.length <= PACKED) return { ...ending, packs: document };
    // They will be safe before anybody hears of this visit.
    const fresh = told.fresh(run, discovered, maxDepth);
    return { ...ending, discovered: [], packs: [...packPage(run, url, fresh), ...document] };
  }

  return {
    make,
    packed,
    /** Tells the frontier of all that one visit found. */
    async tellAll(ending: Ending, signal: AbortSignal): Promise<void> {
      for (const [run, urls] of foundByRun([ending])) await tell(run, urls, signal);
    },
  };
}
