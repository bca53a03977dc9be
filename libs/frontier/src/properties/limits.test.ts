import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callScript } from '@trunkline/redis';
import { testRedis } from '@trunkline/test-support';
import { shardKeys } from '../keys.ts';
import { openFrontier } from '../open-frontier.ts';
import { createConnection } from '../redis/connection.ts';
import { dealLimits } from '../redis/limits/deal-limits.ts';
import { survey } from '../scripts/limits/survey.ts';
import { shardOf } from '../shard-of.ts';
import { claimSome, makeRun, makeUrls, settleAll } from '../testing/make.ts';
import { redisWorld } from '../testing/rule.ts';
import type { Claim } from '../types/claims.ts';
import type { NewUrl } from '../types/urls.ts';

/** Limits of a run hold over all shards together, and no shard lacks what another does not use. */
const SHARDS = 8;
const fast = { mode: 'delay', delayMs: 0 } as const;
const sites = Array.from({ length: 40 }, (_, i) => `site${i}.test`);
const page = (url: string, more = {}): NewUrl => ({ url, depth: 0, hops: 0, ...more });
/** Sites that lie on one shard. */
const together = sites.filter((site) => shardOf(site, SHARDS) === shardOf(sites[0]!, SHARDS));

type World = Awaited<ReturnType<typeof world>>;

async function world(t: { after(fn: () => Promise<void>): void }) {
  const opened = await redisWorld({ shards: SHARDS });
  t.after(opened.close);
  await opened.frontier.openSession('s', 1_000_000_000);
  return opened;
}

/** Claims, and settles what `ending` says, until nothing comes for a while; what was claimed. */
async function crawl(
  { frontier, advance }: Pick<World, 'frontier' | 'advance'>,
  { ending = () => ({}), want = 50 }: { ending?: (claim: Claim, n: number) => object; want?: number } = {},
): Promise<Claim[]> {
  const all: Claim[] = [];
  for (let idle = 0; idle < 4; ) {
    const claims = await claimSome(frontier, 's', want);
    idle = claims.length === 0 ? idle + 1 : 0;
    for (const claim of claims) {
      await settleAll(frontier, 's', [claim], ending(claim, all.length));
      all.push(claim);
    }
    await advance(300);
  }
  return all;
}

/** Claims until nothing more goes now. */
async function claimAll({ frontier }: World): Promise<Claim[]> {
  const all: Claim[] = [];
  for (let got = 1; got > 0; ) {
    const claims = await claimSome(frontier, 's', 100);
    got = claims.length;
    all.push(...claims);
  }
  return all;
}

const counters = async ({ frontier }: World) => (await frontier.sizes('a'))!.counters;
const failed = { outcome: 'redirected' } as const;

for (const most of [1, 5, 13]) {
  test(`of a path pattern ${most} pages are fetched over all shards, whatever fails before, and the rest is given up`, async (t) => {
    const w = await world(t);
    const policy = { pace: fast, budgets: [{ pattern: '/blog/*', maxPages: most }] };
    await w.frontier.applyRun(makeRun({ policy }));
    const urls = sites.map((site) => page(`http://${site}/blog/1`));
    await w.frontier.enqueue('a', urls);
    const held = await claimAll(w);
    assert.equal(held.length, most, 'all that may go goes at once');
    await settleAll(w.frontier, 's', held, failed);
    await w.advance(300);
    await crawl(w, { ending: (_, n) => (n % 3 === 0 ? failed : {}) });
    const { fetched, accepted, finished } = await counters(w);
    assert.deepEqual([fetched, accepted, finished], [most, sites.length, sites.length]);
    const more = [page('http://late.test/blog/'), page('http://late.test/other')];
    assert.deepEqual(await w.frontier.enqueue('a', more), { accepted: 1, known: 0, refused: 1 });
  });
}

