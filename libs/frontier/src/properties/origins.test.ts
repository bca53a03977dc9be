import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shardKeys } from '../keys.ts';
import { begin, claimSome, makeRun, settleAll } from '../testing/make.ts';
import { redisWorld, rule, type World } from '../testing/rule.ts';
import type { Claim } from '../types/claims.ts';
import type { NewUrl } from '../types/urls.ts';

const down = {
  outcome: 'failed',
  next: { do: 'requeue' },
  startedAfterMs: null,
  hostSignal: { kind: 'unreachable', code: 'CONNECT_REFUSED' },
} as const;
const obey = { robots: { obey: true } };
const rate = { pace: { mode: 'rate', perSecond: 10, concurrency: 6 } } as const;

const urlsOf = (origin: string, count: number): NewUrl[] =>
  Array.from({ length: count }, (_, i) => ({ url: `${origin}/${i}`, depth: 0, hops: 0 }));

/** Two origins of one host: the first is dead, the second well. */
const pairs = [
  ['https://h.test', 'http://h.test'],
  ['http://h.test', 'https://h.test'],
  ['https://h.test:80', 'http://h.test'],
  ['http://h.test:443', 'https://h.test'],
] as const;

/** Claims and settles until `ms` are over: what is of `dead` fails, the rest answers. */
async function crawl(world: World, dead: string, ms: number, step = 500): Promise<Claim[]> {
  const seen: Claim[] = [];
  const isDead = ({ url }: Claim) => new URL(url).href.startsWith(`${dead}/`);
  for (const end = world.now() + ms; world.now() < end; await world.advance(step)) {
    await world.frontier.renewSession('s', 60_000);
    const claims = await claimSome(world.frontier, 's');
    seen.push(...claims);
    await settleAll(world.frontier, 's', claims.filter(isDead), downOf(dead, claims[0]?.kind));
    await settleAll(
      world.frontier,
      's',
      claims.filter((claim) => !isDead(claim)),
    );
  }
  return seen;
}

function downOf(origin: string, kind: Claim['kind'] | undefined) {
  if (kind !== 'robots') return down;
  const robots = { origin, verdict: { state: 'unreachable', retryAfterMs: null } } as const;
  return { ...down, next: { do: 'settle' }, record: null, robots } as const;
}

const of = (origin: string, claims: readonly Claim[]) =>
  claims.filter(({ url }) => url.startsWith(`${origin}/`));

for (const [dead, well] of pairs) {
  rule(`${dead} in trouble does not slow ${well}`, async (world) => {
    await begin(world, makeRun(), [...urlsOf(dead, 1), ...urlsOf(well, 200)]);
    const claims = await crawl(world, dead, 120_000);
    assert.ok(of(dead, claims).length >= 3, `${dead} was asked ${of(dead, claims).length} times`);
    assert.ok(claims.length >= 116 && claims.length <= 120); // one a second, all together: it is one server
    const waiting = (await world.frontier.sizes('a'))!.counters.waiting;
    assert.equal(waiting, 201 - of(well, claims).length);
  });

  rule(`without its robots.txt ${dead} does not hold ${well}, which has one`, async (world) => {
    await begin(world, makeRun({ policy: obey }), [...urlsOf(dead, 3), ...urlsOf(well, 200)]);
    const claims = await crawl(world, dead, 120_000);
    assert.ok(claims.length >= 116 && claims.length <= 120);
    assert.ok(of(dead, claims).every(({ kind }) => kind === 'robots'));
    assert.ok(of(well, claims).length > 110);
  });

  rule(`a stranger's ${dead} does not slow who waits for ${well}`, async (world) => {
    await begin(world, makeRun({ run: 'm' }), urlsOf(dead, 50));
    await crawl(world, dead, 5000);
    await world.frontier.applyRun(makeRun({ run: 'p' }));
    await world.frontier.enqueue('p', urlsOf(well, 200));
    const claims = await crawl(world, dead, 100_000);
    assert.ok(claims.length >= 96 && claims.length <= 100);
    assert.ok(of(well, claims).length > 90, `${of(well, claims).length} of ${well}`);
  });

  rule(`${dead} is given up alone, and ${well} goes on`, async (world) => {
    await begin(world, makeRun({ policy: { pace: { mode: 'delay', delayMs: 60_000 } } }), [
      ...urlsOf(dead, 5),
      ...urlsOf(well, 300),
    ]);
    await crawl(world, dead, 3 * 3_600_000, 30_000);
    const told = (await world.frontier.readOutcomes('r', 1000)).filter((entry) => entry.kind === 'dropped');
    assert.deepEqual(
      told.map(({ reason, count }) => [reason, count]),
      [['host-unreachable', 5]],
    );
    const { dead: given, waiting, fetched } = (await world.frontier.sizes('a'))!.counters;
    assert.equal(given, 5);
    assert.ok(waiting > 0 && fetched > 100 && fetched + waiting === 300, `${fetched} fetched`);
  });
}

