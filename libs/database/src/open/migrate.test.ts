import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from '@trunkline/test-support';
import { eq, getTableColumns, getTableName, isTable, type Table } from 'drizzle-orm';
import * as tables from '../index.ts';
import {
  createRunPartitions,
  dropRunPartitions,
  ensureProject,
  indexDocuments,
  migrate,
  openDatabase,
  resetKey,
} from '../index.ts';
import { newKey, parseKey } from '../keys/api-key.ts';
import { freshRun, recordingWorld } from '../rows-for-tests.ts';

test('several processes may migrate and create the first key at once: one key comes out', async () => {
  const { url } = await testDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  const made = await Promise.all([ensureProject(url), ensureProject(url), ensureProject(url)]);
  const keys = made.flatMap(({ key }) => (key ? [key] : []));
  assert.equal(keys.length, 1);
  assert.equal(new Set(made.map(({ projectId }) => projectId)).size, 1);
  const { db, close } = openDatabase(url);
  const [row] = await db.select().from(tables.apiKeys);
  const { id, secret } = parseKey(keys[0]!)!;
  assert.equal(row!.id, id);
  assert.ok(tables.keyMatches(secret, row!.hash));
  assert.ok(!tables.keyMatches(`${secret.slice(1)}0`, row!.hash));
  await close();
});

test('a migrated database has the columns that the tables name, and the big ones are partitioned', async () => {
  const { url } = await testDatabase();
  await migrate(url);
  const { pool, close } = openDatabase(url);
  const { rows } = await pool.query<{ name: string; columns: string[]; kind: string }>(`
    select c.relname as name, c.relkind as kind,
      (select array_agg(attname::text order by attname) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`);
  const found = new Map(rows.map((row) => [row.name, row]));
  for (const table of Object.values<unknown>(tables).filter((value): value is Table => isTable(value))) {
    const named = Object.values(getTableColumns(table)).map((column) => column.name);
    assert.deepEqual(found.get(getTableName(table))?.columns, named.toSorted(), getTableName(table));
  }
  const partitioned = rows.filter((row) => row.kind === 'p').map((row) => row.name);
  assert.deepEqual(partitioned.toSorted(), [
    'captures',
    'documents',
    'host_requests',
    'page_changes',
    'page_states',
    'pages',
    'series_10s',
    'series_1h',
    'series_1m',
    'series_1s',
    'visits',
  ]);
  await close();
});

test('partitions of a run are made once, by any number of processes, and dropped with their rows', async () => {
  const { url } = await testDatabase();
  await migrate(url);
  const { db, pool, close } = openDatabase(url);
  await Promise.all([1, 2, 3, 4].map((n) => createRunPartitions(db, 1 + (n % 2), 7)));
  await pool.query(`insert into visits (run, hash, started_at, job, attempt, depth, hops, final, outcome, worker, timings)
    values (1, 1, now(), 7, 1, 0, 0, true, 'fetched', 'w', '{}'), (2, 1, now(), 7, 1, 0, 0, true, 'fetched', 'w', '{}')`);
  await dropRunPartitions(db, 1);
  assert.deepEqual(
    (await db.select().from(tables.visits)).map((row) => row.runSerial),
    [2],
  );
  await assert.rejects(createRunPartitions(db, 1.5, 7), /Not a serial/);
  await close();
});

test('partitions stand in blocks, so that one has few siblings; beside those of before there were blocks they stand as these do', async () => {
  const { open, close } = await recordingWorld();
  const { db, pool } = open;
  await pool.query(`
    create table pages_130 partition of pages for values in (130);
    create table visits_5 partition of visits for values in (5);
    create table captures_5 partition of captures for values in (5);`);
  for (const serial of [4, 127, 128, 255, 256]) await createRunPartitions(db, serial, serial);
  const { rows } = await pool.query<{ of: string; names: string[] }>(
    `select p.relname as of, array_agg(c.relname::text order by c.oid) as names from pg_inherits i
     join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where c.relkind in ('r', 'p') and c.relname ~ '^(pages|visits)_' group by 1`,
  );
  assert.deepEqual(Object.fromEntries(rows.map((row) => [row.of, row.names])), {
    pages: ['pages_130', 'pages_block_0', 'pages_128', 'pages_255', 'pages_block_2'],
    pages_block_0: ['pages_4', 'pages_127'],
    pages_block_2: ['pages_256'],
    visits: ['visits_5', 'visits_4', 'visits_127', 'visits_block_1', 'visits_block_2'],
    visits_block_1: ['visits_128', 'visits_255'],
    visits_block_2: ['visits_256'],
  });
  await pool.query(`insert into pages (hash, job, origin, path, depth, first_seen)
    select n, n, 1, '/', 0, 0 from unnest(array[4, 130, 255, 256]) as n`);
  assert.equal(await db.$count(tables.pages), 4);
  const { rows: plan } = await pool.query<{ 'QUERY PLAN': string }>(
    'explain select from visits where run = 255',
  );
  assert.deepEqual(plan.map((row) => /on (visits\w*)/.exec(row['QUERY PLAN'])?.[1]).filter(Boolean), [
    'visits_255',
  ]);
  await close();
});

