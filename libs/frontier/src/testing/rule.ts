import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { callScript, openRedis, type Redis } from '@trunkline/redis';
import { testRedis } from '@trunkline/test-support';
import { FORMAT, shardKeys } from '../keys.ts';
import { createMemoryFrontier } from '../memory/create-memory-frontier.ts';
import { openFrontier } from '../open-frontier.ts';
import { arrive } from '../scripts/arrive.ts';
import type { Frontier } from '../types.ts';

/** A frontier whose clock stands still until the test moves it. */
export type World = {
  frontier: Frontier;
  now(): number;
  /** Moves the clock; backwards too, as a jump of the server's time. */
  advance(ms: number): Promise<void>;
  newEpoch(): Promise<void>;
  /** Somebody deletes every key as the server runs on. */
  empty(): Promise<void>;
  close(): Promise<void>;
};

const BEGINNING = 1_800_000_000_000;

export function memoryWorld(): World {
  let now = BEGINNING;
  const frontier = createMemoryFrontier({ clock: () => now });
  return {
    frontier,
    now: () => now,
    advance: async (ms) => {
      now += ms;
    },
    newEpoch: async () => frontier.newEpoch(),
    empty: async () => frontier.empty(),
    close: () => frontier.close(),
  };
}

export async function redisWorld({ shards = 1 } = {}): Promise<World & { redis: Redis; name: string }> {
  const { url } = await testRedis();
  const name = `t${randomBytes(6).toString('hex')}`;
  const redis = openRedis(url, 'patient');
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys(name, shard));
  let now = BEGINNING;
  const setClock = () => Promise.all(keys.map((shard) => redis.hset(shard.meta(), 'fake', now)));
  await setClock();
  const frontier = await openFrontier({ url, name, shards });
  // What came before the first epoch asked nobody, so that nothing need be waited for.
  await Promise.all(keys.map((shard) => redis.hset(shard.meta(), 'floor', now)));
  let epochs = 0;
  const removeAll = async () => {
    const own = await redis.keys(`{${name}f*`);
    for (let i = 0; i < own.length; i += 1000) await redis.unlink(own.slice(i, i + 1000));
  };
  return {
    frontier,
    redis,
    name,
    now: () => now,
    advance: async (ms) => {
      now += ms;
      await setClock();
    },
    newEpoch: async () => {
      const input = { server: `server-${++epochs}`, format: FORMAT, shards, seen: 0 };
      for (const shard of keys)
        await callScript(redis, arrive, { meta: shard.meta(), void: shard.void() }, input);
    },
    empty: async () => {
      await removeAll();
      await setClock();
    },
    close: async () => {
      await frontier.close();
      await removeAll();
      await redis.quit();
    },
  };
}

/** A rule that both frontiers keep: on Redis, and in memory. */
export function rule(title: string, body: (world: World) => Promise<void>): void {
  for (const [where, open] of [
    ['on Redis', redisWorld],
    ['in memory', async () => memoryWorld()],
  ] as const) {
    test(`${title} (${where})`, async () => {
      const world = await open();
      try {
        await body(world);
      } finally {
        await world.close();
      }
    });
  }
}
