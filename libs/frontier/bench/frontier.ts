import { parseArgs } from 'node:util';
import { openRedis } from '@trunkline/redis';
import { ownRedis } from '@trunkline/test-support';
import { openFrontier } from '../src/index.ts';
import { shardKeys } from '../src/keys.ts';
import { bareScripts } from './parts/bare.ts';
import { keepCallsOver, keptCalls, longestHiccup } from './parts/slow-log.ts';
import { benchRun, crawl, enqueueAll, hostOf, skipOutcomes, urlOf, urlsOf } from './parts/world.ts';

const help = `npm run bench -- frontier [options]: what the frontier does in a second, and what it takes in memory and on disk.
On a Redis of its own with AOF everysec, or on REDIS_URL (which is emptied!). Ends with one line of JSON.

  --only PARTS     some of: enqueue,claim,memory,aof,seen,many; comma separated (all)
  --rounds N       of speeds, of which the median counts (3)
  --hosts N        of the part \`many\` (1000000)
  --seen N         how far the seen-set grows in the part \`seen\` (10000000)
  --help
On stderr: each round, with the CPU time of Redis' main thread per URL (hardly touched by what else runs on the machine), and what
scripts take that move the same URLs with no rule at all (LPOP, HSET, HDEL): the pace of the machine.`;
const parts = ['enqueue', 'claim', 'memory', 'aof', 'seen', 'many'] as const;
type Part = (typeof parts)[number];
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: parts.join(',') },
    rounds: { type: 'string', default: '3' },
    hosts: { type: 'string', default: '1000000' },
    seen: { type: 'string', default: '10000000' },
    help: { type: 'boolean', default: false },
  },
});
const only = options.only.split(',') as Part[];
const numbers = [options.rounds, options.hosts, options.seen].map(Number);
const [rounds = 3, manyHosts = 1e6, seenGrowsTo = 1e7] = numbers;
const strange = only.filter((part) => !parts.includes(part));
if (options.help || strange.length > 0 || numbers.some((number) => !Number.isInteger(number) || number < 1)) {
  if (strange.length > 0) console.error(`There is no part ${strange.join(', ')}.\n`);
  console.error(help);
  process.exit(options.help ? 0 : 2);
}

const url = process.env.REDIS_URL ?? (await ownRedis()).url;
const redis = openRedis(url, 'patient');
const key = shardKeys('', 0);
const frontier = await openFrontier({ url, timeoutMs: 60_000 });

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
/** Of so many values, of which those missing are less than the given ones. */
const p99Of = (longest: number[], of: number) =>
  longest.toSorted((a, b) => b - a)[Math.floor(of * 0.01)] ?? 0;
const rounded = (value: number) => Number(value.toPrecision(3));
const log = (what: string, value: unknown) => console.error(what.padEnd(32), JSON.stringify(value));

async function info(section: string, field: string): Promise<number> {
  return Number(new RegExp(`${field}:([\\d.]+)`).exec(await redis.info(section))?.[1]);
}

/** µs of CPU time, user and system, that Redis' main thread has taken. */
async function redisMicros(): Promise<number> {
  const names = ['used_cpu_user_main_thread', 'used_cpu_sys_main_thread'];
  const seconds = await Promise.all(names.map((name) => info('cpu', name)));
  return seconds.reduce((a, b) => a + b) * 1e6;
}

/** URLs per second of some work, and what each took of Redis' and of this process' CPU time. */
async function measured(what: string, work: () => Promise<{ urls: number; ms: number }>) {
  const [redisBefore, ownBefore] = [await redisMicros(), process.cpuUsage()];
  const { urls, ms } = await work();
  const own = process.cpuUsage(ownBefore);
  const perSecond = (urls / ms) * 1000;
  const redisUs = ((await redisMicros()) - redisBefore) / urls;
  const ownUs = (own.user + own.system) / urls;
  log(what, { per_s: rounded(perSecond), redis_us: rounded(redisUs), client_us: rounded(ownUs) });
  return perSecond;
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
    await enqueueAll(frontier, 'b', urlsOf(1000, 200));
    // Nine known URLs for each new one, as they come: links of pages to a site's other pages. Made before the clock starts.
    const known = [...urlsOf(1000, 180)];
    const mixed = [...urlsOf(1000, 20, 1000)].flatMap((added, i) => [
      added,
      ...known.slice(i * 9, i * 9 + 9),
    ]);
    speeds.push(await measured('enqueue', () => enqueueAll(frontier, 'b', mixed)));
  }
  return rounded(median(speeds));
}

