import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { exitOf, freePort, provideRedisServer } from '@trunkline/servers';
import { openRedis, type Redis } from '../index.ts';

/** A server, or a Sentinel, with settings of its own; it ends with the test. */
export async function startServer(
  t: TestContext,
  settings: readonly string[],
  ...flags: string[]
): Promise<{ port: number; redis: Redis }> {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-redis-'));
  const port = await freePort();
  const file = join(dir, 'redis.conf');
  const lines = ['bind 127.0.0.1', `port ${port}`, `dir ${dir}`, 'save ""', 'maxmemory-policy noeviction'];
  writeFileSync(file, [...(flags.length === 0 ? lines : lines.slice(0, 3)), ...settings].join('\n'));
  const server = spawn(await provideRedisServer(console.error), [file, ...flags], { stdio: 'ignore' });
  const ended = exitOf(server);
  const redis = openRedis(`redis://127.0.0.1:${port}`, 'patient');
  t.after(async () => {
    redis.disconnect();
    server.kill('SIGKILL');
    await ended;
    rmSync(dir, { recursive: true, force: true });
  });
  await redis.ping();
  return { port, redis };
}
