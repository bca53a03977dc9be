import { ownRedis } from '@trunkline/test-support';
import { Redis } from 'ioredis';
import { openFrontier } from '../src/index.ts';
import { shardKeys } from '../src/keys.ts';
import { benchRun, crawl, enqueueAll, hostOf, skipOutcomes, urlOf, urlsOf } from './parts/world.ts';

/**
 * What the frontier does in a second, and what it takes in memory and disk. Redis with AOF everysec: REDIS_URL (it is emptied!), or
 * one started for this. TRUNKLINE_BENCH_SEEN: how far the seen-set grows (10,000,000); TRUNKLINE_BENCH_HOSTS: the many hosts (1,000,000).
 */
const rounds = 3;
const seenGrowsTo = Number(process.env.TRUNKLINE_BENCH_SEEN ?? 10_000_000);
const manyHosts = Number(process.env.TRUNKLINE_BENCH_HOSTS ?? 1_000_000);

const url = process.env.REDIS_URL ?? (await ownRedis()).url;
const redis = new Redis(url);
const key = shardKeys('', 0);
const frontier = await openFrontier({ url, timeoutMs: 60_000 });

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const rounded = (value: number) => Number(value.toPrecision(3));
const log = (what: string, value: unknown) => console.error(what.padEnd(32), JSON.stringify(value));

async function info(section: string, field: string): Promise<number> {
  return Number(new RegExp(`${field}:(\\d+)`).exec(await redis.info(section))?.[1]);
}

async function fresh(run: string): Promise<void> {
  await redis.flushall();
  await redis.config('SET', 'auto-aof-rewrite-percentage', '0');
  await redis.hset(key.meta(), 'floor', 1);
  await redis.xgroup('CREATE', key.outcomes(), 'recorder', '0', 'MKSTREAM');
  await frontier.applyRun(benchRun(run));
}

/** As if every robots.txt had been asked for, as that of the first host was; the host keys stand there from the first URL on. */
async function knowRobots(hosts: number): Promise<void> {
  await enqueueAll(frontier, 'b', [{ url: urlOf(0, -1), depth: 0, hops: 0 }]);
  await crawl(frontier, 1, 1);
  const known = await redis.getBuffer(key.host(hostOf(0)));
  for (let from = 1; from < hosts; from += 1000) {
    const names = Array.from({ length: Math.min(1000, hosts - from) }, (_, i) => key.host(hostOf(from + i)));
    await redis.mset(names.flatMap((name) => [name, known!]));
  }
}

async function enqueueSpeed(): Promise<number> {
  const speeds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await fresh('b');
    await enqueueAll(frontier, 'b', urlsOf(1000, 100));
    // Nine known URLs for each new one, as they come: links of pages to a site's other pages. Made before the clock starts.
    const known = [...urlsOf(1000, 90)];
    const mixed = [...urlsOf(1000, 10, 1000)].flatMap((added, i) => [
      added,
      ...known.slice(i * 9, i * 9 + 9),
    ]);
    speeds.push((await enqueueAll(frontier, 'b', mixed)).perSecond);
    log('enqueue_per_s', rounded(speeds.at(-1)!));
  }
  return rounded(median(speeds));
}

async function claimSpeed(hosts: number, pages: number, most: number) {
  const speeds: number[] = [];
  const p99: number[] = [];
  await fresh('b');
  await knowRobots(hosts);
  await enqueueAll(frontier, 'b', urlsOf(hosts, pages));
  await skipOutcomes(frontier);
  const aof = await info('persistence', 'aof_current_size');
  for (let round = 0; round < rounds; round++) {
    const { perSecond } = await crawl(frontier, most);
    const { claimMs } = await crawl(frontier, 64 * 200, 1);
    speeds.push(perSecond);
    p99.push(claimMs.toSorted((a, b) => a - b)[Math.floor(claimMs.length * 0.99)] ?? 0);
    await skipOutcomes(frontier);
    log(`claim_settle at ${hosts} hosts`, [rounded(perSecond), rounded(p99.at(-1)!)]);
  }
  const done = (await frontier.sizes('b'))!.counters.finished;
  const aofPerUrl = ((await info('persistence', 'aof_current_size')) - aof) / done;
  return { perSecond: rounded(median(speeds)), p99: rounded(median(p99)), aofPerUrl };
}

