import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { applyRun, insertRun, movingRuns, touchRuns } from '@trunkline/control';
import { apiKeys, bulkOperations, deadLike, runs, type TrapState, traps, visits } from '@trunkline/database';
import type { Claim, SettleItem } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { asc, eq } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { createEnding } from '../ending/end-runs.ts';
import { createRecorder } from '../record/recorder.ts';
import { createEpochWatch } from '../repair/watch-epochs.ts';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createBulk } from './run-bulk.ts';

const log = createLogger('test', 'silent');
const bus = { publish: async () => true };
const shape = 'a.test /cal /#';
const urls = Array.from({ length: 6 }, (_, n) => `http://a.test/cal/${n}`);
const evidence = {
  ...{ pages: 100, fresh: 0, row: { pages: 97, fresh: 0, inside: 97 }, found: 200, mistake: 1e-7 },
  ...{ barren: [urls[0]!], pair: null },
};

/** A run of six pages of one shape that are claimed; the first brought the proof that it is a trap. */
async function world(t: TestContext) {
  const made = await startedRun({ seeds: urls });
  const { db, database, run } = made;
  const frontier = frontierMaker((await testRedis()).url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const parts = { frontier, db, database, bus, log };
  const apply = createApply(parts);
  const end = createEnding({ ...parts, stages: { read: async () => ({}), forget: async () => {} } });
  const record = createRecorder({ frontier, database, log, consumer: 'a' });
  let calls = 0;
  const settle = (items: SettleItem[]) => frontier.settle('s', `s${++calls}`, items);
  const recordAll = async () => {
    while ((await frontier.outcomesBacklog()).length > 0) await record();
  };
  const claim = async (want: number) => {
    const claims: Claim[] = [];
    while (claims.length < want) {
      const reply = await frontier.claim('s', `c${++calls}`, want - claims.length);
      assert.ok(reply.state === 'granted');
      const robots = reply.claims.filter(({ kind }) => kind === 'robots');
      if (robots.length > 0) await settle(robots.map(robotsItem));
      claims.push(...reply.claims.filter(({ kind }) => kind === 'page'));
    }
    return claims;
  };
  const settleTrap = async (claim: Claim, shapes = [shape]) => {
    await frontier.hold(claim.run, shapes);
    await settle([pageItem(claim, { traps: shapes.map((of) => ({ shape: of, held: true, evidence })) })]);
  };
  /** Visits as a worker with the config of the claim's version: `held` says which of them it holds. */
  const visit = async (claims: Claim[], held: (claim: Claim) => boolean) =>
    settle(claims.map((claim) => (held(claim) ? heldItem(claim) : pageItem(claim))));
  await apply();
  await createEpochWatch(parts)();
  await frontier.openSession('s', 600_000);
  const claims = await claim(6);
  await settleTrap(claims.shift()!);
  const [key] = await db.select().from(apiKeys);
  return {
    ...{ ...made, frontier, apply, recordAll, claim, claims, visit, settleTrap },
    /** As the API does: the decision and the version in one transaction, the frontier after it, then the retry. */
    async release({ tellsFrontier = true } = {}) {
      await movingRuns({ db, bus }, async (tx) => {
        await tx.update(traps).set({ state: 'released' });
        await touchRuns(tx, eq(runs.id, run.id));
      });
      if (tellsFrontier) await applyRun({ db, frontier }, run.id);
      const filter = { runId: run.id, reason: ['quarantine'], shape: [shape] };
      const of = { projectId: key!.projectId, keyId: key!.id, keyName: 'k', total: 2 };
      await db.insert(bulkOperations).values({ ...of, kind: 'deadRetry', filter });
    },
    /** What a conductor that looks now makes of it. */
    async bulk() {
      const pass = createBulk(parts);
      while (await pass());
      const [{ state, processed, failed } = assert.fail()] = await db.select().from(bulkOperations);
      return { state, processed, failed };
    },
    counters: async () => (await frontier.sizes(run.short))!.counters,
    dead: () => db.$count(visits, deadLike(run.serial, {})),
    trapRows: () => db.select().from(traps).orderBy(asc(traps.shape)),
    decide: (which: string, state: TrapState) =>
      db.update(traps).set({ state }).where(eq(traps.shape, which)),
    /** The shapes that are held in a run, and those that never are. */
    async says(short: string) {
      const { held, free } = (await frontier.runConfig(short))!.config;
      return { held, free };
    },
    async finish() {
      for (let n = 0; n < 4; n++) {
        await end();
        await apply();
        await recordAll();
      }
      return made.row();
    },
    async nextRun() {
      const { jobId } = await made.row();
      const id = await movingRuns({ db, bus }, (tx) => insertRun(tx, { jobId, policyVersion: 1 }));
      for (let n = 0; n < 4; n++) await apply();
      const [{ serial } = assert.fail()] = await db.select().from(runs).where(eq(runs.id, id));
      return { serial, short: serial.toString(36) };
    },
  };
}

const base = ({ token, run, host }: Claim) => ({ token, run, host, bytes: 1 });

function robotsItem(claim: Claim): SettleItem {
  const robots = { origin: new URL(claim.url).origin, verdict: { state: 'allowAll' } } as const;
  const of = { outcome: 'fetched', next: { do: 'settle' }, record: null } as const;
  return { ...base(claim), ...of, startedAfterMs: 1, hostSignal: { kind: 'answered' }, robots };
}

const recordOf = ({ url, depth, hops, attempt }: Claim, more: object) =>
  JSON.stringify({
    ...{ url, depth, hops, attempt, startedAt: Date.now(), address: null, worker: 'w', final: true },
    ...{ timings: {}, capture: null, ...more },
  });

function pageItem(claim: Claim, more: object = {}): SettleItem {
  const record = recordOf(claim, { outcome: { kind: 'fetched', status: 200 }, ...more });
  const of = { outcome: 'fetched', next: { do: 'settle' }, record } as const;
  return { ...base(claim), ...of, startedAfterMs: 1, hostSignal: { kind: 'answered' } };
}

function heldItem(claim: Claim): SettleItem {
  const outcome = { kind: 'refused', by: 'quarantine', detail: shape };
  const record = recordOf(claim, { outcome, deadReason: 'quarantine' });
  const of = { outcome: 'refused', next: { do: 'dead', reason: 'quarantine' }, record } as const;
  const under = claim.configVersion;
  return { ...base(claim), ...of, under, startedAfterMs: null, hostSignal: { kind: 'none' } };
}

const all = () => true;
const none = () => false;

test('what is held when a shape is released waits again, though it is not recorded yet, or is settled after it; the run is done with all', async (t) => {
  const w = await world(t);
  const [recorded, told, late] = [w.claims.splice(0, 2), w.claims.splice(0, 1), w.claims];
  await w.visit(recorded, all);
  await w.recordAll();
  const [{ state, evidence: kept, runSerial } = assert.fail()] = await w.trapRows();
  assert.deepEqual([state, kept, runSerial], ['held', evidence, w.run.serial]);
  assert.deepEqual(await w.says(w.run.short), { held: [shape], free: undefined });
  await w.visit(told, all);
  await w.release();
  assert.deepEqual((await w.says(w.run.short)).free, [shape]);
  assert.deepEqual(
    await w.bulk(),
    { state: 'running', processed: 0, failed: 0 },
    'it waits for the recorder',
  );
  await w.visit(late, all);
  await w.recordAll();
  assert.deepEqual(await w.bulk(), { state: 'done', processed: 3, failed: 0 });
  // Those that ended count as they did, and wait as others do.
  const { accepted, waiting, inFlight, finished } = await w.counters();
  assert.deepEqual(
    { accepted, waiting, inFlight, finished },
    { accepted: 9, waiting: 5, inFlight: 0, finished: 4 },
  );
  await w.visit(await w.claim(5), none);
  const { state: ended, recorded: known, counters } = await w.finish();
  assert.deepEqual([ended, known, counters?.fetched, await w.dead()], ['done', 9, 6, 0]);
});

test('a release that the frontier has not heard of yet waits for it, and the run with it', async (t) => {
  const w = await world(t);
  await w.recordAll();
  await w.release({ tellsFrontier: false });
  assert.equal((await w.bulk()).state, 'running');
  // Under the version that it has they are held still.
  await w.visit(w.claims, all);
  await w.recordAll();
  assert.equal(await w.dead(), 5);
  assert.equal((await w.finish()).state, 'running', 'nothing is left to fetch, and it does not end');
  assert.deepEqual(await w.bulk(), { state: 'done', processed: 5, failed: 0 });
  await w.visit(await w.claim(5), none);
  assert.deepEqual([(await w.finish()).state, await w.dead()], ['done', 0]);
});

test('in the next run what was kept is held from the start, what was allowed never is, and all else only when it is found anew', async (t) => {
  const w = await world(t);
  const decided = ['held', 'released', 'kept', 'allowed'] as const;
  const shapes = decided.map((state) => `a.test /${state}`);
  const [claim, ...others] = w.claims;
  await w.settleTrap(claim!, shapes);
  await w.visit(others, none);
  await w.recordAll();
  for (const [i, state] of decided.entries()) await w.decide(shapes[i]!, state);
  assert.equal((await w.finish()).state, 'done');
  const next = await w.nextRun();
  const fromStart = { held: ['a.test /kept'], free: ['a.test /allowed'] };
  assert.deepEqual(await w.says(next.short), fromStart);
  const [found] = await w.claim(1);
  assert.equal(found!.run, next.short);
  await w.settleTrap(found!, shapes);
  await w.recordAll();
  const rows = (await w.trapRows()).filter((row) => shapes.includes(row.shape));
  assert.deepEqual(
    rows.map(({ shape: of, state, runSerial }) => [of, state, runSerial]),
    [
      ['a.test /allowed', 'allowed', w.run.serial],
      ['a.test /held', 'held', next.serial],
      ['a.test /kept', 'kept', w.run.serial],
      ['a.test /released', 'held', next.serial],
    ],
  );
  const { free } = await w.says(next.short);
  assert.deepEqual(free, fromStart.free, 'what is free is not held, whoever holds it');
});
