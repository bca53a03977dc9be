import { join } from 'node:path';
import {
  type Postgres,
  provideRedisServer,
  provideRole,
  type RedisServer,
  recordingSettings,
  startPostgres,
  startRedis,
} from '@trunkline/servers';
import type { LauncherConfig } from './config.ts';

export type Stores = { redisUrl: string; databaseUrl: string; stop(): Promise<void> };

/** Redis and Postgres: those the environment names, else servers of our own, which are started again when they end. */
export async function provideStores(config: LauncherConfig, say: (line: string) => void): Promise<Stores> {
  let stopping = false;
  let redis: RedisServer | undefined;
  let postgres: Postgres | undefined;

  async function ownRedis(): Promise<RedisServer> {
    const server = await provideRedisServer(say);
    redis = await startRedis({ server, dir: join(config.home, 'redis') });
    say(`Redis      ${redis.adopted ? 'adopted' : 'started'}, 127.0.0.1:${redis.port}, AOF every second`);
    void redis.ended.then(() => again('Redis', ownRedis));
    return redis;
  }
  async function ownPostgres(): Promise<Postgres> {
    // Started again, it listens where the services look for it.
    const port = postgres && Number(new URL(postgres.url).port);
    postgres = await startPostgres({
      dir: join(config.home, 'postgres'),
      settings: [...recordingSettings, 'max_connections=200'],
      ...(port !== undefined && { port }),
    });
    say(`Postgres   ${postgres.adopted ? 'adopted' : 'started'}, 127.0.0.1:${new URL(postgres.url).port}`);
    void postgres.ended.then(() => again('Postgres', ownPostgres));
    return postgres;
  }
  async function again(name: string, start: () => Promise<unknown>, waitMs = 250): Promise<void> {
    if (stopping) return;
    say(`${name} has ended; starting it again in ${waitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (stopping) return;
    await start().catch((error: Error) => {
      say(`${name} could not be started: ${error.message}`);
      return again(name, start, Math.min(waitMs * 2, 30_000));
    });
  }

  const redisUrl = config.redisUrl ?? (await ownRedis()).url;
  const databaseUrl =
    config.databaseUrl ?? (await provideRole((await ownPostgres()).url, config.files.databasePassword));
  return {
    redisUrl,
    databaseUrl,
    async stop() {
      stopping = true;
      await Promise.all([redis?.stop(), postgres?.stop()]);
    },
  };
}
