import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { problemOfContact } from '@trunkline/policy';
import { redisUrl } from '@trunkline/redis';
import { healthEnvironment, readEnvironment, secretKeyPattern } from '@trunkline/service';
import { tracingSettings } from '@trunkline/telemetry';
import { z } from 'zod';

const server = z.string().regex(/^(?:[\d.]+|\[[\da-fA-F:]+\]|[\da-fA-F:]+)(?::\d{1,5})?$/, {
  error: 'name servers are addresses with or without a port, such as 127.0.0.1:53, separated by commas',
});

const contact = z.string().superRefine((text, context) => {
  const problem = problemOfContact(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const Env = z.object({
  REDIS_URL: redisUrl.default('redis://127.0.0.1:6379'),
  TRUNKLINE_HOME: z.string().min(1).default('.trunkline'),
  TRUNKLINE_DNS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(server)),
  TRUNKLINE_CONTACT: contact.optional(),
  TRUNKLINE_SECRET_KEY: z
    .string()
    .regex(secretKeyPattern, { error: 'a secret key is 32 bytes in hex: `openssl rand -hex 32`' })
    .optional(),
  ...healthEnvironment,
  TRUNKLINE_BANDWIDTH: z.coerce.number().int().min(1000).optional(),
  TRUNKLINE_SLOTS: z.coerce.number().int().min(1).max(2048).default(256),
  /** Shards of the frontier, as many as the installation was made with. */
  TRUNKLINE_SHARDS: z.coerce.number().int().min(1).max(1024).default(1),
  TRUNKLINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

/** Reads the environment once; lists everything wrong with it at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const parsed = readEnvironment(Env, env);
  return {
    redisUrl: parsed.REDIS_URL,
    shards: parsed.TRUNKLINE_SHARDS,
    archiveDir: join(resolve(parsed.TRUNKLINE_HOME), 'archive'),
    nameServers: parsed.TRUNKLINE_DNS,
    /** Where whoever asks can be reached, said in the User-Agent; null: nowhere. */
    contact: parsed.TRUNKLINE_CONTACT ?? null,
    /** Visits at the same time. */
    slots: parsed.TRUNKLINE_SLOTS,
    /** Cap of body bytes a second of this worker; null: none. */
    bytesPerSecond: parsed.TRUNKLINE_BANDWIDTH ?? null,
    /** Opens the secrets of jobs; the API seals them under the same. */
    secretKey: parsed.TRUNKLINE_SECRET_KEY ?? null,
    healthHost: parsed.TRUNKLINE_HEALTH_HOST,
    /** Where `/healthz`, `/readyz` and `/metrics` are answered; null: nowhere. */
    healthPort: parsed.TRUNKLINE_HEALTH_PORT ?? null,
    /** Where traces go, by the standard OTEL_* environment; null: none are made. */
    traces: tracingSettings(env),
    logLevel: parsed.TRUNKLINE_LOG_LEVEL,
    name: `${hostname()}:${process.pid}`,
  } as const;
}
