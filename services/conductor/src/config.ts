import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { readEnvironment } from '@trunkline/service';
import { z } from 'zod';

const Environment = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  TRUNKLINE_HOME: z.string().min(1).default('.trunkline'),
  TRUNKLINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Reads the environment once; lists everything wrong with it at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const { DATABASE_URL, REDIS_URL, TRUNKLINE_HOME, TRUNKLINE_LOG_LEVEL } = readEnvironment(Environment, env);
  return {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    archiveDir: join(resolve(TRUNKLINE_HOME), 'archive'),
    logLevel: TRUNKLINE_LOG_LEVEL,
    /** Name of this process among recorders: what it was given and did not acknowledge is its own. */
    consumer: `${hostname()}:${process.pid}:${Date.now().toString(36)}`,
  } as const;
}
