import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { apiKeys, bulkOperations, drops, runOperations } from '@trunkline/database';
import { type Claim, createFrontier } from '@trunkline/frontier';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { createApply } from '../apply/apply-runs.ts';
import { createBulk } from '../bulk/run-bulk.ts';
import { createEnding } from '../ending/end-runs.ts';
import { createRecorder } from '../record/recorder.ts';
import { startedRun } from '../world-for-tests.ts';
import { openReconcile } from './open-reconcile.ts';
import { createRebuild } from './rebuild.ts';
import { createEpochWatch } from './watch-epochs.ts';
import { createOperations } from './work.ts';

const log = createLogger('test', 'silent');
const urls = (host: string) => Array.from({ length: 6 }, (_, n) => `http://${host}.test/${n}`);

/** The duties of a conductor on a Redis whose last moments can be taken back, as a restart without them does. */
async function world(t: TestContext) {
  const made = await startedRun({ seeds: [...urls('a'), ...urls('b')] });
  const { db, database, run } = made;
  const { url } = await testRedis();
  const name = `t${Math.random().toString(36).slice(2)}`;
  const frontier = createFrontier({ url, name });
  const redis = openRedis(url, 'patient');
  const bus = { publish: async () => true };
  const stages = { read: async () => ({}), forget: async () => {} };
  const rebuild = createRebuild({ database, frontier, bus, links: { of: async () => [] } });
  const work = { reconcile: rebuild, repair: rebuild, audit: rebuild };
  const operate = createOperations({ db, bus, log, owner: 'a', work });
  const watch = createEpochWatch({ frontier, db, bus, log });
  const apply = createApply({ frontier, db, bus, log });
  const end = createEnding({ frontier, database, bus, stages, log });
  const record = createRecorder({ frontier, database, log, consumer: 'a' });
  const bulk = createBulk({ db, frontier, bus, log });
  const keys = () => redis.keys(`{${name}f*`);
  t.after(async () => {
    await frontier.close();
    await redis.unlink(await keys());
    await redis.quit();
    await database.close();
  });

  async function recordAll() {
    while ((await frontier.outcomesBacklog()).length > 0) await record();
  }
  let calls = 0;
  /** Visits what is handed out until so many pages are; `dead`: those of this host fail for good. */
  async function visit(session: string, want: number, dead = ''): Promise<string[]> {
    const visited: string[] = [];
    while (visited.length < want) {
      const reply = await frontier.claim(session, `c${++calls}`, want - visited.length);
      assert.ok(reply.state === 'granted');
      await frontier.settle(
        session,
        `s${calls}`,
        reply.claims.map((claim) => settled(claim, claim.host === dead)),
      );
      for (const { kind, url: at } of reply.claims) if (kind === 'page') visited.push(at);
    }
    return visited.sort();
  }
  await apply();
  await watch();
  await recordAll();
  await frontier.openSession('s', 600_000);
  return {
    ...{ ...made, frontier, watch, operate, apply, end, bulk, record, recordAll, visit },
    /** What Redis holds now; the answer brings it back, with a new life of the server. */
    async moment() {
      const names = await keys();
      const dumps = await Promise.all(names.map((key) => redis.dumpBuffer(key)));
      return async () => {
        await redis.unlink(await keys());
        for (const [i, key] of names.entries()) await redis.restore(key, 0, dumps[i]!);
        await redis.hdel(`{${name}f0}:meta`, 'server', 'began');
      };
    },
    loseOutcomes: () => redis.del(`{${name}f0}:outcomes`),
    async reconcile() {
      await watch();
      while (await operate());
      await apply();
      await frontier.openSession('s2', 600_000);
    },
    async passes() {
      for (let n = 0; n < 4; n++) {
        await end();
        await apply();
      }
    },
    counters: async () => (await frontier.sizes(run.short))!.counters,
  };
}

function settled({ token, run, host, url, kind, ...claim }: Claim, dead: boolean) {
  const base = { token, run, host, startedAfterMs: 1, hostSignal: { kind: 'answered' }, bytes: 1 } as const;
  if (kind === 'robots') {
    const robots = { origin: new URL(url).origin, verdict: { state: 'allowAll' } } as const;
    return { ...base, outcome: 'fetched', next: { do: 'settle' }, record: null, robots } as const;
  }
  const outcome = dead ? { kind: 'failed', code: 'TIMEOUT', detail: '' } : { kind: 'fetched', status: 200 };
  const { depth, hops, attempt } = claim;
  const of = { url, depth, hops, attempt, startedAt: Date.now(), address: '127.0.0.1', worker: 'w' };
  const record = JSON.stringify({
    ...{ ...of, final: true, outcome, timings: {}, capture: null },
    ...(dead && { deadReason: 'TIMEOUT' }),
  });
  return dead
    ? ({ ...base, outcome: 'failed', next: { do: 'dead', reason: 'TIMEOUT' }, record } as const)
    : ({ ...base, outcome: 'fetched', next: { do: 'settle' }, record } as const);
}

