import { hostname } from 'node:os';
import { readEnvironment } from '@trunkline/service';
import { z } from 'zod';

const Environment = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  TRUNKLINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Reads the environment once; lists everything wrong with it at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const { DATABASE_URL, REDIS_URL, TRUNKLINE_LOG_LEVEL } = readEnvironment(Environment, env);
  return {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    logLevel: TRUNKLINE_LOG_LEVEL,
    /** Name of this process among recorders: what it was given and did not acknowledge is its own. */
    consumer: `${hostname()}:${process.pid}:${Date.now().toString(36)}`,
  } as const;
}
