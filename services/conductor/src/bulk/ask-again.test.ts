import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ArchiveReader } from '@trunkline/archive';
import { applyRun, moveRun } from '@trunkline/control';
import { apiKeys, bulkOperations, holds, pages, runOperations, runs } from '@trunkline/database';
import { type Claim, FrontierUnavailable } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { eq } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { createAudit } from '../audit/audit.ts';
import { createEnding } from '../ending/end-runs.ts';
import { createRecorder } from '../record/recorder.ts';
import { createEpochWatch } from '../repair/watch-epochs.ts';
import { createOperations } from '../repair/work.ts';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createBulk } from './run-bulk.ts';

const log = createLogger('test', 'silent');
const bus = { publish: async () => true };
const urls = Array.from({ length: 6 }, (_, n) => `http://a.test/${n}`);

/** A run of six pages, the last of which stays in flight; the others have ended, those of `dead` for good. */
async function world(t: TestContext, dead: number[] = []) {
  const made = await startedRun({ seeds: urls });
  const { db, database, run } = made;
  const frontier = frontierMaker((await testRedis()).url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const parts = { frontier, db, database, bus, log };
  const stages = { read: async () => ({}), forget: async () => {} };
  const [apply, end] = [createApply(parts), createEnding({ ...parts, stages })];
  const record = createRecorder({ frontier, database, log, consumer: 'a' });
  let calls = 0;
  const recordAll = async () => {
    while ((await frontier.outcomesBacklog()).length > 0) await record();
  };
  const claim = async (want: number) => {
    const claims: Claim[] = [];
    while (claims.length < want) {
      const reply = await frontier.claim('s', `c${++calls}`, want - claims.length);
      assert.ok(reply.state === 'granted');
      await visit(reply.claims.filter(({ kind }) => kind === 'robots'));
      claims.push(...reply.claims.filter(({ kind }) => kind === 'page'));
    }
    return claims;
  };
  const visit = async (claims: Claim[], gone: string[] = []) => {
    const items = claims.map((one) => settled(one, gone.includes(one.url)));
    if (items.length > 0) await frontier.settle('s', `s${++calls}`, items);
  };
  await apply();
  await createEpochWatch(parts)();
  await frontier.openSession('s', 600_000);
  const claims = await claim(6);
  const [last] = claims.splice(5, 1);
  const gone = dead.map((n) => claims[n]!.url);
  await visit(claims, gone);
  await recordAll();
  const visitLast = async () => {
    await visit([last!]);
    await recordAll();
  };
  const [key] = await db.select().from(apiKeys);
  return {
    ...{ ...made, ...parts, claim, visit, recordAll, gone },
    jobId: (await db.select().from(runs))[0]!.jobId,
    ask: (kind: 'deadRetry' | 'pagesRequeue', filter: object) =>
      db
        .insert(bulkOperations)
        .values({ projectId: key!.projectId, keyId: key!.id, kind, filter, total: 5, keyName: 'k' }),
    /** All that was asked for, by so many conductors at once. */
    bulk: async (conductors = 1, told = frontier) => {
      const drain = async (pass: () => Promise<boolean>) => {
        while (await pass());
      };
      const passes = Array.from({ length: conductors }, () => createBulk({ ...parts, frontier: told }));
      await Promise.all(passes.map(drain));
    },
    waiting: async () => (await frontier.sizes(run.short))!.counters.waiting,
    visitLast,
    finish: async () => {
      await visitLast();
      for (let n = 0; n < 4; n++) {
        await end();
        await apply();
        await recordAll();
      }
      const { state, recorded, counters } = await made.row();
      return { state, recorded, finished: counters?.finished };
    },
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
  const record = JSON.stringify({
    ...{ url, depth, hops, attempt, startedAt: Date.now(), address: null, worker: 'w', final: true, outcome },
    ...{ timings: {}, capture: null, ...(dead && { deadReason: 'TIMEOUT' }) },
  });
  return dead
    ? ({ ...base, outcome: 'failed', next: { do: 'dead', reason: 'TIMEOUT' }, record } as const)
    : ({ ...base, outcome: 'fetched', next: { do: 'settle' }, record } as const);
}

test('pages that are asked for again end once more, though they do so before the request is answered, and the run is done', async (t) => {
  const w = await world(t, [0]);
  await w.ask('deadRetry', { runId: w.run.id });
  await w.ask('pagesRequeue', { jobId: w.jobId, outcome: ['fetched'] });
  // Every page is claimed, visited and recorded while the answer to the request is on its way.
  const slow = {
    ...w.frontier,
    async retryDead(run: string, again: Parameters<typeof w.frontier.retryDead>[1]) {
      const reply = await w.frontier.retryDead(run, again);
      await w.visit(await w.claim(again.length), w.gone);
      await w.recordAll();
      return reply;
    },
  };
  await w.bulk(1, slow);
  const dead = (await w.rows()).visits.filter(({ final, deadReason }) => final && deadReason !== null);
  assert.deepEqual(
    dead.map(({ attempt }) => attempt),
    [2],
    'it was given up once more',
  );
  assert.deepEqual(await w.finish(), { state: 'done', recorded: 11, finished: 11 });
});

test('what several requests and conductors ask for at once waits once, and a request that broke off is told by another', async (t) => {
  const w = await world(t, [0, 1]);
  for (let n = 0; n < 2; n++) await w.ask('deadRetry', { runId: w.run.id });
  for (let n = 0; n < 2; n++) await w.ask('pagesRequeue', { jobId: w.jobId });
  const away = { ...w.frontier, retryDead: () => Promise.reject(new FrontierUnavailable('retry')) };
  await assert.rejects(w.bulk(1, away), FrontierUnavailable);
  assert.equal(await w.waiting(), 0);
  await w.bulk(3);
  assert.equal(await w.waiting(), 5);
  await w.visit(await w.claim(5));
  await w.recordAll();

  // Of a run that goes, asked for again or not, there is nothing to find and nothing to put right.
  await w.db.insert(runOperations).values({ runId: w.run.id, kind: 'audit', fix: true });
  const archive = {} as ArchiveReader; // nothing was stored
  const audit = createAudit({ ...w, archive, archiveDir: '/nowhere' });
  const work = { audit, repair: audit, reconcile: audit };
  while (await createOperations({ db: w.db, bus, log, owner: 'a', work })());
  const [operation] = await w.db.select().from(runOperations);
  assert.deepEqual([operation?.state, operation?.findings], ['done', {}]);
  assert.deepEqual(await w.finish(), { state: 'done', recorded: 11, finished: 11 });
});

test('a request that the frontier does not take leaves everything as it ended', async (t) => {
  const w = await world(t, [0]);
  const before = (await w.rows()).visits;
  await w.ask('deadRetry', { runId: w.run.id });
  const refusing = {
    ...w.frontier,
    retryDead: async (_run: string, again: readonly object[]) => {
      return { accepted: 0, known: 0, refused: again.length };
    },
  };
  await w.bulk(1, refusing);
  assert.deepEqual((await w.rows()).visits, before);
  const [operation] = await w.db.select().from(bulkOperations);
  assert.deepEqual([operation?.state, operation?.processed, operation?.failed], ['done', 1, 1]);
});

test('a run that waits for outcomes that nobody will record any more is lost, which is said, and not recording for ever', async (t) => {
  const w = await world(t);
  await w.db.update(runs).set({ recorded: 3 });
  const { state } = await w.finish();
  assert.equal(state, 'lost');
  assert.match((await w.row()).error!, /^2 outcomes of this run were lost .*`trunkline repair`/);
});

test('a request that broke off keeps its run from ending for a minute; then everything stands as it ended', async (t) => {
  for (const kind of ['deadRetry', 'pagesRequeue'] as const) {
    const w = await world(t, [0]);
    const before = (await w.rows()).visits;
    await w.ask(kind, kind === 'deadRetry' ? { runId: w.run.id } : { jobId: w.jobId });
    const away = { ...w.frontier, retryDead: () => Promise.reject(new FrontierUnavailable('retry')) };
    await assert.rejects(w.bulk(1, away), FrontierUnavailable);
    assert.equal((await w.finish()).state, 'running');
    await w.db.update(holds).set({ expiresAt: new Date(0) });
    assert.deepEqual(await w.finish(), { state: 'done', recorded: 6, finished: 6 });
    await w.bulk();
    const last = (await w.rows()).visits.filter(({ hash }) => before.some((one) => one.hash === hash));
    assert.deepEqual(last, before, kind);
  }
});

test('what is asked for again in the moment a run would end is done again before it ends', async (t) => {
  for (const kind of ['deadRetry', 'pagesRequeue'] as const) {
    const w = await world(t, [0]);
    await w.visitLast();
    await w.ask(kind, kind === 'deadRetry' ? { runId: w.run.id } : { jobId: w.jobId, outcome: ['failed'] });
    // Asked for, and taken, after somebody saw that nothing is left, and before he says so.
    let asked = false;
    const stages = { read: async () => ({}), forget: async () => {} };
    const seen = {
      ...w.frontier,
      async sizesOf(runs: readonly string[]) {
        const sizes = await w.frontier.sizesOf(runs);
        if (!asked) await w.bulk();
        asked = true;
        return sizes;
      },
    };
    await createEnding({ ...w, frontier: seen, stages })();
    assert.deepEqual([(await w.row()).state, await w.waiting()], ['running', 1], kind);
    await w.visit(await w.claim(1));
    await w.recordAll();
    assert.deepEqual(await w.finish(), { state: 'done', recorded: 7, finished: 7 });
  }
});

test('what one request made wait is not taken back by another that comes too late', async (t) => {
  const w = await world(t, [0]);
  for (let n = 0; n < 2; n++) await w.ask('deadRetry', { runId: w.run.id });
  let first = true;
  const ending = {
    ...w.frontier,
    async retryDead(run: string, again: Parameters<typeof w.frontier.retryDead>[1]) {
      const reply = await w.frontier.retryDead(run, again);
      if (first) {
        first = false;
        const claims = await w.claim(again.length);
        await moveRun(w, await w.row(), { endReason: 'budget' });
        await applyRun(w, w.run.id);
        queued.push(...claims);
      }
      return reply;
    },
  };
  const queued: Claim[] = [];
  await w.bulk(1, ending);
  await w.visit(queued, w.gone);
  assert.deepEqual(await w.finish(), { state: 'done', recorded: 7, finished: 7 });
});

test('a request that broke off waits while nobody knows how its run ends, and goes on when the run does', async (t) => {
  for (const kind of ['deadRetry', 'pagesRequeue'] as const) {
    const w = await world(t, [0]);
    await w.ask(kind, kind === 'deadRetry' ? { runId: w.run.id } : { jobId: w.jobId, outcome: ['failed'] });
    const away = { ...w.frontier, retryDead: () => Promise.reject(new FrontierUnavailable('retry')) };
    await assert.rejects(w.bulk(1, away), FrontierUnavailable);
    const operation = async () => (await w.db.select().from(bulkOperations))[0]!;
    for (const facts of [{ state: 'recording' }, { state: 'lost' }, { state: 'repairing' }] as const) {
      await moveRun(w, await w.row(), facts);
      await w.bulk();
      assert.deepEqual(
        [(await operation()).state, (await operation()).processed],
        ['running', 0],
        facts.state,
      );
    }
    await moveRun(w, await w.row(), { state: 'running' });
    await applyRun(w, w.run.id);
    await w.bulk();
    const { state, processed, failed } = await operation();
    assert.deepEqual([state, processed, failed, await w.waiting()], ['done', 1, 0, 1], kind);
    await w.visit(await w.claim(1));
    await w.recordAll();
    assert.deepEqual(await w.finish(), { state: 'done', recorded: 7, finished: 7 });
  }
});

test('a request that broke off before its run was cancelled waits until it is, and has failed with what was not done again', async (t) => {
  const w = await world(t, [0, 1]);
  const before = (await w.rows()).visits;
  await w.ask('deadRetry', { runId: w.run.id });
  // The frontier hears of one of both, which is given up once more, and the answer is lost.
  const brokenOff = {
    ...w.frontier,
    async retryDead(run: string, again: Parameters<typeof w.frontier.retryDead>[1]) {
      await w.frontier.retryDead(run, again.slice(0, 1));
      await w.visit(await w.claim(1), w.gone);
      await w.recordAll();
      throw new FrontierUnavailable('retry');
    },
  };
  await assert.rejects(w.bulk(1, brokenOff), FrontierUnavailable);
  await moveRun(w, await w.row(), { state: 'cancelling' });
  await applyRun(w, w.run.id);
  await w.bulk();
  const operation = async () => (await w.db.select().from(bulkOperations))[0]!;
  assert.equal((await operation()).state, 'running');
  assert.deepEqual(await w.finish(), { state: 'cancelled', recorded: 7, finished: 7 });
  const { visits } = await w.rows();
  const open = (rows: typeof visits) => rows.filter(({ final }) => !final).map(({ attempt }) => attempt);
  assert.deepEqual([open(before), open(visits)], [[], [1]], 'that which has ended with its second attempt');
  await w.bulk();
  const { state, processed, failed } = await operation();
  assert.deepEqual([state, processed, failed], ['done', 2, 1]);
  assert.deepEqual((await w.rows()).visits, visits);
});

test('what a cancelled request marked stands as it ended when its run is over', async (t) => {
  const w = await world(t, [0]);
  const before = (await w.rows()).visits;
  await w.ask('deadRetry', { runId: w.run.id });
  const away = { ...w.frontier, retryDead: () => Promise.reject(new FrontierUnavailable('retry')) };
  await assert.rejects(w.bulk(1, away), FrontierUnavailable);
  await w.db.update(bulkOperations).set({ state: 'cancelled' });
  assert.deepEqual(await w.finish(), { state: 'done', recorded: 6, finished: 6 });
  const after = (await w.rows()).visits.filter(({ hash }) => before.some((one) => one.hash === hash));
  assert.deepEqual(after, before);
});

test('of URLs that the frontier takes in part the others stand as they ended', async (t) => {
  const w = await world(t, [0, 1]);
  const [known, unknown] = (await w.rows()).visits.filter(({ deadReason }) => deadReason !== null);
  // The ledger has one that the frontier has forgotten, or never knew.
  await w.db.update(pages).set({ path: 'elsewhere' }).where(eq(pages.hash, unknown!.hash));
  await w.ask('deadRetry', { runId: w.run.id });
  await w.bulk();
  const [operation] = await w.db.select().from(bulkOperations);
  assert.deepEqual([operation?.processed, operation?.failed, await w.waiting()], [2, 1, 1]);
  const marked = (await w.rows()).visits.filter(({ retriedAt }) => retriedAt !== null);
  assert.deepEqual(
    marked.map(({ hash }) => hash),
    [known!.hash],
  );
});

test('what another has asked for again since a request was made, and has ended, is not asked for once more', async (t) => {
  const w = await world(t, [0]);
  for (let n = 0; n < 2; n++) await w.ask('deadRetry', { runId: w.run.id });
  const slow = {
    ...w.frontier,
    async retryDead(run: string, again: Parameters<typeof w.frontier.retryDead>[1]) {
      const reply = await w.frontier.retryDead(run, again);
      await w.visit(await w.claim(again.length), w.gone);
      await w.recordAll();
      return reply;
    },
  };
  await w.bulk(1, slow);
  const operations = await w.db.select().from(bulkOperations);
  assert.deepEqual(
    operations.map(({ state, processed, failed }) => [state, processed, failed]),
    [
      ['done', 1, 0],
      ['done', 1, 0],
    ],
  );
  assert.equal(await w.waiting(), 0);
  assert.deepEqual(await w.finish(), { state: 'done', recorded: 7, finished: 7 });
});
