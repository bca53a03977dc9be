import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testRedis } from '@trunkline/test-support';
import { shardKeys } from '../keys.ts';
import { openFrontier } from '../open-frontier.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../testing/make.ts';
import { redisWorld, rule, type World } from '../testing/rule.ts';

const HOUR = 3_600_000;

/** A host that has asked for an hour's rest, and a session that was just heard of. */
async function resting(world: World): Promise<void> {
  await begin(world, makeRun(), makeUrls('h.test', 3));
  const claims = await claimSome(world.frontier, 's', 1);
  await settleAll(world.frontier, 's', claims, { hostSignal: { kind: 'throttled', retryAfterMs: HOUR } });
}

rule('a jump of the clock forward ends no delay, no back-off and no lease', async (world) => {
  const { frontier, advance } = world;
  await resting(world);
  await advance(2 * HOUR);
  assert.deepEqual(await frontier.renewSession('s', 10_000), { lost: false });
  assert.deepEqual(await claimSome(frontier, 's'), []);
  for (let ms = 0; ms < HOUR - 20_000; ms += 5000) {
    await advance(5000);
    assert.deepEqual(await frontier.renewSession('s', 10_000), { lost: false });
  }
  assert.deepEqual(await claimSome(frontier, 's'), [], 'the hour passes as any other');
  await advance(20_000);
  await frontier.openSession('s2', 10_000);
  assert.equal((await claimSome(frontier, 's2', 1)).length, 1);
});

rule('where nobody was at work the time that has passed has passed', async (world) => {
  const { frontier, advance } = world;
  await resting(world);
  await frontier.closeSession('s');
  await advance(2 * HOUR);
  await frontier.openSession('s2', 10_000);
  assert.equal((await claimSome(frontier, 's2', 1)).length, 1);
});

rule('an epoch begins with what the clock on the wall says', async (world) => {
  const { frontier, advance, newEpoch } = world;
  await resting(world);
  await advance(2 * HOUR);
  await newEpoch();
  await frontier.openSession('s2', 10_000);
  await advance(1600);
  assert.equal((await claimSome(frontier, 's2', 1)).length, 1);
});

test('while a shard is swept and workers are at work, a gap of some seconds is a jump too', async () => {
  const world = await redisWorld();
  const frontier = await openFrontier({ url: (await testRedis()).url, name: `${world.name}real` });
  const { meta, workers } = shardKeys(`${world.name}real`, 0);
  try {
    for (const [swept, lost] of [
      [false, true],
      [true, false],
    ]) {
      const session = `swept-${swept}`;
      await frontier.openSession(session, 4000);
      if (swept) await frontier.sweep();
      // What was stored lies six seconds back: to the frontier the same as a clock that was put forward.
      for (const field of ['clock', ...(swept ? ['tick'] : [])])
        await world.redis.hincrby(meta(), field, -6000);
      await world.redis.zincrby(workers(), -6000, session);
      assert.deepEqual(await frontier.renewSession(session, 4000), { lost });
    }
  } finally {
    await frontier.close();
    await world.redis.unlink(meta(), workers());
    await world.close();
  }
});
