import { openRedis } from '@trunkline/redis';
import { ownRedis } from '@trunkline/test-support';
import { type DesiredRun, type Frontier, openFrontier } from '../src/index.ts';
import { shardKeys } from '../src/keys.ts';
import { keepCallsOver, keptCalls } from './parts/slow-log.ts';
import { benchRun, enqueueAll, settled, skipOutcomes, urlsOf } from './parts/world.ts';

/**
 * npm run bench -- fairness: what runs have of a frontier they share. A run of 10 URLs beside one of TRUNKLINE_BENCH_URLS
 * (1,000,000); weights among runs with due hosts; a run that comes back after an hour; a host that two runs share; the time of a
 * claim with TRUNKLINE_BENCH_IDLE (10,000) idle runs against none, in one run. On a Redis of its own, with AOF everysec. A broken
 * rule is named and ends it with code 1.
 */
const large = Number(process.env.TRUNKLINE_BENCH_URLS ?? 1_000_000);
const idleRuns = Number(process.env.TRUNKLINE_BENCH_IDLE ?? 10_000);

const { url } = await ownRedis();
const redis = openRedis(url, 'patient');
const frontier = await openFrontier({ url, timeoutMs: 60_000 });
const log = (what: string, value: unknown) => console.error(what.padEnd(32), JSON.stringify(value));
let calls = 0;

/** A run that asks for no robots.txt, so that every claim is a page. */
function plainRun(run: string, weight = 1, delayMs = 0): DesiredRun {
  const made = benchRun(run);
  const { robots } = made.config.policy;
  const pace = { mode: 'delay', delayMs } as const;
  const policy = { ...made.config.policy, pace, robots: { ...robots, obey: false } };
  return { ...made, weight, config: { ...made.config, runId: `bench-${run}`, policy } };
}

async function fresh(): Promise<void> {
  await redis.flushall();
  await redis.hset(shardKeys('', 0).meta(), 'floor', 1);
  await redis.xgroup('CREATE', shardKeys('', 0).outcomes(), 'recorder', '0', 'MKSTREAM');
  await frontier.openSession('s', 1_000_000_000);
}

/** Claims and settles once; answers how many URLs each run had. */
async function once(of: Frontier = frontier): Promise<{ had: Map<string, number> }> {
  const reply = await of.claim('s', `c${++calls}`, 64);
  if (reply.state === 'lost') throw new Error('The session is lost');
  if (reply.state === 'recorder') await skipOutcomes(of);
  const claims = reply.state === 'granted' ? reply.claims : [];
  await of.settle('s', `s${calls}`, claims.map(settled));
  const had = new Map<string, number>();
  for (const { run } of claims) had.set(run, (had.get(run) ?? 0) + 1);
  return { had };
}

/** How many claims of 64 a run of 10 URLs needs that starts beside a large one. */
async function smallBesideLarge(): Promise<number> {
  await fresh();
  await frontier.applyRun(plainRun('large'));
  const hosts = 10_000;
  await enqueueAll(frontier, 'large', urlsOf(hosts, Math.ceil(large / hosts)), { size: 400 });
  await skipOutcomes(frontier);
  for (let i = 0; i < 50; i++) await once();
  await frontier.applyRun(plainRun('small'));
  await enqueueAll(frontier, 'small', urlsOf(10, 1, 1_000_000));
  let claims = 0;
  for (let left = 10; left > 0; claims++) left -= (await once()).had.get('small') ?? 0;
  log('claims until 10 URLs are done', claims);
  return claims;
}

/** URLs at hosts that no other run knows: what runs share at a host is its turns, not the claims. */
function* ownUrls(run: string, hosts: number, pages: number) {
  for (const url of urlsOf(hosts, pages))
    yield { ...url, url: url.url.replace('.example/', `.${run}.example/`) };
}

