import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { testDatabase } from './index.ts';

test('each test database is empty and its own', async () => {
  const [one, two] = [await testDatabase(), await testDatabase()];
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  await client.query('create table t (x int)');
  await client.end();
  const other = new pg.Client({ connectionString: two.url });
  await other.connect();
  await assert.rejects(other.query('select * from t'), { code: '42P01' });
  await other.end();
});

test('databases that are asked for migrated are copies of the one of the test run, each its own', async (t) => {
  const before = process.env.TRUNKLINE_MIGRATED;
  t.after(() => {
    if (before === undefined) delete process.env.TRUNKLINE_MIGRATED;
    else process.env.TRUNKLINE_MIGRATED = before;
  });
  const model = await testDatabase();
  const query = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await query(model.url, 'create table t as select 7 as x');
  process.env.TRUNKLINE_MIGRATED = new URL(model.url).pathname.slice(1);
  const all = await Promise.all([1, 2, 3].map(() => testDatabase({ migrated: true })));
  await query(all[0]!.url, 'update t set x = 8');
  const values = await Promise.all(all.map(({ url }) => query(url, 'select x from t')));
  assert.deepEqual(values.flat(), [{ x: 8 }, { x: 7 }, { x: 7 }]);
  await assert.rejects(query((await testDatabase()).url, 'select x from t'), { code: '42P01' });
});
