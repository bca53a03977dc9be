import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { startPostgres } from './postgres.ts';
import { provideRole } from './postgres-role.ts';

const dir = mkdtempSync(join(tmpdir(), 'trunkline-role-'));
const open = new AsyncDisposableStack();
open.defer(() => rmSync(dir, { recursive: true, force: true }));
after(() => open.disposeAsync());
let url = '';

before(async () => {
  const server = open.adopt(await startPostgres({ dir, settings: ['fsync=off'] }), (one) => one.stop());
  url = server.url;
});

async function asked(as: string, ...statements: string[]) {
  const client = new pg.Client({ connectionString: as });
  await client.connect();
  try {
    let last: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows: last } = await client.query(statement));
    return last;
  } finally {
    await client.end();
  }
}

test('the role of the services owns what an older start made as superuser, and may do nothing outside its database', async () => {
  await asked(
    url,
    'create schema older',
    `create type older.mood as enum ('good')`,
    'create table older.one (id serial primary key, n int generated always as identity, mood older.mood)',
    'create table parts (id int) partition by list (id)',
    'create table parts_1 partition of parts for values in (1)',
    'create sequence counted',
    `create function twice(n int) returns int language sql as 'select n * 2'`,
    'create view seen as select * from parts',
    'create materialized view kept as select 1 as n',
  );
  const password = join(dir, 'database-password');
  const own = await provideRole(url, password);
  assert.equal(await provideRole(url, password), own, 'the same the next time');
  assert.equal(statSync(password).mode & 0o777, 0o600);

  await asked(
    own,
    'create table parts_2 partition of parts for values in (2)',
    'alter table older.one add column more text',
    `alter type older.mood add value 'bad'`,
    'alter sequence counted restart',
    `create or replace function twice(n int) returns int language sql as 'select n + n'`,
    'create or replace view seen as select id from parts',
    'refresh materialized view kept',
    'create schema newer',
    'drop schema older cascade',
  );
  for (const forbidden of [
    'create database other',
    'create role other',
    `copy parts from program 'true'`,
    `select pg_read_file('PG_VERSION')`,
    'alter system set work_mem = 65536',
  ])
    await assert.rejects(asked(own, forbidden), /permission denied/, forbidden);
});
