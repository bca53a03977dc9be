import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds, runs } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { eq, sql } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { createRecorder } from '../record/recorder.ts';
import { createEpochWatch } from '../repair/watch-epochs.ts';
import { fakeWorker, frontierMaker, pageUrl, startedRun } from '../world-for-tests.ts';
import { createEnding } from './end-runs.ts';

const log = createLogger('test', 'silent');

/** All duties of a conductor, one pass of each at a time, so that a test sees every state in between. */
async function world(options: Parameters<typeof startedRun>[0]) {
  const made = await startedRun(options);
  const { db, database, run } = made;
  const frontier = frontierMaker((await testRedis()).url)();
  const states: string[] = [];
  const bus = {
    publish: async (topic: string, message: object) => {
      const { state } = message as { state: string };
      if (topic === 'runState' && states.at(-1) !== state) states.push(state); // told again when the run enters the frontier
      return true;
    },
  };
  const stages = { read: async () => ({}), forget: async () => {} };
  await createEpochWatch({ frontier, db, bus, log })();
  return {
    ...made,
    frontier,
    states,
    apply: createApply({ frontier, db, bus, log }),
    end: createEnding({ frontier, database, bus, stages, log }),
    record: createRecorder({ frontier, database, log, consumer: 'a' }),
    /** What the API does with a run. */
    set: (change: object) =>
      db
        .update(runs)
        .set({ ...change, version: sql`${runs.version} + 1` })
        .where(eq(runs.id, run.id)),
    counters: async () => (await frontier.sizes(run.short))!.counters,
    close: () => Promise.all([frontier.close(), database.close()]),
  };
}

type World = Awaited<ReturnType<typeof world>>;