test('tables that the first pages of a job do not need are made when they are: a run does not wait for them', async () => {
  const { open, close } = await recordingWorld();
  const { db, pool } = open;
  const first = await freshRun(db);
  const made = async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relname ~ '^(pages|page_states|page_changes|documents)_${first.job}$'`,
    );
    return rows.map(({ name }) => name.replace(/_\d+$/, ''));
  };
  const ofBoth = ['page_states', 'pages'];
  assert.deepEqual(new Set(await made()), new Set(ofBoth));
  await db.update(tables.runs).set({ state: 'done' });
  await freshRun(db, first);
  assert.deepEqual(new Set(await made()), new Set([...ofBoth, 'page_changes']));

  const row: tables.DocumentRow = {
    hash: '1',
    captureRun: first.run,
    captureId: 1,
    capturedAt: 1,
    url: 'http://a.test/',
    host: 'a.test',
    contentType: 'text/html',
    language: 'en',
    title: 'A',
    text: 'A page',
  };
  await Promise.all([row, { ...row, hash: '2' }].map((one) => indexDocuments(pool, first.job, [one])));
  assert.deepEqual(new Set(await made()), new Set([...ofBoth, 'page_changes', 'documents']));
  assert.equal(await db.$count(tables.documents), 2);

  // A job that is being removed gets no table that nobody would drop.
  const gone = await freshRun(db);
  await db.update(tables.jobs).set({ archivedAt: new Date() }).where(eq(tables.jobs.serial, gone.job));
  await indexDocuments(pool, gone.job, [row]);
  assert.equal(await db.$count(tables.documents), 2);
  await close();
});

test('the key that npm start made before there were operators becomes theirs, and no other', async () => {
  const { url } = await testDatabase();
  await migrate(url);
  const { projectId } = await ensureProject(url);
  const { db, pool, close } = openDatabase(url);
  await db.delete(tables.apiKeys);
  const [other] = await db.insert(tables.projects).values({ name: 'other' }).returning();
  const add = async (project: string, name: string, scopes: string[], day: number) => {
    const { id, hash } = newKey();
    const createdAt = new Date(Date.UTC(2026, 0, day));
    await db.insert(tables.apiKeys).values({ id, projectId: project, name, hash, scopes, createdAt });
    return id;
  };
  const [made, later, theirs, reader] = [
    await add(projectId, 'admin', ['admin'], 2),
    await add(projectId, 'admin', ['admin'], 3),
    await add(other!.id, 'admin', ['admin'], 1),
    await add(projectId, 'robot', ['jobs:read'], 1),
  ];
  const file = globSync(join(import.meta.dirname, '../../drizzle/*_operator/migration.sql'))[0]!;
  const update = readFileSync(file, 'utf8').split('--> statement-breakpoint').at(-1)!;
  await pool.query(update);
  const rows = await db.select().from(tables.apiKeys);
  const scopesOf = (id: string) => rows.find((row) => row.id === id)!.scopes;
  assert.deepEqual([made, later, theirs, reader].map(scopesOf), [
    ['admin', 'operator'],
    ['admin'],
    ['admin'],
    ['jobs:read'],
  ]);
  assert.equal((await ensureProject(url)).key, null, 'somebody is operator');
  await close();
});

test('where no operator has a key that lasts the next start makes one; on the machine a key is made whenever one was lost', async () => {
  const { url } = await testDatabase();
  await migrate(url);
  const { db, close } = openDatabase(url);
  const first = await ensureProject(url);
  const living = async () =>
    (await db.select().from(tables.apiKeys)).filter((row) => row.revokedAt === null).map((row) => row.id);
  await db.update(tables.apiKeys).set({ expiresAt: new Date(Date.now() + 60_000) });
  const second = await ensureProject(url);
  assert.ok(second.key, 'one that expires leaves nobody');
  assert.equal(second.projectId, first.projectId);
  const kept = await resetKey(url, { project: null, revoke: false });
  assert.deepEqual(kept!.scopes, ['admin', 'operator']);
  assert.deepEqual(
    kept!.others.map(({ revoked }) => revoked),
    [false, false],
  );
  const only = await resetKey(url, { project: null, revoke: true });
  assert.deepEqual(await living(), [only!.id]);
  await db.insert(tables.projects).values({ name: 'other' });
  const theirs = await resetKey(url, { project: 'other', revoke: true });
  assert.deepEqual([theirs!.project, theirs!.scopes], ['other', ['admin']]);
  assert.equal((await living()).length, 2, 'keys of other projects stay');
  assert.equal(await resetKey(url, { project: 'nowhere', revoke: true }), null);
  await close();
});

test('a reset that revokes takes no last power away: such a key goes on, and it is said of what it is the last', async () => {
  const { url } = await testDatabase();
  await migrate(url);
  const { db, close } = openDatabase(url);
  const { projectId } = await ensureProject(url);
  const operators = async () =>
    (await db.select().from(tables.apiKeys)).filter(
      ({ revokedAt, scopes }) => revokedAt === null && scopes.includes('operator'),
    );
  const [first] = await operators();
  const reset = await resetKey(url, { project: 'default', revoke: true });
  assert.deepEqual(
    reset!.others.map(({ id, revoked, lastOf }) => [id, revoked, lastOf]),
    [[first!.id, false, 'operator of this installation']],
  );
  assert.deepEqual(
    (await operators()).map(({ id }) => id),
    [first!.id],
  );

  const [other] = await db.insert(tables.projects).values({ name: 'other' }).returning();
  const both = { projectId: other!.id, name: 'both', hash: 'h', scopes: ['admin', 'operator'] };
  await db.insert(tables.apiKeys).values({ ...both, id: 'both' });
  const all = await resetKey(url, { project: null, revoke: true });
  const told = new Map(all!.others.map(({ id, revoked, lastOf }) => [id, [revoked, lastOf]]));
  assert.deepEqual(told.get('both'), [false, 'admin of the project "other"']);
  assert.deepEqual(told.get(first!.id), [true, null], `of ${projectId} the new key is admin`);
  const theirs = await resetKey(url, { project: 'other', revoke: true });
  assert.deepEqual(
    theirs!.others.map(({ revoked }) => revoked),
    [true],
  );
  assert.deepEqual(
    (await operators()).map(({ id }) => id),
    [all!.id],
  );
  await close();
});
