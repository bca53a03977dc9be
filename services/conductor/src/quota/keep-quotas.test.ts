import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projects, runs, usage } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { createApply } from '../apply/apply-runs.ts';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createQuotas } from './keep-quotas.ts';

test('what runs fetched is billed once; a spent quota holds the runs of the project until it is raised', async (t) => {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const { url } = await testRedis();
  const frontier = frontierMaker(url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const parts = {
    ...{ frontier, db, log: createLogger('test', 'silent') },
    bus: { publish: async () => true },
  };
  const [apply, pass] = [createApply(parts), createQuotas(parts)];
  const state = async () => (await frontier.sizes(run.short))?.state;
  const held = async () => (await db.select().from(projects))[0]!.heldBy;
  await apply();
  assert.equal(await state(), 'running');

  const counters = { fetched: 7, notModified: 3, bytes: 5000 };
  const [job] = await db.select().from(runs);
  await db
    .insert(runs)
    .values({ jobId: job!.jobId, policyVersion: 1, state: 'done', counters, finishedAt: new Date() });
  await pass();
  await pass();
  const [today] = await db.select().from(usage);
  assert.deepEqual([today!.pages, today!.bytes], [10, 5000]);
  assert.equal(await held(), null);

  await db.update(projects).set({ maxPagesPerDay: 10 });
  await pass();
  assert.equal(await held(), 'pagesPerDay');
  await apply();
  assert.equal(await state(), 'paused');
  await db.update(projects).set({ maxPagesPerDay: 11, maxStorageBytes: 4999 });
  await pass();
  assert.equal(await held(), 'storage');
  await db.update(projects).set({ maxStorageBytes: null });
  await pass();
  await apply();
  assert.equal(await held(), null);
  assert.equal(await state(), 'running');
});

test('what a project may have in flight at once is dealt to its runs; without a share none goes, without a quota none has one', async (t) => {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const { url } = await testRedis();
  const frontier = frontierMaker(url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const parts = { frontier, db, log: createLogger('test', 'silent'), bus: { publish: async () => true } };
  const [apply, pass] = [createApply(parts), createQuotas(parts)];
  const row = async () => (await db.select().from(runs))[0]!;
  await db.update(projects).set({ maxConcurrency: 3 });
  await apply();
  assert.equal((await frontier.sizes(run.short))?.state, 'paused');
  await pass();
  assert.equal((await row()).maxInFlight, 3);
  await apply();
  assert.equal((await frontier.sizes(run.short))?.state, 'running');
  assert.equal((await frontier.runConfig(run.short))?.config.maxInFlight, 3);
  const { version } = await row();
  await pass();
  assert.equal((await row()).version, version, 'a share that stays is not told again');
  await db.update(projects).set({ maxConcurrency: null });
  await db.update(runs).set({ version: version + 1 });
  await apply();
  assert.equal((await frontier.runConfig(run.short))?.config.maxInFlight, undefined);
});
