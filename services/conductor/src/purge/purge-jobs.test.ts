import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunPartitions, deadEntries, holds, jobs, runs } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { eq, sql } from 'drizzle-orm';
import { createCloseExpired } from '../apply/close-expired.ts';
import { startedRun } from '../world-for-tests.ts';
import { createPurge } from './purge-jobs.ts';

const log = createLogger('test', 'silent');

test('a deleted job loses its data once its runs have left the frontier, and not before', async (t) => {
  const { db, run, database } = await startedRun({ seeds: ['http://a.test/'] });
  t.after(() => database.close());
  const [job] = await db.select().from(jobs);
  await createRunPartitions(db, run.serial, job!.serial);
  await db.insert(deadEntries).values({ run: run.short, entry: '0:1-1', payload: '{', error: 'torn' });
  const purge = createPurge({ db, log });
  const tables = async () => {
    const names = sql`select count(*)::int as n from pg_class where relname in
      (${`pages_${job!.serial}`}, ${`captures_${run.serial}`}, ${`visits_${run.serial}`})`;
    return (await db.execute<{ n: number }>(names)).rows[0]!.n;
  };
  await purge();
  assert.equal(await tables(), 3, 'it is not deleted');
  await db.update(jobs).set({ archivedAt: new Date() });
  await purge();
  assert.equal(await tables(), 3, 'its run still goes');
  await db.update(runs).set({ state: 'cancelled', finishedAt: new Date() }).where(eq(runs.id, run.id));
  await purge();
  assert.equal(await tables(), 3, 'Redis still holds the run');
  await db.update(runs).set({ releasedAt: new Date() }).where(eq(runs.id, run.id));
  await purge();
  assert.equal(await tables(), 0);
  assert.deepEqual([await db.$count(jobs), await db.$count(deadEntries)], [0, 0]);
});

test('a hold whose process died is closed, others stay open', async (t) => {
  const { db, run, database } = await startedRun({ seeds: ['http://a.test/'] });
  t.after(() => database.close());
  await db.insert(holds).values([
    { runId: run.id, kind: 'upload', expiresAt: new Date(Date.now() - 1000) },
    { runId: run.id, kind: 'upload', expiresAt: new Date(Date.now() + 60_000) },
  ]);
  await createCloseExpired({ db, log })();
  const open = (await db.select().from(holds)).filter((hold) => hold.closedAt === null);
  assert.deepEqual(open.map((hold) => hold.kind).sort(), ['seeds', 'upload']);
});
