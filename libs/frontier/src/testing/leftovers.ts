import type { Redis } from '@trunkline/redis';

/** What is there for good: one of each for a shard. */
const STANDING = /:(meta|outcomes)$/;

/** Keys of a frontier, without their hash tag, that nothing will ever remove. */
export async function leftovers(redis: Redis, name: string): Promise<string[]> {
  const keys = (await redis.keys(`{${name}f*`)).filter((key) => !STANDING.test(key));
  const ttls = await Promise.all(keys.map((key) => redis.pttl(key)));
  return keys.filter((_, i) => ttls[i] === -1).map((key) => key.replace(/^\{.*?\}:/, ''));
}
