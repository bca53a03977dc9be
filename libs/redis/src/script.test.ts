import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { testRedis } from '@trunkline/test-support';
import { callScript, openRedis } from './index.ts';
import { push } from './testing/push.ts';

test('a script gets its keys and arguments by name, on what it is built on, and its reply a type', async (t) => {
  const { url } = await testRedis();
  const redis = openRedis(url, 'patient');
  t.after(() => redis.quit());
  const list = randomUUID();
  assert.equal(push.name, 'push');
  assert.deepEqual(await callScript(redis, push, { list }, { first: 'a' }, ['b', Buffer.from([0xff])]), {
    length: 3,
  });
  // A server that forgot its scripts, as one that was restarted, is sent them again.
  await redis.script('FLUSH');
  assert.deepEqual(await callScript(redis, push, { list }, { first: 1 }), { length: 4 });
  const stored = await redis.lrangeBuffer(list, 0, -1);
  assert.deepEqual(
    stored,
    ['a', 'b', Buffer.from([0xff]), '1'].map((one) => Buffer.from(one)),
  );
  await redis.del(list);
});
