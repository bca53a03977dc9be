import { setTimeout as sleep } from 'node:timers/promises';
import type { Kept, Spool } from '@trunkline/archive';
import type { Frontier, NewUrl } from '@trunkline/frontier';
import type { Omission } from '@trunkline/policy';
import type { Discovered } from '@trunkline/visit';
import { untilAnswered } from '../loop/until-answered.ts';
import type { ToldUrls } from '../runs/told-urls.ts';
import { createEndedRuns } from './ended-runs.ts';
import { createPromises, type Given } from './open-promises.ts';
import { type Document, fromBlob, type Packed, packPage, toBlob, unpack, unpackDocument } from './packed.ts';
import { createRests } from './rests.ts';
import { createWaitingPacks } from './waiting-packs.ts';

/** URLs of one call: so many keep Redis from the claims and settles between two calls for a few milliseconds. */
const AT_ONCE = 256;
/** Bytes of packs that stay in memory as well; what is more is read back from the disk. */
const MOST_HOT = 4 << 20;
/** Bytes on the disk from which on nothing is claimed. */
const MOST_BYTES = 512 << 20;
/** What a pack takes in memory beside its body, more or less. */
const OVERHEAD = 300;
/** How often dead processes' spools are looked for, ms. */
const ADOPT_MS = 15_000;
/** Nothing comes for so long, ms. */
const IDLE_MS = 1000;
/** After the frontier took no more, ms. */
const FULL_MS = 500;
/** How long a stop waits for Redis to hear which promises are kept, ms. */
const CLOSE_MS = 300;

/** Links, how deep their run goes, and what of the document is left out. */
export type Found = { found: readonly Discovered[]; maxDepth: number | null; omitted?: readonly Omission[] };

type Parts = {
  frontier: Pick<Frontier, 'enqueue' | 'keepPromises' | 'leaveOut' | 'promises' | 'sizesOf'>;
  spool: Spool;
  told: ToldUrls;
  /** Reads the links of a stored document of which only the beginning was read; none where it cannot be read any more. */
  reread(run: string, document: Document): Promise<Found>;
  onAway(): void;
  onError(error: Error): void;
  most?: { hot?: number; bytes?: number };
};

type Waiting = Omit<Packed, 'body'> & { at: number; kept: Kept; hot: Buffer | null; of: Given };

/**
 * What waits to be enqueued: URLs (those of documents that are to be read again apart), bytes on the disk, for how long the oldest waits,
 * why the frontier takes none, and how many URLs came into the queue and are out of it since the process began.
 */
export type DiscoveryState = {
  urls: number;
  bytes: number;
  oldestMs: number;
  heldBy: 'REDIS_FULL' | 'RECORDER' | null;
  found: number;
  enqueued: number;
};

/**
 * The queue of found URLs between visits and the frontier. A visit is settled as soon as what it found is durable in the spool; the
 * settle carries a promise, which is kept once all of it is enqueued: in small calls, runs by turns. Slots and hosts wait for none of it.
 */
