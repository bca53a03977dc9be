import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testRedis } from '@trunkline/test-support';
import { FrontierMisconfigured } from '../errors.ts';
import { createFrontier, openFrontier } from '../open-frontier.ts';
import { begin, makeRun, makeUrls } from '../testing/make.ts';
import { redisWorld } from '../testing/rule.ts';

test('keys of another format are refused when the frontier is opened, by name, and nothing is written', async () => {
  const world = await redisWorld();
  try {
    await begin(world, makeRun(), makeUrls('h.test', 3));
    const meta = `{${world.name}f0}:meta`;
    for (const format of ['1', '999', '']) {
      if (format === '') await world.redis.hdel(meta, 'format');
      else await world.redis.hset(meta, 'format', format);
      const before = await world.redis.hgetall(meta);
      const options = { url: (await testRedis()).url, name: world.name };
      const refused = (error: unknown) =>
        error instanceof FrontierMisconfigured && error.message.includes(`format ${format || '1'},`);
      await assert.rejects(openFrontier(options), refused);
      const lazy = createFrontier(options);
      await assert.rejects(lazy.enqueue('a', makeUrls('h.test', 1, 50)), refused);
      await assert.rejects(lazy.enqueue('a', makeUrls('h.test', 1, 50)), refused);
      await lazy.close();
      assert.deepEqual(await world.redis.hgetall(meta), before);
    }
  } finally {
    await world.close();
  }
});

test('the number of shards is fixed by the first who opens the frontier', async () => {
  const world = await redisWorld({ shards: 2 });
  try {
    const { url } = await testRedis();
    for (const shards of [1, 3]) {
      await assert.rejects(openFrontier({ url, name: world.name, shards }), (error: unknown) => {
        assert.ok(error instanceof FrontierMisconfigured);
        assert.match(error.message, new RegExp(`has 2 shards.*told ${shards}`));
        return true;
      });
    }
    await (await openFrontier({ url, name: world.name, shards: 2 })).close();
  } finally {
    await world.close();
  }
});
