import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testRedis } from '@trunkline/test-support';
import { openFrontier } from '../open-frontier.ts';
import { sumSizes } from '../redis/runs/sum-sizes.ts';
import { shardOf } from '../shard-of.ts';
import { openFaultProxy } from '../testing/fault-proxy.ts';
import { claimSome, makeRun, makeUrls, settleAll } from '../testing/make.ts';
import { redisWorld } from '../testing/rule.ts';
import type { Claim } from '../types/claims.ts';
import type { OutcomeEntry } from '../types/outcomes.ts';

const SHARDS = 4;
const hosts = Array.from({ length: 24 }, (_, i) => `h${i}.test`);
const urls = (pages: number) => hosts.flatMap((host) => makeUrls(host, pages));

async function world(t: { after(fn: () => Promise<void>): void }) {
  const opened = await redisWorld({ shards: SHARDS });
  t.after(opened.close);
  return opened;
}

test('hosts lie on all shards, and those of a domain on one', () => {
  assert.equal(new Set(hosts.map((host) => shardOf(host, SHARDS))).size, SHARDS);
  assert.equal(new Set(['a.test', 'www.a.test', 'x.y.a.test'].map((host) => shardOf(host, SHARDS))).size, 1);
});

test('over four shards every URL is claimed and finished once, and the end is seen', async (t) => {
  const { frontier, advance } = await world(t);
  await frontier.applyRun(makeRun());
  assert.deepEqual(await frontier.enqueue('a', urls(5)), { accepted: 120, known: 0, refused: 0 });
  assert.deepEqual(await frontier.enqueue('a', urls(5)), { accepted: 0, known: 120, refused: 0 });
  await frontier.openSession('s', 10_000_000);
  const visited: string[] = [];
  for (let round = 0; round < 20; round++) {
    const before = (await frontier.sizes('a'))!.counters;
    assert.equal(before.finished + before.waiting + before.inFlight + before.delayed, before.accepted);
    assert.equal(before.finished === before.accepted, visited.length === 120);
    await advance(1100);
    const claims = await claimSome(frontier, 's', 64);
    assert.ok(new Set(claims.map(({ host }) => host)).size === claims.length, 'one URL per host and delay');
    visited.push(...claims.map(({ url }) => url));
    const { settled, stale } = await settleAll(frontier, 's', claims, { startedAfterMs: 0 });
    assert.deepEqual([settled, stale], [claims.length, []]);
  }
  assert.equal(new Set(visited).size, 120);
  assert.equal(visited.length, 120);
  const told: OutcomeEntry[] = await frontier.readOutcomes('r', 10_000);
  const records = told.flatMap((entry) => (entry.kind === 'settled' ? entry.records : []));
  assert.equal(new Set(records).size, 120);
  await frontier.ackOutcomes(told.map(({ id }) => id));
  assert.deepEqual(await frontier.outcomesBacklog(), { length: 0, lag: 0, oldestMs: 0 });
});

test('a claim repeated under its id answers the same from every shard', async (t) => {
  const { frontier, advance } = await world(t);
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', urls(2));
  await frontier.openSession('s', 10_000_000);
  await advance(1100);
  const ask = async () => {
    const reply = await frontier.claim('s', 'once', 20);
    return reply.state === 'granted'
      ? reply.claims.map((claim) => `${claim.host} ${claim.token}`).sort()
      : [];
  };
  const first = await ask();
  assert.equal(first.length, 20);
  assert.deepEqual(await ask(), first);
  assert.equal((await frontier.sizes('a'))!.counters.inFlight, 20);
});

test('a lost session gives its claims back on every shard', async (t) => {
  const { frontier, advance } = await world(t);
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', urls(1));
  await frontier.openSession('s', 10_000);
  await frontier.openSession('other', 10_000_000);
  await advance(1100);
  const claims: Claim[] = await claimSome(frontier, 's', 24);
  assert.equal(claims.length, 24);
  assert.deepEqual((await frontier.sessions()).find(({ session }) => session === 's')?.inFlight, 24);
  await advance(10_000);
  assert.deepEqual(await frontier.claim('s', 'late', 1), { state: 'lost' });
  const swept = await frontier.sweep();
  assert.equal(swept.recovered, 24);
  assert.equal((await frontier.sizes('a'))!.counters.waiting, 24);
  await advance(1100);
  assert.equal((await claimSome(frontier, 'other', 24)).length, 24);
  assert.deepEqual((await settleAll(frontier, 's', claims)).settled, 0);
});

test('a claim that goes back goes back on its own shard, and no other with it', async (t) => {
  const { frontier, advance } = await world(t);
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', urls(1));
  await frontier.openSession('s', 10_000_000);
  await advance(1100);
  const claims = await claimSome(frontier, 's', 24);
  assert.equal(new Set(claims.map(({ token }) => token)).size, 24);
  for (const [i, claim] of claims.entries()) {
    assert.deepEqual(await frontier.requeue('s', [claim]), { returned: 1 });
    assert.equal((await frontier.sizes('a'))!.counters.waiting, i + 1);
  }
});