export function createDiscovery({ frontier, spool, told, reread, onAway, onError, most = {} }: Parts) {
  const { hot: mostHot = MOST_HOT, bytes: mostBytes = MOST_BYTES } = most;
  const packs = createWaitingPacks<Waiting>();
  const stop = new AbortController();
  const { signal } = stop;
  const rests = createRests(signal);
  const promises = createPromises({
    frontier,
    owner: spool.owner,
    signal,
    onAway,
    drop: (kept) => spool.drop(kept),
  });
  /** Bytes on the disk by run. */
  const bytesOf = new Map<string, number>();
  let urls = 0;
  let total = 0;
  let hotBytes = 0;
  let overhead = 0;
  let heldBy: DiscoveryState['heldBy'] = null;
  let stopping = false;
  const endedRuns = createEndedRuns<Waiting>({
    ...{ frontier, signal, onAway, onError, take: packs.take },
    runs: () => [...new Set([...(working === null ? [] : [working]), ...packs.runs()])],
    bodyOf: async ({ hot, kept }) => {
      if (hot) return hot;
      const blob = await spool.read(kept);
      return blob && fromBlob(blob).body;
    },
    done: (pack) => done(pack),
  });
  let wake = Promise.withResolvers<void>();
  /** The run whose pack is being enqueued. */
  let working: string | null = null;

  function add({ body, ...packed }: Packed, kept: Kept, of: Given): void {
    const isHot = hotBytes + body.length <= mostHot;
    if (isHot) hotBytes += body.length;
    urls += packed.count;
    total += packed.count;
    count(packed.run, kept.length);
    overhead += OVERHEAD;
    of.left++;
    packs.add({ ...packed, at: performance.now(), kept, hot: isHot ? body : null, of });
  }

  function count(run: string, bytes: number): void {
    const now = (bytesOf.get(run) ?? 0) + bytes;
    if (now > 0) bytesOf.set(run, now);
    else bytesOf.delete(run);
  }

  /** It is out of the queue: enqueued, not wanted any more, or (not ours) worked off by another process. */
  function done({ run, kept, hot, count: size, of }: Waiting, isOurs = true): void {
    if (hot) hotBytes -= hot.length;
    urls -= size;
    count(run, -kept.length);
    overhead -= OVERHEAD;
    if (isOurs) promises.worked(of, kept);
  }

  /** Stops in the middle when the crawler does: then all of it is enqueued again by whoever takes it over. */
  async function enqueue(pack: Waiting): Promise<void> {
    const body = pack.hot ?? (await spool.read(pack.kept));
    if (!body) return done(pack, false);
    const own = pack.hot ?? fromBlob(body).body;
    if (endedRuns.has(pack.run) && !pack.document) await endedRuns.leave(pack.run, unpack(own));
    if (endedRuns.has(pack.run)) return done(pack);
    if (pack.document) return readDocument(pack, unpackDocument(own));
    const list = unpack(own);
    for (let from = 0; from < list.length && !stopping; ) {
      const some = list.slice(from, from + AT_ONCE);
      const began = performance.now();
      heldBy = await enqueueSome(pack.run, some);
      await rests.after(performance.now() - began, pack.level === 0);
      if (heldBy === null) from += some.length;
      else if (!stopping) await sleep(FULL_MS, undefined, { signal }).catch(() => {}); // stopping wakes it
      if (endedRuns.has(pack.run)) {
        await endedRuns.leave(pack.run, list.slice(from));
        break;
      }
    }
    if (!stopping) done(pack);
  }

  /** Puts the links of a stored document in the place of it. */
  async function readDocument(pack: Waiting, document: Document): Promise<void> {
    const { run, of } = pack;
    const began = performance.now();
    try {
      const links = await linksOf(run, document);
      // It was over before they were enqueued.
      if (endedRuns.has(run)) return done(pack);
      const packed = packPage(run, document.url, links);
      const kept = await spool.append(packed.map((one) => toBlob(of.id, one)));
      for (const [i, one] of packed.entries()) add(one, kept[i]!, of);
    } catch (error) {
      onError(error as Error);
      // It can be read again when the disk takes what it holds.
      told.forgetRun(run);
      await sleep(FULL_MS, undefined, { signal }).catch(() => {}); // stopping wakes it
      packs.add({ ...pack, at: performance.now() });
      return;
    }
    done(pack);
    await rests.after(performance.now() - began, false);
  }

  /** Those of its links that the frontier was not told of. */
  async function linksOf(run: string, document: Document): Promise<Discovered[]> {
    const { found, maxDepth, omitted = [] } = await reread(run, document);
    if (omitted.length > 0)
      await untilAnswered(() => frontier.leaveOut(run, omitted).then(() => true), signal, onAway);
    return told.fresh(run, found, maxDepth);
  }

  /** Why not all of them were taken; null: they were. */
  async function enqueueSome(run: string, some: NewUrl[]): Promise<DiscoveryState['heldBy']> {
    try {
      const reply = await untilAnswered(() => frontier.enqueue(run, some), signal, onAway);
      // What is refused (depth, budget) may be admitted later, and nobody says which it was.
      if (reply && reply.refused > 0) told.forgetRun(run);
      return reply?.full ? (reply.fullBy ?? 'REDIS_FULL') : null;
    } catch (error) {
      // Something is wrong with one of them: that must neither take the others along nor come back for ever.
      if (some.length === 1) {
        onError(error as Error);
        return null;
      }
      const half = some.length >> 1;
      const first = await enqueueSome(run, some.slice(0, half));
      return (await enqueueSome(run, some.slice(half))) ?? first;
    }
  }

  async function adopt(): Promise<void> {
    for await (const { kept, blob } of spool.adopt()) {
      const packed = fromBlob(blob);
      const of = promises.adopted(packed.run, packed.promise);
      add(packed, kept, of);
    }
    wake.resolve();
  }

  async function work(): Promise<void> {
    while (!stopping) {
      const pack = packs.next();
      if (pack) {
        working = pack.run;
        await enqueue(pack);
        working = null;
      } else {
        wake = Promise.withResolvers();
        await Promise.race([wake.promise, sleep(IDLE_MS, undefined, { signal }).catch(() => {})]);
      }
    }
  }

  const ended = work();
  let adopting: Promise<void> = Promise.resolve();
  const lookForDead = () => {
    adopting = adopt().catch(onError);
  };
  lookForDead();
  const timer = setInterval(lookForDead, ADOPT_MS).unref();

  return {
    /**
     * Makes what visits found safe; answers the promise each run's settle is to carry. `over` of the answer must be called when the settle
     * was answered, or never will be. Rejects when the disk does not take it.
     */
    async keep(found: readonly Packed[]): Promise<{ promises: Map<string, string>; over(): void }> {
      const given = new Map<string, Given>();
      for (const { run } of found) if (!given.has(run)) given.set(run, promises.give(run));
      try {
        const kept = await spool.append(found.map((one) => toBlob(given.get(one.run)!.id, one)));
        for (const [i, one] of found.entries()) add(one, kept[i]!, given.get(one.run)!);
      } catch (error) {
        for (const of of given.values()) promises.takeBack(of);
        throw error;
      }
      wake.resolve();
      return {
        promises: new Map([...given].map(([run, { id }]) => [run, id])),
        over: () => {
          for (const of of given.values()) promises.told(of);
        },
      };
    },
    linksOf,
    /** Runs of which nothing is to be claimed: from half of the bound on those that have more than their part of that half. */
    over(): string[] {
      if (spool.bytes() + overhead <= mostBytes / 2) return [];
      const part = mostBytes / 2 / bytesOf.size;
      return [...bytesOf].flatMap(([run, bytes]) => (bytes >= part ? [run] : []));
    },
    /** Why nothing may be claimed; null: it may. */
    closedBy: () => (spool.bytes() + overhead > mostBytes ? 'DISCOVERY' : null),
    /** Nothing is left in it, and the frontier knows. */
    idle: () => overhead === 0 && spool.bytes() === 0,
    /** The frontier takes no new URLs: they wait here. */
    full: () => heldBy !== null,
    state(): DiscoveryState {
      const oldest = packs.oldest();
      const oldestMs = oldest ? Math.round(performance.now() - oldest.at) : 0;
      const totals = { found: total, enqueued: total - urls };
      return { urls, bytes: spool.bytes(), oldestMs, heldBy: oldest ? heldBy : null, ...totals };
    },
    /** Ends the work; what is left lies in the spool for whoever takes that over. */
    async close(): Promise<void> {
      clearInterval(timer);
      stopping = true;
      await promises.flush(CLOSE_MS);
      stop.abort();
      wake.resolve();
      await Promise.all([ended, adopting, endedRuns.close()]);
    },
  };
}

export type Discovery = ReturnType<typeof createDiscovery>;
