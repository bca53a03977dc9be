import { isOver } from '@trunkline/control';
import { shortRun } from '@trunkline/database';
import type { Redis } from '@trunkline/redis';
import { type Bus, type LoggedEvent, readRunEvents, readRunLogEnd } from '@trunkline/telemetry';
import type { RunState, RunValue } from '../../stores/values.ts';
import type { RunEventValue, RunLook } from '../live-event.ts';
import type { Looks } from '../looks/looks.ts';

/** Events of a run in memory, for all who follow it; who is further behind reads from Redis. */
const RING = 512;
const PAGE = 200;
/** News may be lost while Redis is away: logs are looked at this often all the same, ms. */
const LOOK_MS = 5000;

/** A place in the log of a run. */
export type Place = { n: number; id: string };

const encodePlace = ({ n, id }: Place) => Buffer.from(`${n}.${id}`).toString('base64url');

export function parsePlace(cursor: string): Place | null {
  const [, n, id] =
    /^(\d{1,15})\.(\d{1,15}-\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return n && id ? { n: Number(n), id } : null;
}

export type RunFollowersParts = {
  redis: Redis;
  bus: Pick<Bus, 'subscribe'>;
  looks: Pick<Looks, 'at'>;
  /** The run's row as it is now; null when it was deleted. */
  row: (runId: string) => Promise<RunValue | null>;
  onTrouble: (error: unknown) => void;
};

type Kept = Place & { value: RunEventValue; final: boolean };
type Source = {
  run: RunValue;
  ring: Kept[];
  end: Place;
  waiting: Set<() => void>;
  followers: number;
  reading: boolean;
  again: boolean;
};

/**
 * Follows the logs of runs. The log itself is the buffer: a follower holds a place in it and nothing else, so who reads slowly
 * costs no memory, loses nothing while the log has it, and is told when it has not.
 */
export function createRunFollowers({ redis, bus, looks, row, onTrouble }: RunFollowersParts) {
  const sources = new Map<string, Promise<Source>>();
  let listening: ReturnType<typeof bus.subscribe<'runEvents'>> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    if (listening === null) {
      const heard = bus.subscribe('runEvents');
      listening = heard;
      timer = setInterval(() => void lookAround(), LOOK_MS).unref();
      void (async () => {
        for await (const { run } of heard) void sources.get(run)?.then(readOn, () => {});
      })();
    }
    await listening.start();
  }

  /** Reads what is new of a log into memory and wakes who waits for it. */
  async function readOn(source: Source): Promise<void> {
    if (source.reading) {
      source.again = true;
      return;
    }
    source.reading = true;
    try {
      do {
        source.again = false;
        const events = await readRunEvents(redis, shortRun(source.run.serial), source.end.id, PAGE);
        for (const event of events) {
          // Numbers begin again when Redis lost the log; what was in memory is of another.
          if (event.n !== source.end.n + 1) source.ring.length = 0;
          source.ring.push(kept(event));
          source.end = { n: event.n, id: event.id };
        }
        if (source.ring.length > RING) source.ring.splice(0, source.ring.length - RING);
        if (events.length === PAGE) source.again = true;
        if (events.length > 0) wake(source);
      } while (source.again);
    } catch (error) {
      onTrouble(error);
    } finally {
      source.reading = false;
    }
  }

  async function lookAround(): Promise<void> {
    for (const opening of sources.values()) {
      try {
        const source = await opening;
        source.run = (await row(source.run.id)) ?? { ...source.run, state: 'cancelled' };
        await readOn(source);
        if (isOver(source.run.state)) wake(source);
      } catch (error) {
        onTrouble(error);
      }
    }
  }

  function acquire(run: RunValue): Promise<Source> {
    const short = shortRun(run.serial);
    const known = sources.get(short);
    if (known !== undefined) return known;
    const opening = (async () => {
      await listen();
      const end = await readRunLogEnd(redis, short);
      return { run, ring: [], end, waiting: new Set(), followers: 0, reading: false, again: false } as Source;
    })();
    sources.set(short, opening);
    opening.catch(() => sources.delete(short));
    return opening;
  }

  function release(source: Source): void {
    source.followers--;
    if (source.followers > 0) return;
    sources.delete(shortRun(source.run.serial));
    if (sources.size > 0) return;
    clearInterval(timer);
    void listening?.return?.();
    listening = null;
  }

  /** Events of a run from a place on (null: from now), of some kinds; the first says where it is. */
  function follow(
    run: RunValue,
    after: Place | null,
    wanted: (value: RunEventValue) => boolean,
  ): AsyncIterableIterator<RunEventValue> {
    let source: Source | null = null;
    let at: Place = { n: 0, id: '0-0' };
    /** Read from Redis, because memory does not reach back so far. */
    let page: Kept[] = [];
    /** A place that came from outside is believed once the log confirms it. */
    let trusted = after === null;
    let over = false;
    let closed = false;
    let stopWaiting: (() => void) | null = null;

    async function look(typename: RunLook['typename'], dropped: number): Promise<RunLook> {
      const now = (await row(run.id)) ?? run;
      const progress = await looks.at(now);
      return { typename, at: progress.at, run: now, progress, cursor: encodePlace(at), dropped };
    }

    async function begin(): Promise<RunLook> {
      const opened = await acquire(run);
      opened.followers++;
      source = opened;
      if (closed) release(opened);
      at = after ?? opened.end;
      const first = await look('RunEventsSnapshot', 0);
      opened.run = first.run;
      return first;
    }

    /** The next event as it is kept; null: there is none yet; a number: so many were lost before the next. */
    async function step({ ring, end, run: { serial } }: Source): Promise<Kept | number | null> {
      if (at.n === end.n && (trusted || at.id === end.id)) return null;
      const first = ring[0];
      if (trusted && first !== undefined && at.n >= first.n - 1 && at.n < end.n)
        return ring[at.n + 1 - first.n]!;
      if (page.length === 0) page = (await readRunEvents(redis, shortRun(serial), at.id, PAGE)).map(kept);
      const next = page.shift();
      trusted = true;
      if (next === undefined) {
        const lost = Math.max(0, end.n - at.n);
        at = end;
        return lost;
      }
      if (next.n === at.n + 1) return next;
      page.unshift(next);
      const lost = Math.max(0, next.n - at.n - 1);
      // Where nothing follows: the place just before what is left.
      at = { n: next.n - 1, id: at.id };
      return lost;
    }

    async function next(): Promise<IteratorResult<RunEventValue, undefined>> {
      if (source === null && !closed) return { value: await begin(), done: false };
      while (source !== null && !closed && !over) {
        const found = await step(source);
        if (typeof found === 'number') return { value: await look('RunEventsResync', found), done: false };
        if (found !== null) {
          at = { n: found.n, id: found.id };
          over = found.final;
          if (wanted(found.value)) return { value: found.value, done: false };
        } else if (isOver(source.run.state)) over = true;
        else await more(source);
      }
      await close();
      return { value: undefined, done: true };
    }

    function more({ waiting }: Source): Promise<void> {
      return new Promise((resolve) => {
        stopWaiting = () => {
          waiting.delete(stopWaiting!);
          stopWaiting = null;
          resolve();
        };
        waiting.add(stopWaiting);
      });
    }

    async function close(): Promise<void> {
      if (closed) return;
      closed = true;
      stopWaiting?.();
      if (source !== null) release(source);
    }

    const events: AsyncIterableIterator<RunEventValue> = {
      next,
      async return() {
        await close();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]: () => events,
    };
    return events;
  }

  return {
    follow,
    size: () => sources.size,
    /** True while this process listens for news of logs. */
    listens: () => listening !== null,
    close() {
      clearInterval(timer);
      void listening?.return?.();
    },
  };
}

export type RunFollowers = ReturnType<typeof createRunFollowers>;

function wake({ waiting }: Source): void {
  for (const go of [...waiting]) go();
}

const typenames = { state: 'RunStateChanged', trouble: 'RunTrouble', discovery: 'RunDiscovery' } as const;

function kept({ n, id, event }: LoggedEvent): Kept {
  const place = { cursor: encodePlace({ n, id }), at: new Date(event.at), dropped: 0 };
  const value = { typename: typenames[event.kind], event, ...place } as RunEventValue;
  return { n, id, value, final: event.kind === 'state' && isOver(event.to as RunState) };
}
