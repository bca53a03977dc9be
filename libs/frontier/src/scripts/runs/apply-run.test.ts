import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrontierMisuse } from '../../errors.ts';
import { shardKeys } from '../../keys.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { redisWorld, rule } from '../../testing/rule.ts';

rule('an older version changes nothing', async ({ frontier }) => {
  assert.deepEqual(await frontier.applyRun(makeRun({ version: 3, state: 'paused' })), { applied: true });
  assert.deepEqual(await frontier.applyRun(makeRun({ version: 2 })), { applied: false });
  assert.deepEqual(await frontier.applyRun(makeRun({ version: 3 })), { applied: false });
  assert.equal((await frontier.sizes('a'))?.state, 'paused');
  assert.equal((await frontier.runConfig('a'))?.version, 3);
  assert.equal((await frontier.runConfig('a'))?.config.runId, 'uuid-of-a');
});

rule(
  'after its time a run is not made any more, while one that is known follows all the same',
  async ({ frontier }) => {
    const [late, early] = [{ madeUntil: 0 }, { madeUntil: (await frontier.time()) + 60_000 }];
    assert.deepEqual(await frontier.applyRun(makeRun(), late), { applied: false });
    assert.equal(await frontier.sizes('a'), null);
    assert.deepEqual(await frontier.applyRun(makeRun(), early), { applied: true });
    assert.deepEqual(await frontier.applyRun(makeRun({ version: 2 }), late), { applied: true });
  },
);

rule('a run of a later version is not forgotten', async ({ frontier }) => {
  await frontier.applyRun(makeRun({ version: 3 }));
  await frontier.forget('a', { upTo: 2 });
  assert.equal((await frontier.sizes('a'))?.version, 3);
  await frontier.forget('a', { upTo: 3 });
  assert.equal(await frontier.sizes('a'), null);
});

rule('a paused run takes URLs in and hands none out, until it runs again', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await frontier.applyRun(makeRun({ version: 2, state: 'paused' }));
  assert.equal((await frontier.enqueue('a', makeUrls('i.test', 1))).accepted, 1);
  await advance(1000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await frontier.applyRun(makeRun({ version: 3 }));
  assert.equal((await claimSome(frontier, 's')).length, 2);
});

rule('a change of pace binds the next claim, slower and faster', async (world) => {
  const { frontier, advance } = world;
  const pace = (delayMs: number) => ({ pace: { mode: 'delay' as const, delayMs } });
  await begin(world, makeRun({ policy: pace(100) }), makeUrls('h.test', 5));
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0 });
  await frontier.applyRun(makeRun({ version: 2, policy: pace(5000) }));
  await advance(1000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await frontier.applyRun(makeRun({ version: 3, policy: pace(900) }));
  const [claim] = await claimSome(frontier, 's');
  assert.equal(claim?.configVersion, 3);
});

rule(
  'what is left of an ended run is dropped at once; what is in flight is counted as it returns',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), [
      ...makeUrls('h.test', 4),
      ...makeUrls('i.test', 4),
      ...makeUrls('j.test', 1),
    ]);
    const claims = await claimSome(frontier, 's');
    const retry = { do: 'retry', delayMs: 60_000 } as const;
    const [first, second, third] = claims;
    await settleAll(frontier, 's', [first!], { next: retry, outcome: 'failed' });
    await assert.rejects(frontier.drop('a', 'cancelled'), FrontierMisuse);
    await frontier.applyRun(makeRun({ version: 2, state: 'cancelled' }));
    assert.deepEqual(await frontier.drop('a', 'cancelled'), { dropped: 7, left: false });
    assert.deepEqual(await frontier.drop('a', 'cancelled'), { dropped: 0, left: false });
    await settleAll(frontier, 's', [second!], { next: retry, outcome: 'failed' });
    await frontier.requeue('s', [third!]);
    await advance(60_000);
    await frontier.sweep();
    const counters = (await frontier.sizes('a'))!.counters;
    assert.deepEqual([counters.accepted, counters.finished, counters.waiting], [9, 9, 0]);
    assert.deepEqual([counters.dropped, counters.inFlight, counters.delayed, counters.hosts], [9, 0, 0, 0]);
    const dropped = (await frontier.readOutcomes('r', 100)).filter((entry) => entry.kind === 'dropped');
    assert.equal(
      dropped.reduce((sum, entry) => sum + (entry.kind === 'dropped' ? entry.count : 0), 0),
      9,
    );
  },
);

rule('a forgotten run is unknown', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 700));
  await frontier.applyRun(makeRun({ version: 2, state: 'cancelled' }));
  while ((await frontier.drop('a', 'cancelled')).left);
  while ((await frontier.forget('a')).left);
  assert.equal(await frontier.sizes('a'), null);
  assert.equal(await frontier.runConfig('a'), null);
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 1)), { accepted: 0, known: 0, refused: 1 });
});

test('a run of many hosts is dropped and forgotten by a thousand keys a call, until none of it is left', async () => {
  const { frontier, redis, name, close } = await redisWorld();
  const hosts = Array.from({ length: 2500 }, (_, i) => makeUrls(`h${i}.test`, 1));
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', hosts.flat());
  await frontier.applyRun(makeRun({ version: 2, state: 'cancelled' }));
  const keysOfRun = async () => {
    const all = await redis.keys(`{${name}f0}:*`);
    return all.filter((key) => key.split(':').includes('a')).length;
  };
  const steps: string[] = [];
  let left = await keysOfRun();
  for (const verb of ['drop', 'forget'] as const) {
    for (let more = true; more; ) {
      more = (await frontier[verb]('a', 'cancelled')).left;
      const now = await keysOfRun();
      assert.ok(left - now <= 1000, `${verb} removed ${left - now} keys in one call`);
      left = now;
      steps.push(verb);
    }
  }
  assert.deepEqual(steps, ['drop', 'drop', 'drop', 'forget']);
  assert.equal(left, 0);
  await close();
});

test('delayed URLs of a forgotten run go in bounded steps, and those of others stay', async () => {
  const { frontier, redis, name, close } = await redisWorld();
  const keys = shardKeys(name, 0);
  await frontier.applyRun(makeRun());
  await frontier.applyRun(makeRun({ version: 2, state: 'cancelled' }));
  const members = (run: string) =>
    Array.from({ length: 4000 }, (_, i) => [String(9e12 + i), `${run} h.test n0 0 0 0 /${i}`]);
  for (const run of ['a', 'aa']) await redis.zadd(keys.delayed(), ...members(run).flat());
  await redis.hset(keys.run('a'), 'delayed', 4000);
  let [steps, before] = [0, 8000];
  for (let more = true; more; steps++) {
    more = (await frontier.forget('a')).left;
    const now = await redis.zcard(keys.delayed());
    assert.ok(before - now < 2500, `${before - now} in one call`);
    before = now;
  }
  assert.ok(steps > 2, `${steps} steps`);
  const left = await redis.zrange(keys.delayed(), '0', '-1');
  assert.ok(left.length === 4000 && left.every((member) => member.startsWith('aa ')), `${left.length} left`);
  assert.equal(await frontier.sizes('a'), null);
  await close();
});