test('a shard that has all the URLs of a pattern has all of its pages', async (t) => {
  const w = await world(t);
  const policy = { pace: fast, budgets: [{ pattern: '*', maxPages: 20 }] };
  await w.frontier.applyRun(makeRun({ policy }));
  await w.frontier.enqueue(
    'a',
    together.flatMap((site) => makeUrls(site, 10)),
  );
  assert.ok(together.length > 2);
  await crawl(w);
  assert.equal((await counters(w)).fetched, 20);
});

test('a budget of pages of the run holds over all shards, gives back what was none, and is exhausted when they are fetched', async (t) => {
  const w = await world(t);
  const { frontier } = w;
  assert.deepEqual(await frontier.applyRun(makeRun({ maxPages: 10, policy: { pace: fast } })), {
    applied: true,
  });
  await frontier.enqueue(
    'a',
    sites.map((site) => page(`http://${site}/`)),
  );
  const claims = await claimAll(w);
  assert.equal(claims.length, 10);
  assert.equal((await frontier.sizes('a'))!.exhausted, false);
  await settleAll(frontier, 's', claims.slice(0, 4), failed);
  await settleAll(frontier, 's', claims.slice(4));
  await w.advance(300);
  assert.equal((await frontier.sizes('a'))!.exhausted, false);
  assert.equal((await crawl(w)).length, 4);
  const { exhausted, counters: after } = (await frontier.sizes('a'))!;
  assert.deepEqual([exhausted, after.fetched, after.dead, after.waiting], [true, 10, 0, 26]);
  await frontier.applyRun(makeRun({ version: 2, maxPages: 12, policy: { pace: fast } }));
  assert.equal((await crawl(w)).length, 2, 'a raised budget goes on');
  assert.equal((await frontier.causes('a'))?.urls.QUOTA, 24);
});

test('no more URLs are in flight than a run may have over all shards, and every shard has its turn', async (t) => {
  const w = await world(t);
  await w.frontier.applyRun(makeRun({ maxInFlight: 2, policy: { pace: fast } }));
  await w.frontier.enqueue(
    'a',
    sites.flatMap((site) => makeUrls(site, 30)),
  );
  const open: Claim[] = [];
  const had = new Set<number>();
  for (let i = 0; i < 100; i++) {
    open.push(...(await claimSome(w.frontier, 's', 100)));
    assert.ok(open.length <= 2, `${open.length} in flight`);
    assert.equal((await counters(w)).inFlight, open.length);
    for (const { host } of open) had.add(shardOf(host, SHARDS));
    await settleAll(w.frontier, 's', open.splice(0, 1));
    await w.advance(20);
  }
  assert.equal(had.size, SHARDS, 'a shard with URLs that are due was never asked');
  await w.frontier.applyRun(makeRun({ version: 2, maxInFlight: 9, policy: { pace: fast } }));
  assert.equal(open.length + (await claimAll(w)).length, 9);
});

test('a limit that is lowered holds for what is out already', async (t) => {
  const w = await world(t);
  const budgets = (maxPages: number) => ({ pace: fast, budgets: [{ pattern: '*', maxPages }] });
  await w.frontier.applyRun(makeRun({ maxInFlight: 9, policy: budgets(9) }));
  await w.frontier.enqueue(
    'a',
    sites.map((site) => page(`http://${site}/`)),
  );
  const open = await claimAll(w);
  assert.equal(open.length, 9);
  await w.frontier.applyRun(makeRun({ version: 2, maxInFlight: 3, policy: budgets(4) }));
  await settleAll(w.frontier, 's', open.splice(0, 6), failed);
  await w.advance(300);
  assert.deepEqual(await claimSome(w.frontier, 's', 100), [], 'three are in flight');
  await settleAll(w.frontier, 's', open);
  await w.advance(300);
  assert.equal((await claimSome(w.frontier, 's', 100)).length, 1);
});

