import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { holds, jobSeeds, jobs, runs, shortRun } from '@trunkline/database';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import { ownRedis } from '@trunkline/test-support';
import { eq } from 'drizzle-orm';
import { frontierMaker, pageUrl, startedRun } from '../world-for-tests.ts';
import { createApply } from './apply-runs.ts';

async function world(t: TestContext) {
  const made = await startedRun({ seeds: [pageUrl(0), pageUrl(1)] });
  const server = await ownRedis();
  const redis = openRedis(server.url, 'patient');
  const frontier = frontierMaker(server.url)();
  const bus = { publish: async () => true };
  const log = createLogger('test', 'silent');
  t.after(async () => {
    await frontier.close();
    await redis.quit();
    await server.stop();
    await made.database.close();
  });
  return { ...made, frontier, redis, apply: createApply({ frontier, db: made.db, bus, log }) };
}

test('a run that cannot enter keeps no other out, and enters when it can', async (t) => {
  const { db, run, frontier, apply } = await world(t);
  const [job] = await db.select().from(jobs);
  const { id: _, serial: __, ...same } = job!;
  await db.update(jobs).set({ weight: -1 }).where(eq(jobs.id, job!.id));
  const [other] = await db
    .insert(jobs)
    .values({ ...same, name: 'other' })
    .returning();
  await db.insert(jobSeeds).values({ jobId: other!.id, url: pageUrl(2) });
  const [second] = await db.insert(runs).values({ jobId: other!.id, policyVersion: 1 }).returning();
  await db.insert(holds).values({ runId: second!.id, kind: 'seeds' });

  await apply();
  assert.equal(await frontier.sizes(run.short), null);
  assert.equal((await frontier.sizes(shortRun(second!.serial)))?.counters.accepted, 1);
  await db.update(jobs).set({ weight: 1 }).where(eq(jobs.id, job!.id));
  await db.update(runs).set({ version: 2 }).where(eq(runs.id, run.id));
  await apply();
  assert.equal((await frontier.sizes(run.short))?.counters.accepted, 2);
});

test('seeds wait for a full Redis and are all there when it has room; the run is brought to its state all the same', async (t) => {
  const { db, row, run, frontier, redis, apply } = await world(t);
  await redis.config('SET', 'maxmemory', '1');
  await apply();
  const full = await frontier.sizes(run.short);
  assert.deepEqual([full?.state, full?.counters.accepted, (await row()).state], ['running', 0, 'starting']);
  await db.update(runs).set({ state: 'paused', version: 2 }).where(eq(runs.id, run.id));
  await apply();
  assert.equal((await frontier.sizes(run.short))?.state, 'paused');
  await redis.config('SET', 'maxmemory', '0');
  while ((await db.select().from(holds)).some(({ closedAt }) => closedAt === null)) await apply();
  assert.equal((await frontier.sizes(run.short))?.counters.accepted, 2);
});