rule('who was away at a host, in trouble or paused, has no more turns for it later', async (world) => {
  const { frontier } = world;
  const [dead, well] = ['https://h.test', 'http://h.test'];
  const runs = ['m', 'n', 'p'].map((run) => makeRun({ run }));
  await begin(world, runs[0]!, urlsOf(dead, 300));
  for (const run of runs.slice(1)) {
    await frontier.applyRun(run);
    await frontier.enqueue(run.run, urlsOf(well, 600));
  }
  await frontier.pauseHost({ host: 'h.test', run: 'n', version: 1 });
  await crawl(world, dead, 200_000);
  const { host, now } = (await frontier.inspectUrl('m', { url: `${dead}/0` }))!;
  await crawl(world, 'http://nowhere.test', host.backoffUntil - now);
  await frontier.resumeHost({ host: 'h.test', run: 'n', version: 2 });
  const claims = await crawl(world, 'http://nowhere.test', 60_000);
  const turns = runs.map(({ run }) => claims.filter((claim) => claim.run === run).length);
  assert.ok(Math.min(...turns) >= 17, `of 60 turns ${turns}`);
});

rule('a 429 of one origin rests the whole host: it is one server', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), [...urlsOf('http://h.test', 5), ...urlsOf('https://h.test', 5)]);
  const claims = await claimSome(frontier, 's');
  const hostSignal = { kind: 'throttled', retryAfterMs: 30_000 } as const;
  await settleAll(frontier, 's', claims, { outcome: 'throttled', hostSignal });
  for (let s = 0; s < 29; s++) {
    await advance(1000);
    await frontier.renewSession('s', 10_000);
    assert.deepEqual(await claimSome(frontier, 's'), []);
  }
  await advance(1000);
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

rule('origins of a host take turns, in one claim as over several', async (world) => {
  const { frontier, advance } = world;
  const urls = [...urlsOf('http://h.test', 40), ...urlsOf('https://h.test', 40)];
  await begin(world, makeRun({ policy: rate }), urls);
  await frontier.renewSession('s', 60_000);
  for (let round = 0; round < 4; round++) {
    const claims = await claimSome(frontier, 's', 20);
    assert.equal(claims.length, 6);
    assert.equal(of('http://h.test', claims).length, 3);
    await settleAll(frontier, 's', claims);
    await advance(1000);
  }
  for (let i = 0; i < 8; i++) {
    const claims = await claimSome(frontier, 's', 1);
    assert.deepEqual(
      claims.map(({ url }) => new URL(url).protocol),
      [i % 2 === 0 ? 'http:' : 'https:'],
    );
    await settleAll(frontier, 's', claims);
    await advance(1000);
  }
});