test('what Redis forgot that it dropped is visited and counts once: nothing is done before all of it is committed', async (t) => {
  const w = await world(t);
  const takeBack = await w.moment();
  const { dropped } = await w.frontier.cancelHost({ host: 'a.test', run: w.run.short, reason: 'unwanted' });
  await w.recordAll();
  assert.deepEqual([dropped, (await w.row()).recorded], [6, 6]);
  await takeBack();
  await w.reconcile();
  assert.deepEqual([(await w.row()).recorded, await w.db.select().from(drops)], [0, []]);

  await w.visit('s2', 8);
  await w.recordAll();
  await w.visit('s2', 4); // told, and not recorded yet
  await w.passes();
  assert.equal((await w.row()).state, 'recording');
  await w.recordAll();
  await w.passes();
  const { state, recorded, counters } = await w.row();
  assert.deepEqual([state, recorded, counters?.finished, counters?.dropped], ['done', 12, 12, 0]);
});

test('a drop that is recorded after it was forgotten does not count either; one that survived counts on', async (t) => {
  const w = await world(t);
  await w.frontier.cancelHost({ host: 'b.test', run: w.run.short, reason: 'unwanted' });
  await w.recordAll();
  const takeBack = await w.moment();
  await w.frontier.cancelHost({ host: 'a.test', run: w.run.short, reason: 'unwanted' });
  const forgotten = await w.frontier.readOutcomes('late', 10); // in the hands of a recorder as Redis restarts
  await takeBack();
  await w.reconcile();
  const late = createRecorder({
    ...{ database: w.database, log, consumer: 'late' },
    frontier: { readOutcomes: async () => forgotten, ackOutcomes: async () => {} },
  });
  assert.equal(forgotten.length, 1);
  await late();
  assert.equal((await w.row()).recorded, 6);
  await w.visit('s2', 6);
  await w.recordAll();
  await w.passes();
  const { state, recorded, counters } = await w.row();
  assert.deepEqual([state, recorded, counters?.finished], ['done', 12, 12]);
});

test('URLs that were asked for again and forgotten are visited; those that were not forgotten, once', async (t) => {
  for (const forgotten of [true, false]) {
    const w = await world(t);
    await w.visit('s', 12, 'a.test');
    await w.recordAll();
    const before = await w.moment();
    const [key] = await w.db.select().from(apiKeys);
    const filter = { runId: w.run.id };
    const asked = {
      projectId: key!.projectId,
      keyId: key!.id,
      kind: 'deadRetry',
      filter,
      total: 6,
      keyName: 'k',
      reason: 'r',
    } as const;
    await w.db.insert(bulkOperations).values(asked);
    while (await w.bulk());
    assert.equal((await w.counters()).waiting, 6);
    await (forgotten ? before : await w.moment())();
    await w.reconcile();
    assert.deepEqual(await w.visit('s2', 6), urls('a'));
    await w.recordAll();
    await w.passes();
    const { state, recorded, counters } = await w.row();
    const open = (await w.rows()).visits.filter(({ final, attempt }) => !final && attempt === 2);
    assert.deepEqual([state, recorded, counters?.finished, open], ['done', 18, 18, []]);
  }
});

test('a run whose outcomes were deleted unrecorded is lost, not done; repaired, it ends with all of them', async (t) => {
  const w = await world(t);
  await w.visit('s', 4);
  await w.loseOutcomes();
  await w.visit('s', 8);
  await w.recordAll().catch(() => {}); // its reader is gone
  await w.reconcile();
  await w.passes();
  assert.equal((await w.row()).state, 'lost');

  await w.db.insert(runOperations).values({ runId: w.run.id, kind: 'repair' });
  await w.reconcile();
  for (let open = Number.POSITIVE_INFINITY; open > 0; ) {
    await w.visit('s2', 1);
    const { accepted, finished } = await w.counters();
    open = accepted - finished;
  }
  await w.recordAll();
  await w.passes();
  const { visits } = await w.rows();
  const ended = new Set(visits.filter(({ final }) => final).map(({ hash }) => hash));
  assert.deepEqual([(await w.row()).state, ended.size], ['done', 12]);
});

test('an operation that begins anew while a step of it is done begins anew, and what that step said is not kept', async (t) => {
  const w = await world(t);
  await w.db.insert(runOperations).values({ runId: w.run.id, kind: 'reconcile', phase: 'links' });
  const row = async () => (await w.db.select().from(runOperations))[0]!;
  let overs = 0;
  const work = {
    async step() {
      // Redis was restarted once more meanwhile.
      await w.db.transaction((tx) => openReconcile(tx, w.run.id, null));
      return { phase: null, position: null, processed: 5 };
    },
    async over() {
      overs++;
    },
  };
  const stale = createOperations({
    ...{ db: w.db, bus: { publish: async () => true }, log, owner: 'b' },
    work: { reconcile: work, repair: work, audit: work },
  });
  await stale();
  const { state, phase, processed } = await row();
  assert.deepEqual([state, phase, processed, overs], ['waiting', null, 0, 0]);
  await w.reconcile();
  assert.equal((await row()).state, 'done');
});
