import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { testApi } from '../testing/test-api.ts';

test('the health of the API says what is wrong with the memory of Redis, and stays ready', async (t) => {
  const api = await testApi();
  const redis = openRedis(api.redisUrl, 'patient');
  t.after(() => redis.quit());
  const ready = async () => {
    const response = await fetch(`http://127.0.0.1:${api.api.healthPort}/readyz`);
    const { ok, warnings = [] } = (await response.json()) as { ok: boolean; warnings?: { code: string }[] };
    return [response.status, ok, ...warnings.map(({ code }) => code)];
  };
  const set = (limit: number) => redis.config('SET', 'maxmemory', String(limit));
  await set(2 ** 30);
  assert.deepEqual(await ready(), [200, true]);
  await set(0);
  assert.deepEqual(await ready(), [200, true, 'REDIS_NO_LIMIT']);
  await set(2 ** 50);
  assert.deepEqual(await ready(), [200, true, 'REDIS_LIMIT_TOO_HIGH']);
});
