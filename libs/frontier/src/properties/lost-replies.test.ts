import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedis, type Redis } from '@trunkline/redis';
import { ownRedis } from '@trunkline/test-support';
import { FrontierUnavailable } from '../errors.ts';
import { openFrontier } from '../open-frontier.ts';
import { openFaultProxy } from '../testing/fault-proxy.ts';
import { makeRun, makeUrls, settled } from '../testing/make.ts';
import type { Frontier } from '../types.ts';

/** A small generator of its own, so that the faults of a seed are the same everywhere (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Repeats a call until Redis answers, as workers do; with the same ids. */
async function insist<R>(call: () => Promise<R>): Promise<R> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof FrontierUnavailable)) throw error;
      await new Promise((resume) => setTimeout(resume, 10));
    }
  }
}

const seed = Number(process.env.TRUNKLINE_FAULT_SEED ?? Date.now() % 1_000_000_007);
const pages = 3000;

/** Works until everything is finished; gives some claims back, and forgets some without a word. */
async function work(
  frontier: Frontier,
  name: string,
  visited: string[],
  random: () => number,
): Promise<void> {
  const session = `${name}-${random()}`;
  await insist(() => frontier.openSession(session, 60_000));
  for (let i = 0; ; i++) {
    const reply = await insist(() => frontier.claim(session, `c${i}`, 20));
    assert.equal(reply.state, 'granted');
    if (reply.state !== 'granted') return;
    if (reply.claims.length === 0) {
      const counters = (await insist(() => frontier.sizes('a')))?.counters;
      if (counters?.finished === pages) break;
      await new Promise((resume) => setTimeout(resume, reply.nextDueMs));
      continue;
    }
    const back = reply.claims.filter(() => random() < 0.1);
    await insist(() => frontier.requeue(session, back));
    const kept = reply.claims.filter((claim) => !back.includes(claim));
    visited.push(...kept.map(({ url }) => url));
    // Links of a page are known already, but for a few.
    await insist(() =>
      frontier.enqueue(
        'a',
        kept.map(({ url }) => ({ url, depth: 1, hops: 0 })),
      ),
    );
    const result = await insist(() =>
      frontier.settle(
        session,
        `s${i}`,
        kept.map((claim) => settled(claim)),
      ),
    );
    assert.deepEqual(result, { settled: kept.length, stale: [] });
  }
  await insist(() => frontier.closeSession(session));
}

test(`replies cut, stalled or late and requests sent twice lose nothing and double nothing (seed ${seed})`, async () => {
  const server = await ownRedis();
  const random = seeded(seed);
  const proxy = await openFaultProxy(server.url, random, 400);
  proxy.active = false;
  const options = { url: proxy.url, timeoutMs: 250 };
  const open = () => insist(() => openFrontier(options));
  const frontiers = await Promise.all([open(), open(), open()]);
  const [first] = frontiers;
  const pace = { mode: 'rate', perSecond: 10_000, concurrency: 50 } as const;
  await insist(() => first.applyRun(makeRun({ policy: { pace } })));
  proxy.active = true;
  for (let host = 0; host < 10; host++) {
    const urls = makeUrls(`h${host}.test`, pages / 10);
    await insist(() => first.enqueue('a', urls));
  }
  const visited: string[] = [];
  await Promise.all(frontiers.map((frontier, i) => work(frontier, `w${i}`, visited, random)));
  proxy.active = false;

  const counters = (await insist(() => first.sizes('a')))!.counters;
  assert.deepEqual([counters.accepted, counters.finished, counters.fetched], [pages, pages, pages]);
  assert.equal(new Set(visited).size, pages);
  const records: string[] = [];
  for (;;) {
    const entries = await insist(() => first.readOutcomes('recorder', 500));
    if (entries.length === 0) break;
    for (const entry of entries) if (entry.kind === 'settled') records.push(...entry.records);
    await insist(() => first.ackOutcomes(entries.map(({ id }) => id)));
  }
  assert.deepEqual([records.length, new Set(records).size], [pages, pages]);
  assert.ok(
    proxy.done.cut > 0 && proxy.done.stalled > 0 && proxy.done.doubled > 0,
    `No fault took effect: ${JSON.stringify(proxy.done)}`,
  );
  await Promise.all(frontiers.map((frontier) => frontier.close()));
  await proxy.close();
  await server.stop();
});

test('while Redis is away calls are refused at once, and afterwards a new epoch begins', async () => {
  const server = await ownRedis();
  const frontier = await openFrontier({ url: server.url, timeoutMs: 1000 });
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', makeUrls('h.test', 3));
  await frontier.openSession('s', 600_000);
  await server.kill9();
  await assert.rejects(insistOnce(frontier), FrontierUnavailable);
  await server.restart();
  assert.equal((await insist(() => frontier.claim('s', 'after', 5))).state, 'lost');
  await frontier.openSession('t', 600_000);
  const reply = await insist(() => frontier.claim('t', 'after', 5));
  // The host was never asked, yet it waits the delay of a new epoch; what was accepted is still there.
  assert.ok(reply.state === 'granted' && reply.claims.length === 0);
  const [epoch] = await frontier.epochs();
  assert.equal(epoch?.epoch, 2);
  const since = Date.now() - (epoch?.lostAt ?? 0);
  assert.ok(since >= 0 && since < 60_000, `what came before ${since} ms ago is safe`);
  assert.equal((await frontier.sizes('a'))?.counters.waiting, 3);
  await frontier.close();
  await server.stop();
});

async function insistOnce(frontier: Frontier): Promise<never> {
  for (;;) await frontier.sizes('a');
}

/** Cuts every connection to this Redis but the one that asks for it. */
const cutAll = (redis: Redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'normal');

test('a Redis without append-only file is warned about with each connection', async () => {
  const server = await ownRedis();
  const redis = openRedis(server.url, 'patient');
  await redis.config('SET', 'appendonly', 'no');
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  const frontier = await openFrontier({ url: server.url, onWarning });
  assert.match(warnings.join(), /append-only/);
  await cutAll(redis);
  await assert.rejects(insistOnce(frontier), FrontierUnavailable);
  await insist(() => frontier.sizes('a'));
  assert.equal(warnings.length, 2);
  await frontier.close();
  await redis.quit();
  await server.stop();
});

test('a Redis that may evict keys is refused, also by those that were there before, until it is put right', async () => {
  const server = await ownRedis();
  const redis = openRedis(server.url, 'patient');
  const frontier = await openFrontier(server.url);
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const refusal = { code: 'FRONTIER_MISCONFIGURED', message: /allkeys-lru/ };
  await assert.rejects(openFrontier(server.url), refusal);
  await cutAll(redis);
  await assert.rejects(
    insist(() => insistOnce(frontier)),
    refusal,
  );
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
  await insist(() =>
    frontier.sizes('a').catch((error) => {
      throw error.code === refusal.code ? new FrontierUnavailable('serve', { cause: error }) : error;
    }),
  );
  await frontier.close();
  await redis.quit();
  await server.stop();
});
