import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@trunkline/test-support';
import { asc, eq } from 'drizzle-orm';
import { projects } from '../tables.ts';
import { migrate } from './migrate.ts';
import { openDatabase, type Transaction } from './open-database.ts';
import { isCollision } from './try-again.ts';

test('of two transactions that wait for each other both are done, the one that was broken off from its beginning', async (t) => {
  const { url } = await testDatabase({ migrated: true });
  await migrate(url);
  const { db, close } = openDatabase(url);
  t.after(close);
  await db.insert(projects).values([{ name: 'a' }, { name: 'b' }]);
  const begun: string[] = [];
  const arrived = new Set<string>();
  let meet = () => {};
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const raise = (tx: Transaction, name: string) =>
    tx.update(projects).set({ maxConcurrency: 1 }).where(eq(projects.name, name));

  const both = (['a', 'b'] as const).map((first) =>
    db.transaction(async (tx) => {
      begun.push(first);
      await raise(tx, first);
      arrived.add(first);
      if (arrived.size === 2) meet();
      await met;
      await raise(tx, first === 'a' ? 'b' : 'a');
      return first;
    }),
  );
  assert.deepEqual(await Promise.all(both), ['a', 'b']);
  assert.equal(begun.length, 3);
  const rows = await db
    .select()
    .from(projects)
    .where(eq(projects.maxConcurrency, 1))
    .orderBy(asc(projects.name));
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['a', 'b'],
  );
});

test('what failed for another reason is not begun again, and collisions are known by their class', async (t) => {
  const { url } = await testDatabase({ migrated: true });
  const { db, close } = openDatabase(url);
  t.after(close);
  let begun = 0;
  const work = db.transaction(async () => {
    begun++;
    throw new Error('no');
  });
  await assert.rejects(work, /no/);
  assert.equal(begun, 1);
  const coded = (code: string) => new Error('wrapped', { cause: Object.assign(new Error(code), { code }) });
  assert.deepEqual(
    ['40P01', '40001', '23505', '400'].map((code) => isCollision(coded(code))),
    [true, true, false, false],
  );
});
