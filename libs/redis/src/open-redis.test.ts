import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { freePort } from '@trunkline/servers';
import { ownRedis } from '@trunkline/test-support';
import { firstAttempt, openRedis, readServer } from './index.ts';
import { startServer } from './testing/start-server.ts';

test('while Redis is away commands are refused, those of the patient wait, a probe gives up; all hear of it once', async (t) => {
  const server = await ownRedis();
  const troubles = { commands: 0, patient: 0 };
  const [commands, patient] = (['commands', 'patient'] as const).map((kind) => {
    const redis = openRedis(server.url, kind, { onTrouble: () => troubles[kind]++ });
    t.after(() => redis.disconnect());
    return redis;
  });
  await Promise.all([commands, patient].map((redis) => firstAttempt(redis!)));
  await commands!.set('a', 'b');
  const [heard] = [once(patient!, 'close'), once(commands!, 'close')];
  await server.stop();
  await heard;
  await assert.rejects(commands!.get('a'));
  const waited = patient!.get('a');
  const probe = openRedis(server.url, 'probe');
  await assert.rejects(probe.connect());
  assert.equal(probe.status, 'end');

  await server.restart();
  assert.equal(await waited, 'b');
  if (commands!.status !== 'ready') await once(commands!, 'ready');
  assert.equal(await commands!.get('a'), 'b');
  assert.deepEqual(troubles, { commands: 1, patient: 1 });
});

test('a Redis of a test that is killed comes back with its data', async () => {
  const own = await ownRedis();
  const redis = openRedis(own.url, 'patient');
  await redis.set('k', 'v');
  await redis.config('SET', 'appendfsync', 'always');
  await redis.set('k2', 'v2');
  await own.kill9();
  await own.restart();
  assert.equal(await redis.get('k2'), 'v2');
  redis.disconnect();
});

test('the first attempt has an end though nobody is there', async () => {
  const port = await freePort();
  for (const url of [`redis://127.0.0.1:${port}`, `redis+sentinel://127.0.0.1:${port}/main`]) {
    const redis = openRedis(url, 'commands');
    await firstAttempt(redis);
    await assert.rejects(redis.ping());
    redis.disconnect();
  }
});

test('of Sentinels one gets the primary, and after a failover the new one', async (t) => {
  const first = await startServer(t, []);
  const second = await startServer(t, [`replicaof 127.0.0.1 ${first.port}`]);
  const sentinel = await startServer(
    t,
    [
      `sentinel monitor main 127.0.0.1 ${first.port} 1`,
      'sentinel down-after-milliseconds main 1000',
      'sentinel failover-timeout main 3000',
    ],
    '--sentinel',
  );
  const redis = openRedis(`redis+sentinel://127.0.0.1:${sentinel.port}/main`, 'patient');
  t.after(() => redis.disconnect());
  await redis.set('where', 'first');
  assert.equal(await first.redis.get('where'), 'first');

  // Until the Sentinel knows the second server, and knows it well, it answers NOGOODSLAVE.
  while ((await sentinel.redis.call('SENTINEL', 'FAILOVER', 'main').catch(() => 'not yet')) !== 'OK') {
    await sentinel.redis.call('SENTINEL', 'CKQUORUM', 'main');
  }
  const roleOf = async () => ((await second.redis.call('ROLE')) as unknown[])[0];
  while ((await roleOf()) !== 'master');
  for (;;) {
    await redis.set('where', 'second').catch(() => {}); // READONLY until the Sentinel has told
    if ((await second.redis.get('where')) === 'second') break;
  }
});

test('a node of a cluster of several is refused; one that has all slots is served', async (t) => {
  const [one, two] = await Promise.all([0, 1].map(() => startServer(t, ['cluster-enabled yes'])));
  await one!.redis.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
  assert.equal((await readServer(one!.redis)).get('redis_mode'), 'cluster');

  await one!.redis.call('CLUSTER', 'DELSLOTSRANGE', 100, 16_383);
  await two!.redis.call('CLUSTER', 'ADDSLOTSRANGE', 100, 16_383);
  await one!.redis.call('CLUSTER', 'MEET', '127.0.0.1', two!.port);
  const met = async () => String(await one!.redis.call('CLUSTER', 'INFO'));
  while (!/cluster_size:2/.test(await met()));
  await assert.rejects(readServer(one!.redis), { code: 'REDIS_CLUSTER', message: /one of 2 nodes/ });
});
