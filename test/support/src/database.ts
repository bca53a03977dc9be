import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingSettings, startPostgres } from '@trunkline/servers';
import pg from 'pg';
import { atExit } from './at-exit.ts';

type TestDatabase = { url: string; deadlocks(): Promise<number> };

let shared: Promise<string> | undefined;

/**
 * A fresh, empty database in the Postgres of this test run (DATABASE_URL), or in one for this process. `durable`: in
 * a server that syncs what it commits and is set up as that of `npm start`, for measurements. `migrated`: a copy of the one
 * that `npm test` has migrated, where there is one: migrating it once more finds nothing to do. `deadlocks`: how many there were in it.
 */
export async function testDatabase({ durable = false, migrated = false } = {}): Promise<TestDatabase> {
  if (durable && !process.env.DATABASE_URL) return freshDatabase(await ownPostgres([...recordingSettings]));
  shared ??= process.env.DATABASE_URL
    ? Promise.resolve(process.env.DATABASE_URL)
    : ownPostgres(['fsync=off']);
  return freshDatabase(await shared, migrated ? process.env.TRUNKLINE_MIGRATED : undefined);
}

async function freshDatabase(server: string, template = 'template1'): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(server, `create database ${name} template ${template}`);
  atExit(async () => {
    await query(server, `drop database ${name} with (force)`);
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  const counted = `select deadlocks::int from pg_stat_database where datname = '${name}'`;
  return {
    url: url.href,
    deadlocks: async () => ((await query(server, counted))[0] as { deadlocks: number }).deadlocks,
  };
}

async function ownPostgres(settings: string[]): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-postgres-'));
  const postgres = await startPostgres({ dir, settings: [...settings, 'max_connections=50'] });
  atExit(
    async () => {
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
    () => process.kill(postgres.pid, 'SIGQUIT'),
  );
  return postgres.url;
}

/** Whoever writes a table has to wait until what comes back was called; reading goes on. */
export async function lockTable(url: string, table: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // a server that ends takes the lock with it
  await client.connect();
  await client.query(`begin; lock table ${table} in share row exclusive mode`);
  return () => client.end();
}

/** Not in the database of the URL, which may be the one to be copied: nobody may be connected to that. */
async function query(server: string, sql: string): Promise<unknown[]> {
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
