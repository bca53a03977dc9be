import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostPauses, jobs, projects } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { sql } from 'drizzle-orm';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createApplyHostPauses } from './apply-host-pauses.ts';
import { createApply } from './apply-runs.ts';

test('a host paused in the database is paused in the frontier for the runs of its job, and resumed again', async (t) => {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const { url } = await testRedis();
  const frontier = frontierMaker(url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const log = createLogger('test', 'silent');
  await createApply({ frontier, db, bus: { publish: async () => true }, log })();
  const [project] = await db.select().from(projects);
  const [job] = await db.select().from(jobs);
  const limit = async () => (await frontier.inspectUrl(run.short, { url: 'http://a.test/' }))?.host.limit;
  assert.notEqual(await limit(), 0);
  await db
    .insert(hostPauses)
    .values({ projectId: project!.id, host: 'a.test', jobId: job!.id, paused: true });
  const pass = createApplyHostPauses({ frontier, db, log });
  await pass();
  await pass();
  assert.equal(await limit(), 0);
  await db
    .update(hostPauses)
    .set({ paused: false, change: sql`nextval('host_changes')`, updatedAt: new Date() });
  await pass();
  assert.notEqual(await limit(), 0);
});
