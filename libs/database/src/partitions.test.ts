import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { eq, sql } from 'drizzle-orm';
import {
  createRunPartitions,
  dropJobPartition,
  dropRunPartitions,
  jobs,
  openDatabase,
  runs,
} from './index.ts';
import { freshRun, recordingWorld } from './rows-for-tests.ts';

/** A run without its partitions, and two processes' connections. */
async function world(t: TestContext) {
  const { open, close } = await recordingWorld();
  const other = openDatabase(open.pool.options.connectionString!, { max: 1 });
  t.after(() => Promise.all([close(), other.close()]));
  const { db } = open;
  const of = await freshRun(db);
  await dropRunPartitions(db, of.run);
  await dropJobPartition(db, of.job);
  const count = async (from: ReturnType<typeof sql>) =>
    (await db.execute<{ n: number }>(sql`select count(*)::int as n from ${from}`)).rows[0]!.n;
  return {
    ...{ db, of, other: other.db },
    made: () => count(sql`pg_class where relname in (${`visits_${of.run}`}, ${`pages_${of.job}`})`),
    /** Until this waits for a lock, or is over. */
    async blocked(work: Promise<unknown>) {
      let over = false;
      void work.then(() => {
        over = true;
      });
      const locks = sql`pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      while (!over && (await count(locks)) === 0);
    },
  };
}

test('whoever makes the partitions of a run whose job is being deleted waits, and makes none: nobody would drop them again', async (t) => {
  const { db, other, of, made, blocked } = await world(t);
  let making = Promise.resolve(true);
  await db.transaction(async (tx) => {
    await tx.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, of.jobId));
    making = createRunPartitions(other, of.run, of.job);
    await blocked(making);
  });
  assert.deepEqual([await making, await made()], [false, 0]);
  await db.delete(jobs).where(eq(jobs.id, of.jobId));
  assert.deepEqual([await createRunPartitions(other, of.run, of.job), await made()], [false, 0]);
});

test('a job is not deleted while partitions of it are being made', async (t) => {
  const { db, other, of, made, blocked } = await world(t);
  let deleting: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    assert.equal(await createRunPartitions(tx as unknown as typeof db, of.run, of.job), true);
    deleting = other.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, of.jobId)).execute();
    await blocked(deleting);
  });
  await deleting;
  assert.equal(await made(), 2, 'whoever deletes it drops them');
});

test('a run that was retired gets no partitions any more', async (t) => {
  const { db, of, made } = await world(t);
  await db.update(runs).set({ retiredAt: new Date() }).where(eq(runs.serial, of.run));
  assert.deepEqual([await createRunPartitions(db, of.run, of.job), await made()], [false, 0]);
});
