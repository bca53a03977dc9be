import type { Redis } from '@trunkline/redis';

/** From now on Redis keeps the calls that take it longer than so many ms, and only those. */
export async function keepCallsOver(redis: Redis, ms: number): Promise<void> {
  await redis.config('SET', 'slowlog-log-slower-than', ms * 1000, 'slowlog-max-len', 100_000);
  await redis.slowlog('RESET');
}

/** The calls of scripts it has kept: what they were called with (the first 30 words, cut to 128 bytes each), and ms. */
export async function keptCalls(redis: Redis): Promise<{ args: string[]; ms: number }[]> {
  const kept = (await redis.slowlog('GET', 100_000)) as [number, number, number, string[]][];
  const scripts = kept.filter(([, , , [name]]) => name?.toLowerCase().startsWith('eval'));
  return scripts.map(([, , us, args]) => ({ args, ms: us / 1000 }));
}

/** What the machine alone adds to a script: the longest of 20,000 that only count for about 1 ms, less the usual one. */
export async function longestHiccup(redis: Redis): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < 20; i++) {
    await keepCallsOver(redis, 0);
    for (let n = 0; n < 1000; n++)
      await redis.eval('local n = 0 for i = 1, 60000 do n = n + i end return 0', 0);
    took.push(...(await keptCalls(redis)).map(({ ms }) => ms));
  }
  const sorted = took.toSorted((a, b) => a - b);
  return sorted.at(-1)! - sorted[sorted.length >> 1]!;
}