/** Greatest difference of a run's share from its weight's, among three with due hosts. */
async function weights(): Promise<number> {
  await fresh();
  const of = { a: 1, b: 2, c: 5 };
  for (const [run, weight] of Object.entries(of)) {
    await frontier.applyRun(plainRun(run, weight));
    await enqueueAll(frontier, run, ownUrls(run, 2000, 10));
  }
  await skipOutcomes(frontier);
  const had = new Map<string, number>();
  for (let i = 0; i < 250; i++)
    for (const [run, count] of (await once()).had) had.set(run, (had.get(run) ?? 0) + count);
  const all = [...had.values()].reduce((a, b) => a + b, 0);
  const error = Math.max(
    ...Object.entries(of).map(([run, w]) => Math.abs((had.get(run) ?? 0) / ((all * w) / 8) - 1)),
  );
  log('shares', Object.fromEntries(had));
  return error;
}

/** Sets the frontier's clock, which stands still until it is set again. */
const setClock = (ms: number) => redis.hset(shardKeys('', 0).meta(), 'fake', ms);

/** The share of a run that has nothing for an hour, of the first URLs after it, beside one that was busy all the time. */
async function shareAfterAnHour(): Promise<number> {
  await fresh();
  const began = Date.now();
  await setClock(began);
  for (const run of ['busy', 'idle']) await frontier.applyRun(plainRun(run));
  await enqueueAll(frontier, 'busy', ownUrls('busy', 2000, 8));
  await enqueueAll(frontier, 'idle', ownUrls('idle', 1, 1));
  for (let i = 0; i < 50; i++) await once();
  await setClock(began + 3_600_000);
  for (let i = 0; i < 50; i++) await once();
  await enqueueAll(frontier, 'idle', ownUrls('idle', 2000, 2));
  const had = new Map<string, number>();
  for (let i = 0; i < 20; i++)
    for (const [run, count] of (await once()).had) had.set(run, (had.get(run) ?? 0) + count);
  log('after an idle hour', Object.fromEntries(had));
  return (had.get('idle') ?? 0) / (20 * 64);
}

/** Two runs of weights 1 and 3 at one host: the shortest time between two starts, of 100 ms, and the share of the first. */
async function sharedHost() {
  await fresh();
  for (const [run, weight] of [
    ['a', 1],
    ['b', 3],
  ] as const) {
    await frontier.applyRun(plainRun(run, weight, 100));
    await enqueueAll(frontier, run, urlsOf(1, 300));
  }
  const starts: { run: string; at: number }[] = [];
  for (let at = Date.now(); starts.length < 200; at += 7) {
    await setClock(at);
    const reply = await frontier.claim('s', `c${++calls}`, 8);
    if (reply.state !== 'granted') throw new Error(`The session is ${reply.state}`);
    for (const { run, startInMs } of reply.claims) starts.push({ run, at: at + startInMs });
    const items = reply.claims.map((claim) => ({ ...settled(claim), startedAfterMs: claim.startInMs }));
    await frontier.settle('s', `s${calls}`, items);
  }
  const shortest = Math.min(...starts.slice(1).map(({ at }, i) => at - starts[i]!.at));
  const share = starts.filter(({ run }) => run === 'a').length / starts.length;
  log('shared host', { shortest, share });
  return { shortest, share };
}

/** Many runs: one half has nothing, the other hosts that fall due in an hour. */
async function addIdleRuns(to: Frontier): Promise<void> {
  for (let i = 0; i < idleRuns; i += 100) {
    const runs = Array.from({ length: Math.min(100, idleRuns - i) }, (_, j) => `i${(i + j).toString(36)}`);
    await Promise.all(
      runs.map(async (run, j) => {
        await to.applyRun(plainRun(run, 1, 3_600_000));
        if (j % 2 === 0) await to.enqueue(run, [...ownUrls(run, 1, 2)]);
      }),
    );
  }
  // They are looked at, their hosts asked once, and then they sleep.
  for (let quiet = 0; quiet < idleRuns / 32 + 10; ) quiet = (await once(to)).had.size > 0 ? 0 : quiet + 1;
}

