import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Location } from '@trunkline/archive';
import type { Claim, Frontier, NewUrl, SettleItem } from '@trunkline/frontier';
import type { Discovered, Settling } from '@trunkline/visit';
import type { Discovery } from '../discovery/discovery.ts';
import {
  type Document,
  type Packed,
  pack,
  packDocument,
  packPage,
  unpack,
  unpackDocument,
} from '../discovery/packed.ts';
import type { ToldUrls } from '../runs/told-urls.ts';
import type { Session } from '../session/sessions.ts';
import { brokenItem } from './broken-item.ts';
import { untilAnswered } from './until-answered.ts';

/** How long the first of a batch waits for others, ms, and how many make one at once. */
const GATHER_MS = 4;
const ENOUGH = 48;
const MOST = 256;
/** So many URLs of a run are told in one call, and the visits that found them wait for it. */
const FEW = 256;
/** A page that found more is packed. */
const PACKED = 32;
/** Between two calls while Redis is full, ms. */
const FULL_MS = 250;
/** Between two tries while the frontier refuses everything, ms. */
const AGAIN_MS = 1000;

/** A claim that is over: with its outcome, or (`item` null) to go back uncharged, though the host may have been asked. */
export type Ending = {
  claim: Claim;
  item: SettleItem | null;
  startedAfterMs?: number | null;
  discovered: readonly Discovered[];
  settling: Settling | null;
  /** Of the run: what lies deeper is refused. */
  maxDepth?: number | null;
  /** Where a page lies of which only the beginning was read. */
  unread?: Location | undefined;
};

/** Promises by run; `over` says that the settle that carried them was answered, or never will be. */
type Safe = { promises: ReadonlyMap<string, string>; over(): void };

/** An ending of which much that it found is packed. */
type Ended = Ending & { packs: readonly Packed[] };

type Hooks = {
  onSettled(claims: readonly Claim[], session: Session): void;
  onAway(): void;
  onStale(count: number): void;
  /** The frontier refused what it was told, of one claim or (null) of any. */
  onRefused?(fault: Error, claim: Claim | null): void;
  /** Of this worker, for records. */
  worker?: string;
};

type Batch = { session: Session; endings: Ended[] };

/**
 * Tells the frontier of many visits in one call each: first what they found is made safe, then they are settled, so that a crash in
 * between repeats visits and loses nothing. Few URLs are safe when the frontier has acknowledged them; many are put into the queue
 * behind the visits (`discovery`), if there is one. One batch is on its way at a time; a lost reply is asked for again under the same id.
 */
