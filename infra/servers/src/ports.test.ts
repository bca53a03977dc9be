import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { freePort, listening } from './ports.ts';
import { startRedis } from './redis.ts';
import { provideRedisServer } from './redis-install.ts';

/** A port that somebody took between its choice and its use. */
async function takenPort(t: TestContext): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('a Redis whose port was taken before it could listen starts on another one', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-ports-'));
  const taken = await takenPort(t);
  const choices = [taken, taken];
  const server = await provideRedisServer(console.error);
  const redis = await startRedis({ server, dir, choosePort: async () => choices.pop() ?? freePort() });
  t.after(async () => {
    await redis.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  assert.equal(choices.length, 0);
  assert.notEqual(redis.port, taken);
});

test('a server that fails on a port that is free fails at once', async () => {
  let starts = 0;
  const start = async () => {
    starts++;
    throw new Error('It is broken');
  };
  await assert.rejects(listening(await freePort(), start), /It is broken/);
  assert.equal(starts, 1);
});

test('ports are not those the system gives to outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  assert.ok(ports.every((port) => port >= 20_000 && port < 32_000));
});