/** Lets a worker crawl until `enough`, then stops it. */
async function crawl(w: World, size: number, enough: () => Promise<boolean>, frontier = w.frontier) {
  const worker = fakeWorker(frontier, { size });
  while (!(await enough())) {
    await w.frontier.sweep();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await worker.stop();
}

const finished = (w: World) => async () => {
  const { accepted, finished } = await w.counters();
  return accepted > 0 && accepted === finished;
};

test('a run is not over while a worker has yet to enqueue what a settled visit found; cancelled, it is', async (t) => {
  const w = await world({ seeds: [pageUrl(0)] });
  t.after(w.close);
  await w.apply();
  const promising: typeof w.frontier = {
    ...w.frontier,
    settle: (session, id, items) =>
      w.frontier.settle(
        session,
        id,
        items.map((item) => ({ ...item, promise: 'o:1' })),
      ),
  };
  await crawl(w, 1, finished(w), promising);
  await w.end();
  assert.equal((await w.row()).state, 'running');
  await w.set({ state: 'cancelling' });
  await w.apply();
  await w.end();
  await w.record();
  await w.end();
  assert.equal((await w.row()).state, 'cancelled');
});

test('a run is done only when every outcome is committed and the frontier takes no more', async (t) => {
  const w = await world({ seeds: [pageUrl(0)] });
  t.after(w.close);
  await w.apply();
  await crawl(w, 50, finished(w));
  await w.end();
  await w.end();
  assert.equal((await w.row()).state, 'recording');
  await w.apply();
  await w.end();
  assert.equal((await w.row()).state, 'recording', 'not committed');
  await w.set({ state: 'running' });
  await w.apply();
  await w.end();
  while ((await w.frontier.outcomesBacklog()).length > 0) await w.record();
  await w.end();
  assert.equal((await w.row()).state, 'recording', 'the frontier would take a late URL');
  await w.apply();
  await w.end();
  const { state, counters, finishedAt } = await w.row();
  assert.equal(state, 'done');
  assert.equal(counters!.fetched, 50);
  assert.ok(finishedAt);
  assert.deepEqual(w.states.slice(-2), ['recording', 'done']);
});

test('while a hold is open a run does not end, though nothing is left to fetch', async (t) => {
  const w = await world({ seeds: [pageUrl(0)] });
  t.after(w.close);
  const [hold] = await w.db.insert(holds).values({ runId: w.run.id, kind: 'sitemap' }).returning();
  await w.apply();
  await crawl(w, 10, finished(w));
  await w.end();
  assert.equal((await w.row()).state, 'running');
  await w.db.update(holds).set({ closedAt: new Date() }).where(eq(holds.id, hold!.id));
  await w.end();
  assert.equal((await w.row()).state, 'recording');
});

test('a run whose budget is spent drops what is left and is done', async (t) => {
  const w = await world({ seeds: [pageUrl(0)], maxPages: 40 });
  t.after(w.close);
  await w.apply();
  await crawl(w, 1000, async () => (await w.counters()).fetched >= 40);
  const passes = async () => {
    await w.end();
    await w.apply();
    await w.record();
  };
  while ((await w.row()).state !== 'done') await passes();
  const { endReason, counters, recorded } = await w.row();
  assert.equal(endReason, 'budget');
  assert.equal(counters!.fetched, 40);
  assert.ok(counters!.dropped! > 0);
  assert.equal(counters!.accepted, counters!.finished);
  assert.equal(recorded, counters!.finished);
});

test('a cancelled run drops what is left, keeps what it has, and takes no more seeds', async (t) => {
  const w = await world({ seeds: [pageUrl(0), pageUrl(700)] });
  t.after(w.close);
  await w.apply();
  await crawl(w, 1000, async () => (await w.counters()).fetched >= 30);
  const before = (await w.counters()).fetched;
  await w.set({ state: 'cancelling' });
  while ((await w.row()).state !== 'cancelled') {
    await w.apply();
    await w.end();
    await w.record();
  }
  const { captures } = await w.rows();
  assert.equal(captures.length, before);
  assert.equal((await w.counters()).accepted, (await w.counters()).finished);
});

test('a run cancelled before it began ends at once, without its seeds', async (t) => {
  const w = await world({ seeds: [pageUrl(0)] });
  t.after(w.close);
  await w.set({ state: 'cancelling' });
  await w.apply();
  await w.end();
  const { state, counters } = await w.row();
  assert.deepEqual([state, counters!.accepted], ['cancelled', 0]);
});

test('a paused run keeps its seeds coming and stays paused', async (t) => {
  const w = await world({ seeds: Array.from({ length: 2500 }, (_, n) => pageUrl(n)) });
  t.after(w.close);
  await w.set({ state: 'paused' });
  while (await w.apply());
  await w.end();
  assert.equal((await w.row()).state, 'paused');
  assert.equal((await w.counters()).accepted, 2500);
  const [hold] = await w.db.select().from(holds).where(eq(holds.runId, w.run.id));
  assert.ok(hold!.closedAt);
});

test('a run that Redis has lost is neither called done nor begun again: it is lost, until Redis knows it', async (t) => {
  const w = await world({ seeds: [pageUrl(0)] });
  t.after(w.close);
  await w.apply();
  const row = await w.row();
  const found = await w.frontier.runConfig(w.run.short);
  while ((await w.frontier.forget(w.run.short)).left);
  await w.apply();
  await w.end();
  const lost = await w.row();
  assert.deepEqual([lost.state, lost.lostFrom], ['lost', row.state]);
  assert.match(lost.error!, /trunkline repair/);
  await w.apply();
  assert.equal(await w.frontier.sizes(w.run.short), null);

  const { version, config } = found!;
  await w.frontier.applyRun({ run: w.run.short, version, state: 'running', weight: 1, config });
  await w.apply();
  assert.deepEqual([(await w.row()).state, (await w.row()).error], ['running', null]);
});

test('a lost run that is cancelled ends with what the database counted', async (t) => {
  const w = await world({ seeds: [pageUrl(0)] });
  t.after(w.close);
  await w.apply();
  await crawl(w, 40, async () => (await w.counters()).finished >= 20);
  while (await w.record());
  const { finished: before } = await w.counters();
  while ((await w.frontier.forget(w.run.short)).left);
  await w.apply();
  await w.set({ state: 'cancelling' });
  await w.apply();
  await w.end();
  const row = await w.row();
  assert.equal(row.state, 'cancelled');
  assert.deepEqual([row.counters!.finished, row.recorded], [before, before]);
});

test('a policy that cannot be read fails the run, with the reason', async (t) => {
  const w = await world({ seeds: [pageUrl(0)] });
  t.after(w.close);
  await w.db.execute(sql`update policies set rules = '{"pace": {"mode": "warp"}}'`);
  await w.apply();
  const { state, error } = await w.row();
  assert.equal(state, 'failed');
  assert.match(error!, /pace/);
});
