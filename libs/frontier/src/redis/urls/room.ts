import type { Memory } from '../../types/shards.ts';
import type { Connection } from '../connection.ts';

/** At this share of its memory Redis takes no new URLs: the rest is for what settles, and is recorded. */
const SOFT = 0.9;
/** What the outcomes that nobody has recorded yet may take: so many bytes, and of a small Redis this share, though never less than. */
const MOST_UNTOLD = 512 * 2 ** 20;
const UNTOLD_SHARE = 1 / 8;
const LEAST_UNTOLD = 2 ** 20;

/** How long it is believed that there is room, ms: shorter the nearer Redis is to its limit. That it is full is never just believed. */
const NEAR_MS = 500;
const FAR_MS = 5000;
/** What counts as near. */
const NEAR = 0.6;

/** How much room there is in Redis; looked at only by those who bring something. */
export type Room = {
  /** Whether it is full, by what was known a moment ago. */
  isFull(): Promise<boolean>;
  /** Redis refused a call because it is full, whatever was known. */
  refused(): void;
  /** Bytes of outcomes that may wait for the recorder in a shard. */
  mostUntold(): Promise<number>;
  memory(): Promise<Memory>;
};

export function createRoom(connection: Pick<Connection, 'ask' | 'shards'>): Room {
  let known: Memory | undefined;
  let goodUntil = 0;
  let asking: Promise<Memory> | undefined;

  async function look(): Promise<Memory> {
    const info = await connection.ask('look at the memory of Redis', (redis) => redis.info('memory'));
    const number = (field: string) => Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
    // What Redis itself counts against its limit.
    const usedBytes = number('used_memory') - number('mem_not_counted_for_evict');
    const maxBytes = number('maxmemory') || null;
    const full = maxBytes !== null && usedBytes >= SOFT * maxBytes;
    known = { usedBytes, maxBytes, full };
    const near = maxBytes !== null && usedBytes >= NEAR * maxBytes;
    goodUntil = full ? 0 : performance.now() + (near ? NEAR_MS : FAR_MS);
    return known;
  }

  async function current(): Promise<Memory> {
    if (known && performance.now() < goodUntil) return known;
    asking ??= look().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    memory: look,
    isFull: async () => (await current()).full,
    refused() {
      goodUntil = 0;
    },
    async mostUntold() {
      const { maxBytes } = known ?? (await current());
      const share = (maxBytes ?? Number.POSITIVE_INFINITY) * UNTOLD_SHARE;
      return Math.floor(Math.max(LEAST_UNTOLD, Math.min(MOST_UNTOLD, share) / connection.shards.length));
    },
  };
}