export function createSettler(
  frontier: Pick<Frontier, 'enqueue' | 'settle' | 'requeue'>,
  told: ToldUrls,
  hooks: Hooks,
  discovery: Pick<Discovery, 'keep' | 'full' | 'linksOf'> | null = null,
) {
  let open: Batch | null = null;
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> | null = null;
  const closed: Batch[] = [];
  const { worker = '' } = hooks;

  function send(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (sending) return;
    const batch = closed.shift() ?? open;
    if (!batch) return;
    if (batch === open) open = null;
    sending = settleBatch(batch).finally(() => {
      sending = null;
      // What came meanwhile has waited long enough.
      if (closed.length > 0 || open) send();
    });
  }

  async function settleBatch({ session, endings }: Batch): Promise<void> {
    for (const { settling } of endings) settling?.sent();
    let ok = false;
    try {
      ok = await untilTold(session, endings);
    } finally {
      for (const { settling } of endings) settling?.over(ok);
      hooks.onSettled(
        endings.map(({ claim }) => claim),
        session,
      );
    }
  }

  /**
   * Until the frontier has taken it, whatever it refuses: halves, until what it refuses is alone; of that, that it cannot be told; and
   * if that is refused too, the fault is none of this claim, which goes back once that is mended. False: the session ended before.
   */
  async function untilTold(session: Session, endings: readonly Ended[]): Promise<boolean> {
    try {
      return await tellFrontier(session, endings);
    } catch (fault) {
      if (session.signal.aborted) return false;
      if (endings.length > 1) {
        const middle = endings.length >> 1;
        const first = await untilTold(session, endings.slice(0, middle));
        return (await untilTold(session, endings.slice(middle))) && first;
      }
      return lastWord(session, endings[0]!, fault as Error);
    }
  }

  async function lastWord(session: Session, ending: Ended, fault: Error): Promise<boolean> {
    const { claim, item } = ending;
    const startedAfterMs = item ? item.startedAfterMs : (ending.startedAfterMs ?? null);
    const { signal } = session;
    let why = fault;
    for (let tries = 0; !signal.aborted; tries++) {
      hooks.onRefused?.(why, tries === 0 ? claim : null);
      const less = tries === 0 && item && brokenItem(claim, 'SETTLE_REFUSED', why, worker, startedAfterMs);
      try {
        return await tellFrontier(session, [
          { ...ending, item: less || null, startedAfterMs, discovered: [], packs: [] },
        ]);
      } catch (again) {
        why = again as Error;
        if (tries > 0) await sleep(AGAIN_MS, undefined, { signal }).catch(() => {}); // the loop sees the abort
      }
    }
    return false;
  }

  async function tellFrontier(session: Session, endings: readonly Ended[]): Promise<boolean> {
    const { signal } = session;
    const settled = endings.filter((ending) => ending.item !== null);
    const { promises, over } = await makeSafe(settled, signal);
    const items = settled.map(({ item }) => withPromise(item!, promises));
    const settleId = randomUUID();
    const back = endings.flatMap(({ claim: { token }, item, startedAfterMs = null }) =>
      item === null ? [{ token, startedAfterMs }] : [],
    );
    try {
      const [reply] = await Promise.all([
        items.length === 0
          ? null
          : untilAnswered(() => frontier.settle(session.id, settleId, items), signal, hooks.onAway),
        back.length === 0
          ? null
          : untilAnswered(() => frontier.requeue(session.id, back), signal, hooks.onAway),
      ]);
      if (reply && reply.stale.length > 0) hooks.onStale(reply.stale.length);
      return !signal.aborted;
    } finally {
      over();
    }
  }

  /** Resolves once nothing of what these found can be lost: with the promises that their settle is to carry, by run. */
  async function makeSafe(endings: readonly Ended[], signal: AbortSignal): Promise<Safe> {
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
      const reply = await untilAnswered(() => frontier.enqueue(run, urls), signal, hooks.onAway);
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
  function packed(session: Session, ending: Ending): Ended {
    const { claim, discovered, item, maxDepth = null, unread } = ending;
    const { run, url, depth } = claim;
    if (!discovery || item === null || session.signal.aborted) return { ...ending, packs: [] };
    const document = unread ? [packDocument(run, { url, depth, location: unread })] : [];
    if (discovered.length <= PACKED) return { ...ending, packs: document };
    // They will be safe before anybody hears of this visit.
    const fresh = told.fresh(run, discovered, maxDepth);
    return { ...ending, discovered: [], packs: [...packPage(run, url, fresh), ...document] };
  }

  return {
    add(session: Session, ending: Ending): void {
      if (open && open.session !== session) {
        closed.push(open);
        open = null;
      }
      open ??= { session, endings: [] };
      open.endings.push(packed(session, ending));
      const { length } = open.endings;
      if (length >= MOST && sending) {
        closed.push(open);
        open = null;
      }
      if (length >= ENOUGH) send();
      else if (!timer && !sending) timer = setTimeout(send, GATHER_MS);
    },
    /** Resolves when everything added so far is told, or its session is lost. */
    async flush(): Promise<void> {
      while (sending || open || closed.length > 0) {
        send();
        await sending;
      }
    },
  };
}

function withPromise(item: SettleItem, promises: Safe['promises']): SettleItem {
  const promise = promises.get(item.run);
  return promise === undefined ? item : { ...item, promise };
}

export type Settler = ReturnType<typeof createSettler>;