async function claimSpeed(hosts: number, pages: number, most: number) {
  const speeds: number[] = [];
  const p99: number[] = [];
  const scriptP99: number[] = [];
  const bare = bareScripts(redis, hosts);
  await fresh('b');
  await knowRobots(hosts);
  await enqueueAll(frontier, 'b', urlsOf(hosts, pages));
  await skipOutcomes(frontier);
  const aof = await info('persistence', 'aof_current_size');
  for (let round = 0; round < rounds; round++) {
    speeds.push(await measured(`claim+settle, ${hosts} hosts`, () => crawl(frontier, most)));
    // As many as leave something to a hundredth: of 200 calls it would be the second longest, so a matter of luck.
    await keepCallsOver(redis, 0.5);
    const { claimMs } = await crawl(frontier, most, 1);
    const inRedis = (await keptCalls(redis)).filter(({ args }) => /^c\d+$/.test(args[6] ?? ''));
    p99.push(p99Of(claimMs, claimMs.length));
    const answered = p99Of(
      inRedis.map(({ ms }) => ms),
      claimMs.length,
    );
    log('claim p99 ms', { client: rounded(p99.at(-1)!), script: rounded(answered) });
    scriptP99.push(answered);
    await skipOutcomes(frontier);
  }
  const done = (await frontier.sizes('b'))!.counters.finished;
  const aofPerUrl = ((await info('persistence', 'aof_current_size')) - aof) / done;
  await measured(`no rules, ${hosts} hosts`, () => bare(Math.min(most, hosts)));
  return {
    perSecond: rounded(median(speeds)),
    p99: rounded(median(p99)),
    scriptP99: rounded(median(scriptP99)),
    aofPerUrl,
  };
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

/** From here on a call counts as long. */
const LONG_MS = 2;

/** One growing run: bytes per seen URL at each decade, and its long calls. */
async function grow() {
  await fresh('b');
  await keepCallsOver(redis, LONG_MS);
  const bytes: Record<string, number> = {};
  const names = { 1000: '1k', 10000: '10k', 100000: '100k', 1000000: '1m', 10000000: '10m' };
  let size = 0;
  for (const decade of Object.keys(names).map(Number)) {
    if (decade > seenGrowsTo) break;
    while (size < decade) {
      const step = Math.min(100_000, decade - size);
      await enqueueAll(frontier, 'b', urlsOf(1, step, size), { lanes: 1 });
      size += step;
      await skipOutcomes(frontier);
      await redis.unlink(key.queue('b', `h${hostOf(0)}`), key.ready('b'), key.host(hostOf(0)));
    }
    bytes[names[decade as keyof typeof names]] = rounded((await bytesOfSeen()) / decade);
    log('seen_bytes_per_url', bytes);
  }
  const long = new Map((await keptCalls(redis)).map(({ args, ms }) => [args.join(' '), ms]));
  log('longest call of this time, ms', longestOf(long));
  return { bytes, long };
}

/**
 * The same run grown at least twice, with the same calls in the same order. The work of a call is the same each time, what the
 * machine does meanwhile is not: so the fastest of its times is what a call takes, and the longest of those is the longest call.
 * Of 40,000 calls a few are held up twice by chance: as long as one looks long the run is grown again, four times at most.
 */
async function seen() {
  const first = await grow();
  let longest = first.long;
  for (let times = 1; times < 4 && (times === 1 || longestOf(longest) > 5); times++) {
    const { long } = await grow();
    longest = new Map(
      [...longest].flatMap(([call, ms]) => (long.has(call) ? [[call, Math.min(ms, long.get(call)!)]] : [])),
    );
  }
  log('longest run of nothing, ms', rounded(await longestHiccup(redis)));
  return { bytes: first.bytes, maxMs: longestOf(longest) };
}

const longestOf = (calls: Map<string, number>) => rounded(Math.max(LONG_MS, ...calls.values()));

async function aofOfEnqueue(): Promise<number> {
  await fresh('b');
  const before = await info('persistence', 'aof_current_size');
  await enqueueAll(frontier, 'b', urlsOf(1000, 20));
  return ((await info('persistence', 'aof_current_size')) - before) / 20_000;
}

const results: Record<string, unknown> = {};
const has = (part: Part) => only.includes(part);

if (has('enqueue')) results['enqueue_per_s'] = await enqueueSpeed();
if (has('claim') || has('aof')) {
  const few = await claimSpeed(10_000, 9 * rounds, 40_000);
  if (has('claim')) results['claim_settle_per_s_10k_hosts'] = few.perSecond;
  if (has('aof')) results['aof_bytes_per_url'] = Math.round(few.aofPerUrl + (await aofOfEnqueue()));
}
if (has('many')) {
  const many = await claimSpeed(manyHosts, 1, Math.min(64_000, Math.floor(manyHosts / rounds / 4)));
  results['claim_settle_per_s_1m_hosts'] = many.perSecond;
  results['claim_p99_ms_1m_hosts'] = many.p99;
  results['claim_script_p99_ms_1m_hosts'] = many.scriptP99;
}
if (has('seen')) {
  const { bytes, maxMs } = await seen();
  results['seen_bytes_per_url'] = bytes;
  results['enqueue_max_ms'] = maxMs;
}
if (has('memory')) {
  const waiting = [];
  for (const perHost of [1, 10, 1000]) waiting.push([perHost, await memoryPerWaitingUrl(perHost)]);
  results['waiting_bytes_per_url'] = Object.fromEntries(waiting);
}

console.log(JSON.stringify(results));
await redis.flushall();
await frontier.close();
await redis.quit();
