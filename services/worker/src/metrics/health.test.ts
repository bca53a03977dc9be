import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installation, until } from '../testing/worker-process.ts';

test('a worker is well, is not when Redis is away for long and says so, and is again when Redis is back', {
  timeout: 120_000,
}, async (t) => {
  const { worker, redis } = await installation(t);
  const { child, healthPort, exited } = await worker({ TRUNKLINE_HEALTH_PORT: '0' });
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${healthPort}${path}`);
    return { status: response.status, said: (await response.json()) as { ok: boolean; code?: string } };
  };
  const well = { status: 200, said: { ok: true } };
  assert.deepEqual(await ask('/healthz'), well);
  await until(async () => (await ask('/readyz')).status === 200);
  assert.equal((await ask('/')).status, 404);

  await redis.kill9();
  await until(async () => (await ask('/readyz')).status === 503);
  assert.deepEqual(await ask('/healthz'), well, 'a lost connection is no illness yet');
  await until(async () => (await ask('/healthz')).status === 503);
  const { ok, code } = (await ask('/healthz')).said;
  assert.deepEqual([ok, code], [false, 'REDIS']);

  await redis.restart();
  await until(async () => (await ask('/healthz')).status === 200);
  await until(async () => (await ask('/readyz')).status === 200);
  child.kill('SIGTERM');
  assert.equal(await exited, 0);
});

test('without a port nothing listens', async (t) => {
  const { worker } = await installation(t);
  assert.equal((await worker()).healthPort, null);
});