async function memoryPerWaitingUrl(perHost: number): Promise<number> {
  const urls = 200_000;
  await fresh('b');
  const before = await info('memory', 'used_memory');
  await enqueueAll(frontier, 'b', urlsOf(urls / perHost, perHost));
  await skipOutcomes(frontier);
  return Math.round(((await info('memory', 'used_memory')) - before) / urls);
}

/** Every set with its key and its place in the key space. */
async function bytesOfSeen(): Promise<number> {
  const buckets = Number(await redis.hget(key.run('b'), 'buckets'));
  let total = 0;
  for (let from = 0; from < buckets; from += 1000) {
    const batch = Array.from({ length: Math.min(1000, buckets - from) }, (_, i) =>
      redis.call('MEMORY', 'USAGE', key.seen('b', from + i), 'SAMPLES', 0),
    );
    for (const bytes of await Promise.all(batch)) total += Number(bytes ?? 0);
  }
  return total;
}

/** One growing run: bytes per seen URL at each decade, and the longest enqueue call on the server. */
async function seen() {
  await fresh('b');
  await redis.config('SET', 'slowlog-log-slower-than', '1000');
  await redis.config('SET', 'slowlog-max-len', '100000');
  await redis.slowlog('RESET');
  const bytes: Record<string, number> = {};
  const names = { 1000: '1k', 10000: '10k', 100000: '100k', 1000000: '1m', 10000000: '10m' };
  let size = 0;
  for (const decade of Object.keys(names).map(Number)) {
    if (decade > seenGrowsTo) break;
    while (size < decade) {
      const step = Math.min(100_000, decade - size);
      await enqueueAll(frontier, 'b', urlsOf(1, step, size));
      size += step;
      await skipOutcomes(frontier);
      await redis.unlink(key.queue('b', hostOf(0)), key.ready('b'), key.host(hostOf(0)));
    }
    bytes[names[decade as keyof typeof names]] = rounded((await bytesOfSeen()) / decade);
    log('seen_bytes_per_url', bytes);
  }
  const slow = (await redis.slowlog('GET', 100_000)) as [number, number, number, string[]][];
  const calls = slow.filter(([, , , [name]]) => name?.toLowerCase().startsWith('eval'));
  return { bytes, maxMs: rounded(Math.max(0, ...calls.map(([, , us]) => us)) / 1000) };
}

async function aofOfEnqueue(): Promise<number> {
  await fresh('b');
  const before = await info('persistence', 'aof_current_size');
  await enqueueAll(frontier, 'b', urlsOf(1000, 20));
  return ((await info('persistence', 'aof_current_size')) - before) / 20_000;
}

const enqueue_per_s = await enqueueSpeed();
const few = await claimSpeed(10_000, 20, 40_000);
const waiting_bytes_per_url = {
  1: await memoryPerWaitingUrl(1),
  10: await memoryPerWaitingUrl(10),
  1000: await memoryPerWaitingUrl(1000),
};
log('waiting_bytes_per_url', waiting_bytes_per_url);
const aof_bytes_per_url = Math.round(few.aofPerUrl + (await aofOfEnqueue()));
const { bytes: seen_bytes_per_url, maxMs: enqueue_max_ms } = await seen();
const many = await claimSpeed(manyHosts, 1, 40_000);

console.log(
  JSON.stringify({
    enqueue_per_s,
    claim_settle_per_s_10k_hosts: few.perSecond,
    claim_settle_per_s_1m_hosts: many.perSecond,
    claim_p99_ms_1m_hosts: many.p99,
    seen_bytes_per_url,
    enqueue_max_ms,
    waiting_bytes_per_url,
    aof_bytes_per_url,
  }),
);
await redis.flushall();
await frontier.close();
await redis.quit();
