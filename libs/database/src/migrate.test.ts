import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@trunkline/test-support';
import { getTableColumns, getTableName, isTable, type Table } from 'drizzle-orm';
import { parseKey } from './api-key.ts';
import * as tables from './index.ts';
import { createRunPartitions, dropRunPartitions, ensureProject, migrate, openDatabase } from './index.ts';

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
    'page_changes',
    'page_states',
    'pages',
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
