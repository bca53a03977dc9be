import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { type Claim, openFrontier, type SettleItem } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { openRedis } from '@trunkline/redis';
import { testRedis } from '@trunkline/test-support';
import { createToldUrls } from '../../runs/told-urls.ts';
import { createSettler } from './settler.ts';

/** A settler on a real frontier, with claims of so many hosts in hand; what it is refused is noted. */
async function setUp(t: TestContext, hosts: number) {
  const { url } = await testRedis();
  const name = `r${randomBytes(5).toString('hex')}`;
  const frontier = await openFrontier({ url, name });
  const redis = openRedis(url, 'patient');
  t.after(async () => {
    const keys = await redis.keys(`{${name}f*`);
    if (keys.length > 0) await redis.unlink(keys);
    redis.disconnect();
    await frontier.close();
  });
  const policy = policySchema.parse({ robots: { obey: false }, pace: { mode: 'delay', delayMs: 0 } });
  const scope = { kind: 'any', of: [], include: [], exclude: [] } as const;
  const ids = { projectId: 'p', jobId: 'j', runId: 'u' };
  const config = { ...ids, scope: { ...scope, of: [], include: [], exclude: [] }, policy };
  const limits = { maxPages: null, maxDepth: null };
  await frontier.applyRun({
    run: 'a',
    version: 1,
    state: 'running',
    weight: 1,
    config: { ...config, ...limits },
  });
  const urls = Array.from({ length: hosts }, (_, i) => ({ url: `http://h${i}.test/`, depth: 0, hops: 0 }));
  await frontier.enqueue('a', urls);
  await frontier.openSession('s', 100_000);
  const claims: Claim[] = [];
  for (let i = 0; claims.length < hosts; i++) {
    const reply = await frontier.claim('s', `c${i}`, hosts);
    if (reply.state === 'granted') claims.push(...reply.claims);
  }
  const refused: (string | null)[] = [];
  const settled: number[] = [];
  const again = Promise.withResolvers<void>();
  const settler = createSettler(frontier, createToldUrls(), {
    onSettled: (done) => void settled.push(done.length),
    onAway() {},
    onStale: (count) => assert.fail(`${count} stale`),
    onRefused(_fault, claim) {
      refused.push(claim?.url ?? null);
      if (claim === null) again.resolve();
    },
  });
  const session = { id: 's', signal: new AbortController().signal };
  const add = (claim: Claim, record: string) => {
    const { token, run, host } = claim;
    const item: SettleItem = {
      ...{ token, run, host, startedAfterMs: 0, outcome: 'fetched', next: { do: 'settle' } },
      ...{ hostSignal: { kind: 'answered' }, bytes: 1, record },
    };
    settler.add(session, { claim, item, discovered: [], settling: null });
  };
  return { frontier, redis, name, claims, refused, settled, settler, add, again: again.promise };
}

test('of many visits the one that the frontier refuses is given up with the reason, and the others are settled as they are', async (t) => {
  const { frontier, claims, refused, settled, settler, add } = await setUp(t, 6);
  const huge = randomBytes(2 << 20).toString('base64');
  for (const [i, claim] of claims.entries())
    add(claim, JSON.stringify({ url: claim.url, ...(i === 3 && { huge }) }));
  await settler.flush();
  assert.deepEqual([refused, settled], [[claims[3]!.url], [6]]);
  const { finished, dead, fetched, inFlight } = (await frontier.sizes('a'))!.counters;
  assert.deepEqual({ finished, dead, fetched, inFlight }, { finished: 6, dead: 1, fetched: 5, inFlight: 0 });
  const told = (await frontier.readOutcomes('r', 100)).flatMap((entry) =>
    entry.kind === 'settled' ? entry.records.map((record) => JSON.parse(record)) : [],
  );
  const dying = told.find(({ url }) => url === claims[3]!.url);
  assert.equal(dying.deadReason, 'SETTLE_REFUSED');
  assert.match(dying.outcome.detail, /a call carries at most/);
});

test('what Redis refuses whatever it is goes back once it is mended: nothing ends, and nothing is lost', async (t) => {
  const { frontier, redis, name, claims, settled, settler, add, again } = await setUp(t, 3);
  const held = `{${name}f0}:inflight:s`;
  await redis.rename(held, `${held}-aside`);
  await redis.set(held, 'of another type');
  for (const claim of claims) add(claim, JSON.stringify({ url: claim.url }));
  const flushed = settler.flush();
  await again;
  assert.deepEqual(settled, []);
  await redis.rename(`${held}-aside`, held);
  await flushed;
  assert.deepEqual(settled, [3]);
  // The first, with which it was tried, goes back; the others are told as they are.
  const { waiting, fetched, dead, inFlight } = (await frontier.sizes('a'))!.counters;
  assert.deepEqual({ waiting, fetched, dead, inFlight }, { waiting: 1, fetched: 2, dead: 0, inFlight: 0 });
});
