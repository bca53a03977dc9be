import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { apiKeys, ensureProject, migrate, newKey, openDatabase, projects } from '@trunkline/database';
import { createLogger, newSecretKey } from '@trunkline/service';
import { ownRedis, testDatabase } from '@trunkline/test-support';
import { openApi } from '../api.ts';
import type { Config } from '../config.ts';
import { patience } from '../limits/limits.ts';
import type { KeyScope } from '../stores/values.ts';

type Answer<D> = {
  data: D;
  errors?: { message: string; path?: string[]; extensions: { code: string; requestId?: string } }[];
};

/** A real server on a free port with a database and a Redis of its own: runs of a fresh database all begin at 1. */
export async function testApi(over: Partial<Config> = {}) {
  const [{ url: databaseUrl }, { url: redisUrl }] = await Promise.all([
    testDatabase({ migrated: true }),
    ownRedis(),
  ]);
  await migrate(databaseUrl);
  const { key, projectId } = await ensureProject(databaseUrl);
  const home = await mkdtemp(join(tmpdir(), 'trunkline-api-'));
  const database = openDatabase(databaseUrl);
  const config = {
    port: 0,
    host: '127.0.0.1',
    hosts: [],
    databaseUrl,
    redisUrl,
    shards: null,
    archive: join(home, 'archive'),
    dashboard: join(home, 'dashboard'),
    persistedOnly: false,
    persistedDocuments: [],
    costPerSecond: 0,
    queryMs: 10_000,
    patience,
    healthHost: '127.0.0.1',
    healthPort: 0,
    traces: null,
    logLevel: 'silent',
    ...over,
    secretKey: newSecretKey(),
  } as const;
  const api = await openApi(config, createLogger('api', process.env.TRUNKLINE_LOG_LEVEL ?? 'silent'));
  after(async () => {
    await api.close();
    await database.close();
    await rm(home, { recursive: true, force: true });
  });

  /** A key of a project (another one for each new name) with these scopes. */
  async function keyFor(scopes: KeyScope[], projectName?: string) {
    const made = newKey();
    const [project] = projectName
      ? await database.db.insert(projects).values({ name: projectName }).onConflictDoNothing().returning()
      : [{ id: projectId }];
    await database.db
      .insert(apiKeys)
      .values({ id: made.id, projectId: project!.id, name: scopes.join(' '), hash: made.hash, scopes });
    return made.key;
  }

  async function post(body: unknown, headers: Record<string, string> = {}) {
    return fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async function ask<D = Record<string, never>>(
    query: string,
    variables: Record<string, unknown> = {},
    as: string = key!,
  ): Promise<Answer<D>> {
    const response = await post({ query, variables }, { authorization: `Bearer ${as}` });
    return (await response.json()) as Answer<D>;
  }

  /** A host no other test has. */
  const freshHost = () => `t${randomBytes(4).toString('hex')}.test`;

  return {
    url: api.url,
    key: key!,
    projectId,
    database,
    redisUrl,
    databaseUrl,
    home,
    config,
    api,
    keyFor,
    post,
    ask,
    freshHost,
  };
}

export type TestApi = Awaited<ReturnType<typeof testApi>>;
