import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redisUrl } from '@trunkline/redis';
import { healthEnvironment, readEnvironment, secretKeyPattern } from '@trunkline/service';
import { tracingSettings } from '@trunkline/telemetry';
import { z } from 'zod';
import { patience } from './limits/limits.ts';

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Names that requests may have in `Host`, separated by commas, beside addresses, localhost and this machine's name. */
  TRUNKLINE_HOSTS: z.string().default(''),
  DATABASE_URL: z.url(),
  REDIS_URL: redisUrl,
  TRUNKLINE_HOME: z.string().min(1).default('.trunkline'),
  TRUNKLINE_SECRET_KEY: z
    .string()
    .regex(secretKeyPattern, { error: 'a secret key is 32 bytes in hex: `openssl rand -hex 32`' })
    .optional(),
  /** Shards of the frontier; unset: as many as the installation was made with. */
  TRUNKLINE_SHARDS: z.coerce.number().int().min(1).max(1024).optional(),
  /** Cost a second an API key may spend, ten seconds of it at once; 0: as much as it likes. */
  TRUNKLINE_COST_PER_SECOND: z.coerce.number().int().min(0).default(50_000),
  /** Run persisted documents and nothing else: what is not in a manifest is refused. */
  TRUNKLINE_PERSISTED_ONLY: z.stringbool().default(false),
  /** Manifests of persisted documents, separated by commas; unset: those of the dashboard and of @trunkline/client. */
  TRUNKLINE_PERSISTED_DOCUMENTS: z.string().optional(),
  TRUNKLINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ...healthEnvironment,
  /** Folder of the built dashboard. */
  TRUNKLINE_DASHBOARD: z.string().min(1).optional(),
});

const builtDashboard = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));
const clientDocuments = fileURLToPath(
  new URL('../../../libs/client/src/generated/persisted-documents.json', import.meta.url),
);

/** Reads the environment once; lists everything wrong with it at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const parsed = readEnvironment(Env, env);
  const dashboard = parsed.TRUNKLINE_DASHBOARD ?? builtDashboard;
  const manifests = parsed.TRUNKLINE_PERSISTED_DOCUMENTS?.split(',').map((file) => resolve(file.trim()));
  return {
    port: parsed.PORT,
    host: parsed.HOST,
    hosts: parsed.TRUNKLINE_HOSTS.split(',')
      .map((name) => name.trim())
      .filter(Boolean) as readonly string[],
    databaseUrl: parsed.DATABASE_URL,
    redisUrl: parsed.REDIS_URL,
    shards: parsed.TRUNKLINE_SHARDS ?? null,
    archive: join(resolve(parsed.TRUNKLINE_HOME), 'archive'),
    dashboard,
    persistedOnly: parsed.TRUNKLINE_PERSISTED_ONLY,
    persistedDocuments: (manifests ?? [
      join(dashboard, 'persisted-documents.json'),
      clientDocuments,
    ]) as readonly string[],
    /** Seals the secrets of jobs; null: jobs can have none. */
    secretKey: parsed.TRUNKLINE_SECRET_KEY ?? null,
    costPerSecond: parsed.TRUNKLINE_COST_PER_SECOND,
    /** A query is ended after this long, ms. */
    queryMs: 10_000 as number,
    patience,
    healthHost: parsed.TRUNKLINE_HEALTH_HOST,
    /** Where `/metrics` is answered, and health without the load of the API's own port; null: nowhere. */
    healthPort: parsed.TRUNKLINE_HEALTH_PORT ?? null,
    /** Where traces go, by the standard OTEL_* environment; null: none are made. */
    traces: tracingSettings(env),
    logLevel: parsed.TRUNKLINE_LOG_LEVEL,
  } as const;
}

export type Config = ReturnType<typeof readConfig>;
