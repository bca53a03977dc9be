import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@trunkline/test-support';
import { fixShards, migrate, openDatabase, ShardsFixed } from '../index.ts';

test('the number of shards is that of the first start; another one is refused by name', async () => {
  const { url } = await testDatabase();
  await migrate(url);
  const { db, close } = openDatabase(url);
  const shards = 4;
  assert.deepEqual(await Promise.all([fixShards(db, shards), fixShards(db, shards)]), [shards, shards]);
  assert.equal(await fixShards(db, null), shards);
  assert.equal(await fixShards(db, shards), shards);
  await assert.rejects(fixShards(db, 64), ShardsFixed);
  await close();
});
