import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeys, createRunPartitions, jobs, newKey, policies, projects, runs } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { eq } from 'drizzle-orm';
import { startedRun } from '../world-for-tests.ts';
import { createPurge } from './purge-jobs.ts';
import { createPurgeProjects } from './purge-projects.ts';

const log = createLogger('test', 'silent');
/** Nobody listens here. */
const bus = { publish: async () => true };

test('a deleted project loses its jobs, then all it had; others, and those that only stand still, keep theirs', async (t) => {
  const { db, run, database } = await startedRun({ seeds: ['http://a.test/'] });
  t.after(() => database.close());
  const [mine] = await db.select().from(projects);
  const [job] = await db.select().from(jobs);
  await createRunPartitions(db, run.serial, job!.serial);
  const [other] = await db.insert(projects).values({ name: 'other', suspendedAt: new Date() }).returning();
  const { id, hash } = newKey();
  await db.insert(apiKeys).values({ id, projectId: other!.id, name: 'k', hash, scopes: ['admin'] });
  const [purgeProjects, purgeJobs] = [createPurgeProjects({ db, bus, log }), createPurge({ db, log })];
  const stateOfRun = async () => (await db.select().from(runs).where(eq(runs.id, run.id)))[0]?.state;

  await purgeProjects();
  assert.equal((await db.select().from(jobs))[0]!.archivedAt, null, 'nobody deleted anything');
  await db.update(projects).set({ deletedAt: new Date() }).where(eq(projects.id, mine!.id));
  await purgeProjects();
  assert.equal(await stateOfRun(), 'cancelling', 'its run is ended');
  assert.ok((await db.select().from(jobs))[0]!.archivedAt);
  await purgeProjects();
  await purgeJobs();
  assert.equal(await db.$count(projects), 2, 'a job is left, for Redis still has its run');
  await db
    .update(runs)
    .set({ state: 'cancelled', finishedAt: new Date(), releasedAt: new Date() })
    .where(eq(runs.id, run.id));
  await purgeJobs();
  await purgeProjects();
  assert.deepEqual(
    (await db.select().from(projects)).map(({ name }) => name),
    ['other'],
  );
  assert.deepEqual([await db.$count(policies), await db.$count(jobs), await db.$count(apiKeys)], [0, 0, 1]);
});
