import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingSettings, startPostgres } from '@trunkline/servers';
import pg from 'pg';
import { atExit } from './at-exit.ts';

let shared: Promise<string> | undefined;

/**
 * A fresh, empty database in the Postgres of this test run (DATABASE_URL), or in one for this process. `durable`: in
 * a server that syncs what it commits and is set up as that of `npm start`, for measurements. `migrated`: a copy of the one
 * that `npm test` has migrated, where there is one: migrating it once more finds nothing to do.
 */
export async function testDatabase({ durable = false, migrated = false } = {}): Promise<{ url: string }> {
  if (durable && !process.env.DATABASE_URL) return freshDatabase(await ownPostgres([...recordingSettings]));
  shared ??= process.env.DATABASE_URL
    ? Promise.resolve(process.env.DATABASE_URL)
    : ownPostgres(['fsync=off']);
  return freshDatabase(await shared, migrated ? process.env.TRUNKLINE_MIGRATED : undefined);
}

async function freshDatabase(server: string, template = 'template1'): Promise<{ url: string }> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(server, `create database ${name} template ${template}`);
  atExit(() => query(server, `drop database ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href };
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

/** Not in the database of the URL, which may be the one to be copied: nobody may be connected to that. */
async function query(server: string, sql: string): Promise<void> {
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
