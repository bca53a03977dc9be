import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideRedisServer, type RedisServer, startRedis } from '@trunkline/servers';
import { atExit } from './at-exit.ts';

export type OwnRedis = {
  url: string;
  port: number;
  readonly pid: number;
  stop(): Promise<void>;
  /** Ends it without warning, as a crash would. */
  kill9(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>;
};

/** A Redis with AOF that belongs to this test alone; it ends with the test process at the latest. */
export async function ownRedis(): Promise<OwnRedis> {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-redis-'));
  const server = await provideRedisServer(console.error);
  let redis: RedisServer;
  /** Its process, while there is one: a pid that has ended may be another's soon. */
  let running: number | null = null;
  const start = async (port?: number) => {
    const started = await startRedis({ server, dir, ...(port && { port }) });
    redis = started;
    running = started.pid;
    return started;
  };
  const { url, port } = await start();
  atExit(
    async () => {
      await redis.stop();
      running = null;
      rmSync(dir, { recursive: true, force: true });
    },
    () => running !== null && process.kill(running, 'SIGKILL'),
  );
  return {
    url,
    port,
    get pid() {
      return redis.pid;
    },
    async stop() {
      await redis.stop();
      running = null;
    },
    async kill9() {
      process.kill(redis.pid, 'SIGKILL');
      await redis.ended;
      running = null;
    },
    async restart() {
      await start(port);
    },
  };
}

let shared: Promise<OwnRedis> | undefined;

/** The Redis of this test run (REDIS_URL), or one for this process. Tests keep apart by names of their own. */
export async function testRedis(): Promise<{ url: string }> {
  const url = process.env.REDIS_URL;
  if (url) return { url };
  shared ??= ownRedis();
  return { url: (await shared).url };
}