test('pausing, resuming and cancelling reach every shard', async (t) => {
  const { frontier, advance } = await world(t);
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', urls(2));
  await frontier.openSession('s', 10_000_000);
  await advance(1100);
  await frontier.applyRun(makeRun({ version: 2, state: 'paused' }));
  assert.deepEqual(await claimSome(frontier, 's', 64), []);
  await frontier.applyRun(makeRun({ version: 3 }));
  const claims = await claimSome(frontier, 's', 64);
  assert.equal(claims.length, 24);
  await frontier.applyRun(makeRun({ version: 4, state: 'cancelled' }));
  assert.deepEqual(await frontier.drop('a', 'cancelled'), { dropped: 24, left: false });
  await frontier.requeue('s', claims);
  const { accepted, finished, dropped } = (await frontier.sizes('a'))!.counters;
  assert.deepEqual([accepted, finished, dropped], [48, 48, 48]);
});

test('what is finished is read before what is accepted, so that a link between shards is never overlooked', () => {
  const at = (accepted: number, finished: number) => ({
    state: 'running',
    numbers: new Map(Object.entries({ accepted, finished })),
  });
  // The page of the first shard was open at the first reading; its link and its end came between the two.
  const counters = sumSizes([at(1, 0), at(0, 0)], [at(1, 1), at(1, 0)])!.counters;
  assert.deepEqual([counters.accepted, counters.finished], [2, 0]);
});

test('runs share the claims of all shards by their weights', async (t) => {
  const { frontier, advance } = await world(t);
  const policy = { pace: { mode: 'delay', delayMs: 100 } } as const;
  for (const [run, weight] of [
    ['a', 1],
    ['b', 3],
  ] as const) {
    await frontier.applyRun(makeRun({ run, weight, policy }));
    const own = Array.from({ length: 160 }, (_, i) => makeUrls(`${run}${i}.test`, 10)).flat();
    await frontier.enqueue(run, own);
  }
  await frontier.openSession('s', 10_000_000);
  let all = 0;
  let a = 0;
  for (let call = 0; call < 60; call++) {
    await advance(101);
    const claims = await claimSome(frontier, 's', 32);
    await settleAll(frontier, 's', claims, { startedAfterMs: 0 });
    all += claims.length;
    a += claims.filter(({ run }) => run === 'a').length;
  }
  assert.equal(all, 60 * 32);
  assert.ok(Math.abs(a - all / 4) <= all / 40, `run a had ${a} of ${all}`);
});

test('while links go from shard to shard the sizes never say done before the last page is', async (t) => {
  const { frontier, name } = await world(t);
  const length = 100;
  // Whoever watches hears every answer 20 ms late: several pages begin and end between two of its readings.
  const proxy = await openFaultProxy((await testRedis()).url, () => 0.055, 400);
  const watcher = await openFrontier({ url: proxy.url, name, shards: SHARDS });
  t.after(async () => {
    proxy.active = false;
    await watcher.close();
    await proxy.close();
  });
  await frontier.applyRun(makeRun({ policy: { pace: { mode: 'delay', delayMs: 0 } } }));
  await frontier.openSession('s', 10_000_000);
  const enqueue = (page: number) =>
    frontier.enqueue('a', makeUrls(hosts[(page * 7) % hosts.length]!, 1, page));
  await enqueue(0);
  let crawling = true;
  let looks = 0;
  const watch = async () => {
    while (crawling) {
      const { accepted, finished } = (await watcher.sizes('a'))!.counters;
      looks++;
      // Read in the other order, pages that ended between the readings are finished before they are accepted.
      if (finished >= accepted) assert.equal(accepted, length, `done was said after ${finished} pages`);
    }
  };
  // One URL is open at a time, so that whatever is read too early looks like the end.
  const crawl = async () => {
    for (let page = 0; page < length; page++) {
      const claims = await claimSome(frontier, 's', 1);
      assert.equal(claims.length, 1);
      if (page + 1 < length) await enqueue(page + 1);
      await settleAll(frontier, 's', claims);
    }
    crawling = false;
  };
  await Promise.all([crawl().finally(() => (crawling = false)), watch(), watch(), watch()]);
  const { accepted, finished } = (await frontier.sizes('a'))!.counters;
  assert.deepEqual([accepted, finished], [length, length]);
  assert.ok(looks > 3, `only ${looks} looks`);
});

test('a claim repeated under its id tells of every claim it was granted, though other shards have more by now', async (t) => {
  const { frontier, advance } = await world(t);
  await frontier.applyRun(makeRun());
  await frontier.openSession('s', 10_000_000);
  // Whichever shard is asked first, at one time or another it has nothing the first time and enough the second.
  for (let shard = 0; shard < SHARDS; shard++) {
    const [late, early] = [0, 1].map((is) =>
      hosts.filter((host) => +(shardOf(host, SHARDS) !== shard) === is),
    );
    await frontier.enqueue(
      'a',
      early!.flatMap((host) => makeUrls(host, 1, shard * 10)),
    );
    await advance(1100);
    const ask = async () => {
      const reply = await frontier.claim('s', `c${shard}`, 4);
      return reply.state === 'granted' ? reply.claims : [];
    };
    const first = await ask();
    assert.equal(first.length, 4);
    await frontier.enqueue(
      'a',
      late!.flatMap((host) => makeUrls(host, 4, 100 + shard * 10)),
    );
    const again = new Set((await ask()).map(({ token }) => token));
    assert.ok(
      first.every(({ token }) => again.has(token)),
      'a claim is in flight that nobody was told of',
    );
    assert.ok(again.size <= 4);
  }
});
