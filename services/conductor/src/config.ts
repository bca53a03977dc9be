import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { redisUrl } from '@trunkline/redis';
import { healthEnvironment, readEnvironment, secretKeyPattern } from '@trunkline/service';
import { z } from 'zod';

const Environment = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: redisUrl,
  TRUNKLINE_HOME: z.string().min(1).default('.trunkline'),
  TRUNKLINE_SECRET_KEY: z
    .string()
    .regex(secretKeyPattern, { error: 'a secret key is 32 bytes in hex: `openssl rand -hex 32`' })
    .optional(),
  /** Shards of the frontier; unset: as many as the installation was made with. */
  TRUNKLINE_SHARDS: z.coerce.number().int().min(1).max(1024).optional(),
  ...healthEnvironment,
  TRUNKLINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Reads the environment once; lists everything wrong with it at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const parsed = readEnvironment(Environment, env);
  const { DATABASE_URL, REDIS_URL, TRUNKLINE_SHARDS, TRUNKLINE_HOME, TRUNKLINE_LOG_LEVEL } = parsed;
  return {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    shards: TRUNKLINE_SHARDS ?? null,
    archiveDir: join(resolve(TRUNKLINE_HOME), 'archive'),
    /** Opens the secrets of webhooks; null: what they sign is not sent. */
    secretKey: parsed.TRUNKLINE_SECRET_KEY ?? null,
    healthHost: parsed.TRUNKLINE_HEALTH_HOST,
    /** Where `/healthz`, `/readyz` and `/metrics` are answered; null: nowhere. */
    healthPort: parsed.TRUNKLINE_HEALTH_PORT ?? null,
    logLevel: TRUNKLINE_LOG_LEVEL,
    /** Name of this process among recorders: what it was given and did not acknowledge is its own. */
    consumer: `${hostname()}:${process.pid}:${Date.now().toString(36)}`,
  } as const;
}
