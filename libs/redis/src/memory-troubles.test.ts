import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryTroubles } from './memory-troubles.ts';
import { readServer } from './server.ts';
import { startServer } from './testing/start-server.ts';

test('a server without a limit, with one above its machine, near it, or that evicts is told of; one that is set right is not', async (t) => {
  const { redis } = await startServer(t, []);
  const troubles = async (settings: Record<string, string | number>) => {
    for (const [name, value] of Object.entries(settings)) await redis.config('SET', name, value);
    return memoryTroubles(await readServer(redis)).map(({ code }) => code);
  };
  assert.deepEqual(await troubles({}), ['REDIS_NO_LIMIT']);
  assert.deepEqual(await troubles({ maxmemory: 2 ** 50 }), ['REDIS_LIMIT_TOO_HIGH']);
  assert.deepEqual(await troubles({ maxmemory: 2 ** 28 }), []);
  for (let i = 0; i < 220; i++) await redis.set(`x${i}`, Buffer.alloc(2 ** 20 - 100));
  assert.deepEqual(await troubles({}), ['REDIS_NEARLY_FULL']);
  assert.deepEqual(await troubles({ maxmemory: 2 ** 29, 'maxmemory-policy': 'allkeys-lru' }), [
    'REDIS_EVICTS',
  ]);
});
