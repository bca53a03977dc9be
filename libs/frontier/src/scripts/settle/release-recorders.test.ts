import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callScript } from '@trunkline/redis';
import { shardKeys } from '../../keys.ts';
import { begin, makeRun, makeUrls } from '../../testing/make.ts';
import { redisWorld } from '../../testing/rule.ts';
import { releaseRecorders } from './release-recorders.ts';

test('consumers of processes that are gone are forgotten, but for those that have something in hand', async () => {
  const world = await redisWorld();
  const { redis, frontier, name } = world;
  const { meta, void: nothing, outcomes } = shardKeys(name, 0);
  try {
    await begin(world, makeRun(), makeUrls('h.test', 3));
    assert.equal((await frontier.readOutcomes('holds', 1)).length, 1);
    for (const consumer of ['gone-1', 'gone-2', 'self']) await frontier.readOutcomes(consumer, 1);
    const release = (gone: number) =>
      callScript(redis, releaseRecorders, { meta: meta(), void: nothing() }, { self: 'self', gone });
    assert.equal(await release(3_600_000), 0);
    assert.equal(await release(0), 2);
    const left = (await redis.xinfo('CONSUMERS', outcomes(), 'recorder')) as string[][];
    assert.deepEqual(
      left.map(([, consumer]) => consumer),
      ['holds', 'self'],
    );
  } finally {
    await world.close();
  }
});