/**
 * Claims beside idle runs against claims without them, as Redis took for them: two frontiers on one Redis, asked in turns, so that
 * both see the same machine.
 */
async function idle() {
  const claims = 1000;
  await fresh();
  const beside = await openFrontier({ url, name: 'beside', timeoutMs: 60_000 });
  await redis.hset(shardKeys('beside', 0).meta(), 'floor', 1);
  await beside.openSession('s', 1_000_000_000);
  await addIdleRuns(beside);
  const sides = { without: frontier, beside };
  for (const side of Object.values(sides)) {
    await side.applyRun(plainRun('b'));
    await enqueueAll(side, 'b', urlsOf((claims * 64) / 2, 2), { size: 256 });
    await skipOutcomes(side);
  }
  await keepCallsOver(redis, 0.2);
  for (let i = 0; i < claims; i++) {
    for (const side of Object.values(sides)) await once(side);
  }
  const kept = (await keptCalls(redis)).filter(({ args }) => /^c\d+$/.test(args[6] ?? ''));
  await beside.close();
  const of = (name: string) =>
    kept.flatMap(({ args, ms }) => (args[3] === shardKeys(name, 0).meta() ? [ms] : []));
  const ms = { without: of(''), beside: of('beside') };
  const at = (list: number[], q: number) => list.toSorted((a, b) => a - b)[Math.floor(list.length * q)] ?? 0;
  const p99 = { without: at(ms.without, 0.99), beside: at(ms.beside, 0.99) };
  const p50 = { without: at(ms.without, 0.5), beside: at(ms.beside, 0.5) };
  log('claim ms, p50 and p99', { p50, p99 });
  return { p99, p99Ratio: p99.beside / p99.without, p50Ratio: p50.beside / p50.without };
}

const rounded = (value: number) => Number(value.toPrecision(3));
const claims_until_10_urls_done = await smallBesideLarge();
const weight_error = rounded(await weights());
const after_idle_hour_share = rounded(await shareAfterAnHour());
const shared = await sharedHost();
const { p99, p99Ratio, p50Ratio } = await idle();
const result = {
  bench: 'fairness',
  large_run_urls: large,
  claims_until_10_urls_done,
  weight_error,
  after_idle_hour_share,
  shared_host_shortest_gap_ms: rounded(shared.shortest),
  shared_host_share_of_weight_1_in_4: rounded(shared.share),
  idle_runs: idleRuns,
  claim_p99_ms: rounded(p99.without),
  claim_p99_ms_beside_idle_runs: rounded(p99.beside),
  claim_p99_ratio: rounded(p99Ratio),
  claim_p50_ratio: rounded(p50Ratio),
};
const rules: [rule: string, kept: boolean][] = [
  ['a run of 10 URLs is done within three claims beside a large one', claims_until_10_urls_done <= 3],
  ['shares are within a tenth of the weights', weight_error <= 0.1],
  [
    'a run that was idle for an hour has its share and no more',
    Math.abs(after_idle_hour_share - 0.5) <= 0.05,
  ],
  ['a host that two runs share is asked at one pace', shared.shortest >= 100],
  ['both runs at a shared host have their turns by weight', Math.abs(shared.share - 0.25) <= 0.025],
  // Under a tenth for what is typical; the slowest in a hundred are few, and the machine has its part in them.
  ['claims take no longer beside idle runs', p50Ratio <= 1.1 && p99Ratio <= 1.5],
];
const broken = rules.flatMap(([rule, kept]) => (kept ? [] : [rule]));
for (const rule of broken) console.error(`BROKEN: ${rule}`);
console.log(JSON.stringify({ ...result, broken }));
await frontier.close();
await redis.quit();
process.exit(broken.length === 0 ? 0 : 1);
