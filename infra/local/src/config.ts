import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { redisUrl } from '@trunkline/redis';
import { readEnvironment } from '@trunkline/service';
import { z } from 'zod';

/** Where the checkout is. */
export const root = resolve(import.meta.dirname, '../../..');

const Env = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  REDIS_URL: redisUrl.optional(),
  DATABASE_URL: z.url().optional(),
  TRUNKLINE_HOME: z.string().min(1).default('.trunkline'),
  TRUNKLINE_CONTACT: z.string().min(1).optional(),
  TRUNKLINE_SECRET_KEY: z.string().optional(),
  TRUNKLINE_HEALTH_PORT: z.coerce.number().int().min(1).max(65_400).optional(),
  TRUNKLINE_WORKERS: z.coerce.number().int().min(1).max(64).optional(),
});

/** What `npm start` takes from the environment; the services read the rest themselves. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const parsed = readEnvironment(Env, env);
  const home = resolve(root, parsed.TRUNKLINE_HOME);
  return {
    port: parsed.PORT,
    host: parsed.HOST,
    redisUrl: parsed.REDIS_URL ?? null,
    databaseUrl: parsed.DATABASE_URL ?? null,
    home,
    secretKey: parsed.TRUNKLINE_SECRET_KEY ?? null,
    /** Where whoever asks can be reached; the workers read it themselves. */
    contact: parsed.TRUNKLINE_CONTACT ?? null,
    /** The first of a row, one for each process; null: none listens. */
    healthPort: parsed.TRUNKLINE_HEALTH_PORT ?? null,
    workers: parsed.TRUNKLINE_WORKERS ?? Math.max(1, availableParallelism() - 1),
    files: {
      launcher: join(home, 'launcher.json'),
      address: join(home, 'address'),
      secretKey: join(home, 'secret-key'),
      adminKey: join(home, 'admin-key'),
      /** Of the role by which the services reach a Postgres of our own. */
      databasePassword: join(home, 'database-password'),
      logs: join(home, 'logs'),
    },
  } as const;
}

export type LauncherConfig = ReturnType<typeof readConfig>;
