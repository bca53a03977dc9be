import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redis } from 'ioredis';
import pg from 'pg';
import { ownRedis, testDatabase } from './index.ts';

test('a Redis that is killed comes back with its data', async () => {
  const own = await ownRedis();
  const redis = new Redis(own.url);
  redis.on('error', () => undefined); // it is killed below
  await redis.set('k', 'v');
  await redis.config('SET', 'appendfsync', 'always');
  await redis.set('k2', 'v2');
  await own.kill9();
  await own.restart();
  assert.equal(await redis.get('k2'), 'v2');
  redis.disconnect();
});

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