test('whoever dies while it deals loses nothing, and what others deal at once is dealt once', async (t) => {
  const w = await world(t);
  const { frontier, redis, name } = w;
  const policy = { pace: fast, budgets: [{ pattern: '*', maxPages: 12 }] };
  await frontier.applyRun(makeRun({ policy, maxPages: 12, maxInFlight: 4 }));
  await frontier.enqueue(
    'a',
    sites.flatMap((site) => makeUrls(site, 10)),
  );
  const freeze = async (shard: number) => {
    const keys = shardKeys(name, shard);
    const deal = Number(await redis.hget(keys.run('a'), 'deal')) + 1;
    const own = { meta: keys.meta(), void: keys.void() };
    assert.notEqual(await callScript(redis, survey, own, { run: 'a', version: 1, deal }), null);
  };
  const others = await Promise.all(
    ['x', 'y'].map(async (session) => {
      const other = await openFrontier({ url: (await testRedis()).url, name, shards: SHARDS });
      t.after(() => other.close());
      await other.openSession(session, 1_000_000_000);
      return { session, other };
    }),
  );
  for (let i = 0; (await counters(w)).fetched < 12; i++) {
    await freeze(i % SHARDS);
    if (i % 3 === 0) await freeze((i + 3) % SHARDS);
    assert.ok(i < 100, 'the crawl does not go on');
    const claims = await Promise.all(
      others.map(async ({ session, other }) => ({ session, some: await claimSome(other, session, 100) })),
    );
    const inFlight = claims.reduce((sum, { some }) => sum + some.length, 0);
    assert.ok(inFlight <= 4, `${inFlight} in flight`);
    for (const { session, some } of claims)
      await settleAll(frontier, session, some, i % 2 === 0 ? failed : {});
    await w.advance(150);
  }
  assert.equal((await counters(w)).fetched, 12);
  assert.deepEqual(await claimSome(frontier, 's', 100), []);
});

test('what goes out while somebody deals counts, though nothing of it lacks anything', async (t) => {
  const w = await world(t);
  // Of an odd limit four shards have two each, and by another deal the four others.
  await w.frontier.applyRun(makeRun({ maxInFlight: 12, policy: { pace: fast } }));
  const { url } = await testRedis();
  const options = { shards: SHARDS, name: w.name, timeoutMs: 5000, onWarning: undefined };
  const connection = createConnection({ url, ...options });
  t.after(() => connection.close());
  const slow = { run: 'a', version: 1, deal: 5 };
  const portions = await Promise.all(
    connection.shards.map((keys) => w.redis.hget(keys.run('a'), 'maxInFlight')),
  );
  for (const shard of portions.keys()) await connection.run(survey, shard, slow);
  const two = (portion: string) =>
    [...portions.keys()].flatMap((shard) => {
      if (portions[shard] !== portion) return [];
      return sites.filter((site) => shardOf(site, SHARDS) === shard).slice(0, 2);
    });
  const goesTo = async (hosts: string[]) => {
    await w.frontier.enqueue(
      'a',
      hosts.map((site) => page(`http://${site}/`)),
    );
    return (await claimAll(w)).length;
  };
  assert.deepEqual([two('2').length, two('1').length], [8, 8]);
  const first = await goesTo(two('2'));
  await dealLimits(connection, slow);
  assert.deepEqual([first, first + (await goesTo(two('1')))], [8, 12]);
});

test('while the recorder lags on all shards that have something to do, claim says so', async (t) => {
  const w = await redisWorld({ shards: SHARDS });
  const frontier = await openFrontier({
    ...{ url: (await testRedis()).url, name: w.name, shards: SHARDS, maxBacklog: 0 },
  });
  t.after(async () => {
    await frontier.close();
    await w.close();
  });
  await frontier.openSession('s', 1_000_000);
  assert.equal((await frontier.claim('s', 'idle', 10)).state, 'granted');
  await frontier.applyRun(makeRun({ policy: { pace: fast } }));
  await frontier.enqueue(
    'a',
    together.map((site) => page(`http://${site}/`)),
  );
  await w.advance(1500);
  assert.deepEqual(await frontier.claim('s', 'c1', 10), { state: 'recorder', nextDueMs: 100 });
  const told = await frontier.readOutcomes('r', 1000);
  await frontier.ackOutcomes(told.map(({ id }) => id));
  assert.equal((await claimSome(frontier, 's', 10)).length, together.length);
});
