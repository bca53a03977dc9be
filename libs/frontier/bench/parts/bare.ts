import type { Redis } from '@trunkline/redis';
import { hostOf, urlOf } from './world.ts';

/** Takes a URL off each of these lists and notes it in a hash: a claim without a rule. */
const take = `
local names, written = redis.call('LPOP', KEYS[1], ARGV[1]), {}
for i = 1, #names do
  written[2 * i - 1] = names[i]
  written[2 * i] = redis.call('LPOP', 'bare:' .. names[i])
end
redis.call('HSET', KEYS[2], unpack(written))
return written`;

/** And off the hash again, the records into a stream: a settle without one. */
const drop = `
redis.call('XADD', KEYS[2], '*', 'v', ARGV[1])
return redis.call('HDEL', KEYS[1], unpack(ARGV, 2))`;

/**
 * The least that moves a URL from its host's list to a hash and out of it, 64 in a call, as the frontier does. Keeps no pace, no order of
 * hosts, no counters, answers nothing twice: what this machine can do, to compare with.
 */
export function bareScripts(redis: Redis, hosts: number) {
  redis.defineCommand('bareTake', { lua: take, numberOfKeys: 2 });
  redis.defineCommand('bareDrop', { lua: drop, numberOfKeys: 2 });
  const call = (name: string, ...values: unknown[]) => Reflect.apply(Reflect.get(redis, name), redis, values);
  const records = 'x'.repeat(64 * 200);

  return async (urls: number): Promise<{ urls: number; ms: number }> => {
    for (let from = 0; from < urls; from += 1000) {
      const pipeline = redis.pipeline();
      for (let i = from; i < Math.min(urls, from + 1000); i++) {
        const host = hostOf(i % hosts);
        pipeline.rpush('bare:order', host).rpush(`bare:${host}`, urlOf(i % hosts, i));
      }
      await pipeline.exec();
    }
    const started = performance.now();
    let done = 0;
    const lane = async (_: unknown, number: number) => {
      while (done < urls) {
        const size = Math.min(64, urls - done);
        done += size;
        const taken = (await call('bareTake', 'bare:order', `bare:${number}`, size)) as string[];
        const names = taken.filter((_, i) => i % 2 === 0);
        await call('bareDrop', `bare:${number}`, 'bare:stream', records, ...names);
      }
    };
    await Promise.all(Array.from({ length: 4 }, lane));
    return { urls, ms: performance.now() - started };
  };
}