rule('while the robots.txt of one origin is out, pages of another go out beside it', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: { ...rate, ...obey } }), urlsOf('http://h.test', 40));
  await settleAll(frontier, 's', await claimSome(frontier, 's'));
  await frontier.enqueue('a', urlsOf('https://h.test', 40));
  await advance(1000);
  const claims = await claimSome(frontier, 's');
  assert.deepEqual(claims.map(({ kind, url }) => `${kind} ${url.split('/')[0]}`).sort(), [
    ...Array.from({ length: 5 }, () => 'page http:'),
    'robots https:',
  ]);
  await settleAll(
    frontier,
    's',
    claims.filter(({ kind }) => kind === 'page'),
  );
  await advance(1000);
  const more = await claimSome(frontier, 's');
  assert.equal(of('http://h.test', more).length, 5);
  assert.equal(more.length, 5);
});

rule(
  'what waits at the origin in trouble waits for UNREACHABLE, what waits beside it does not',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), [...urlsOf('https://h.test', 7), ...urlsOf('http://h.test', 200)]);
    await crawl(world, 'https://h.test', 60_000);
    const causes = (await frontier.causes('a'))!;
    assert.equal(causes.urls.UNREACHABLE, 7);
    assert.equal(
      Object.values(causes.urls).reduce((sum, urls) => sum + urls, 0),
      causes.waiting,
    );
    const at = (origin: string) => frontier.inspectUrl('a', { url: `${origin}/150` });
    const [secure, plain] = [(await at('https://h.test'))!, (await at('http://h.test'))!];
    assert.ok(secure.host.backoffUntil > secure.now && secure.host.waiting === 7);
    assert.ok(plain.host.backoffUntil <= plain.now && plain.host.waiting === causes.waiting - 7);
  },
);

rule('what comes for a well origin does not wait until another one is out of trouble', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), urlsOf('https://h.test', 3));
  await crawl(world, 'https://h.test', 30_000);
  await frontier.enqueue('a', urlsOf('http://h.test', 1));
  const { host, now } = (await frontier.inspectUrl('a', { url: 'https://h.test/0' }))!;
  assert.ok(host.backoffUntil > now + 2000);
  await advance(1000);
  assert.equal(of('http://h.test', await claimSome(frontier, 's')).length, 1);
});

rule('a URL that may not go out now does not stand before those that may', async (world) => {
  const { frontier, advance } = world;
  const hosts = ['http://g.test', 'http://h.test'];
  const poison = hosts.map((origin) => ({ url: `${origin}/poison`, depth: 0, hops: 0 }));
  await begin(world, makeRun(), poison);
  for (const session of ['x', 'y']) {
    await frontier.openSession(session, 1000);
    assert.equal((await claimSome(frontier, session)).length, 2);
    await advance(20_000);
    await frontier.sweep();
  }
  await frontier.enqueue(
    'a',
    hosts.flatMap((origin) => urlsOf(origin, 3)),
  );
  await frontier.openSession('t', 10_000);
  const claims = await claimSome(frontier, 't');
  // A session has one of them at a time: behind the other one the next goes out.
  assert.deepEqual(claims.map(({ recoveries }) => recoveries).sort(), [0, 2]);
  assert.deepEqual(new Set(claims.map(({ host }) => host)).size, 2);
});

test('a host whose start page was http, and all the rest https, is claimed the short way again', async () => {
  const world = await redisWorld();
  const { frontier, advance, redis, name } = world;
  // As lib/claims/plain.lua reads it: the origins that may have something waiting.
  const origins = async () => (await redis.getBuffer(shardKeys(name, 0).host('h.test')))![25]! % 16;
  await begin(world, makeRun(), urlsOf('http://h.test', 1));
  assert.equal(await origins(), 1);
  const start = await claimSome(frontier, 's');
  await frontier.enqueue('a', urlsOf('https://h.test', 10));
  assert.equal(await origins(), 3);
  await settleAll(frontier, 's', start);
  await advance(1001);
  await settleAll(frontier, 's', await claimSome(frontier, 's'));
  assert.equal(await origins(), 2);
  await world.close();
});
