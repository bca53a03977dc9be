import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { startRedis } from '../redis-for-tests.ts';
import { createBus } from './bus.ts';

test('what is published reaches every subscriber of the topic, over one connection', async (t) => {
  await using server = await startRedis();
  const bus = createBus(server.url);
  t.after(() => bus.close());
  const other = createBus(server.url);
  t.after(() => other.close());
  const readers = [bus.subscribe('runChanged'), bus.subscribe('runChanged')];
  const deaf = bus.subscribe('runState');
  await Promise.all([...readers, deaf].map((reader) => reader.start()));
  assert.equal(await other.publish('runChanged', { runId: 'r1' }), true);
  for (const reader of readers) assert.deepEqual((await reader.next()).value, { runId: 'r1' });
  await bus.publish('runState', { runId: 'r1', run: '1', state: 'done', version: 1, over: true });
  assert.deepEqual((await deaf.next()).value, {
    runId: 'r1',
    run: '1',
    state: 'done',
    version: 1,
    over: true,
  });

  const redis = openRedis(server.url, 'patient');
  t.after(() => redis.disconnect());
  const clients = String(await redis.client('LIST', 'TYPE', 'PUBSUB'));
  assert.equal(clients.trim().split('\n').length, 1);
});

test('return() ends a waiting reader, and the last one of a topic gives the channel up', async (t) => {
  await using server = await startRedis();
  const bus = createBus(server.url);
  t.after(() => bus.close());
  const reader = bus.subscribe('runChanged');
  await reader.start();
  const waiting = reader.next();
  await reader.return!();
  assert.deepEqual(await waiting, { value: undefined, done: true });
  const redis = openRedis(server.url, 'patient');
  t.after(() => redis.disconnect());
  const subscribers = async () =>
    Number(((await redis.pubsub('NUMSUB', 'trunkline:runChanged')) as unknown[])[1]);
  while ((await subscribers()) > 0) await new Promise((resolve) => setImmediate(resolve));
});

test('a subscriber that does not read loses the oldest messages, not memory', async (t) => {
  await using server = await startRedis();
  const bus = createBus(server.url, { buffer: 3 });
  t.after(() => bus.close());
  const reader = bus.subscribe('runChanged');
  const witness = bus.subscribe('runChanged');
  await Promise.all([reader.start(), witness.start()]);
  for (let i = 0; i < 10; i++) await bus.publish('runChanged', { runId: `${i}` });
  for (let i = 0; i < 10; i++) if ((await witness.next()).value?.runId === '9') break;
  assert.equal(reader.dropped(), 7);
  assert.equal((await reader.next()).value?.runId, '7');
});

test('while Redis is away publishing answers false at once, and a subscription lives on after its return', async (t) => {
  await using server = await startRedis();
  const troubles: string[] = [];
  const bus = createBus(server.url, { onTrouble: (error) => void troubles.push(error.message) });
  t.after(() => bus.close());
  const reader = bus.subscribe('runChanged');
  await reader.start();
  assert.equal(await bus.publish('runChanged', { runId: 'before' }), true);
  assert.equal((await reader.next()).value?.runId, 'before');
  await server.stop();
  assert.equal(await bus.publish('runChanged', { runId: 'lost' }), false);
  await server.restart();
  const heard = reader.next();
  const again = setInterval(() => void bus.publish('runChanged', { runId: 'after' }), 50);
  assert.equal((await heard).value?.runId, 'after');
  clearInterval(again);
  assert.ok(
    troubles.length >= 1 && troubles.length <= 4,
    `told of the outage once per connection: ${troubles}`,
  );
});
