import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  apiKeys,
  auditLog,
  type BulkKind,
  bulkOperations,
  createRunPartitions,
  deadLike,
  jobs,
  origins,
  pageStates,
  pages,
  policies,
  projects,
  runs,
  urlHash,
  visits,
} from '@trunkline/database';
import type { DeadUrl } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { desc, eq } from 'drizzle-orm';
import { startedRun } from '../world-for-tests.ts';
import { type BulkParts, createBulk } from './run-bulk.ts';

async function world() {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const [project] = await db.select().from(projects);
  const admin = { projectId: project!.id, name: 'me', hash: 'me', scopes: ['admin'] };
  await db.insert(apiKeys).values({ ...admin, id: 'me' });
  const asked: { run: string; urls: readonly DeadUrl[] }[] = [];
  const frontier: BulkParts['frontier'] = {
    known: async (_short, urls) => urls.map(() => true),
    sizes: async () => null,
    outcomesSpan: async () => [],
    async retryDead(short, urls) {
      asked.push({
        run: short,
        urls: urls.map(({ url, depth, hops, attempts }) => ({ url, depth, hops, attempts })),
      });
      return { accepted: urls.length, known: 0, refused: 0 };
    },
  };
  const bus = { publish: async () => true };
  const pass = createBulk({ db, frontier, bus, log: createLogger('test', 'silent') });
  return {
    ...{ db, database, run, asked, pass },
    request: (kind: BulkKind, filter: object, keyId: string | null = 'me') =>
      db
        .insert(bulkOperations)
        .values({ projectId: project!.id, kind, filter, total: 1, keyId, keyName: 'me', reason: 'r' }),
    key: (id: string, scopes: string[]) =>
      db.insert(apiKeys).values({ id, projectId: project!.id, name: id, hash: id, scopes }),
    bulk: async () => (await db.select().from(bulkOperations))[0]!,
    async finish() {
      while (await pass());
    },
  };
}

test('every job the filter matches is changed, with an entry in the audit log; those in no state for it have failed', async (t) => {
  const { db, database, request, finish, bulk } = await world();
  t.after(() => database.close());
  const [first] = await db.select().from(jobs);
  const { id: _id, serial: _serial, ...same } = first!;
  for (let n = 0; n < 120; n++) {
    const [job] = await db
      .insert(jobs)
      .values({ ...same, name: `n${n}` })
      .returning();
    const state = n % 2 === 0 ? 'running' : 'done';
    await db.insert(runs).values({ jobId: job!.id, policyVersion: 1, state });
  }
  await request('jobsPause', { name: 'n' });
  await finish();
  const { state, processed, failed } = await bulk();
  assert.deepEqual([state, processed, failed], ['done', 120, 60]);
  assert.equal((await db.select().from(runs)).filter((run) => run.state === 'paused').length, 60);
  const log = await db.select().from(auditLog);
  assert.equal(log.length, 60);
  assert.deepEqual([log[0]!.action, log[0]!.keyName, log[0]!.reason], ['jobPause', 'me', 'r']);
});

test('an operation that cannot be done fails with the reason, and those behind it are done', async (t) => {
  const { db, database, request, finish } = await world();
  t.after(() => database.close());
  await request('deadRetry', { runId: 'no run at all' });
  await request('jobsPause', { name: 'j' });
  await finish();
  const found = await db.select().from(bulkOperations).orderBy(bulkOperations.id);
  assert.deepEqual(
    found.map(({ state, processed }) => [state, processed]),
    [
      ['failed', 0],
      ['done', 1],
    ],
  );
  assert.match(found[0]!.error!, /uuid/);
});

test('an operation that was cancelled does nothing more', async (t) => {
  const { db, database, request, pass } = await world();
  t.after(() => database.close());
  await request('jobsDelete', {});
  await db.update(bulkOperations).set({ state: 'cancelled' });
  assert.equal(await pass(), false);
  assert.equal((await db.select().from(jobs))[0]!.archivedAt, null);
});

test('URLs that were given up are handed to the frontier once, with their attempts, and are dead no more', async (t) => {
  const { db, database, run, request, finish, bulk, asked } = await world();
  t.after(() => database.close());
  const [job] = await db.select().from(jobs);
  await db.update(runs).set({ state: 'running' });
  await createRunPartitions(db, run.serial, job!.serial);
  const [origin] = await db.insert(origins).values({ origin: 'http://d.test/', host: 'd.test' }).returning();
  const base = { runSerial: run.serial, jobSerial: job!.serial, startedAt: new Date(), depth: 1, hops: 0 };
  for (const [n, deadReason] of ['attempts', 'poison', null].entries()) {
    const hash = urlHash(`http://d.test/${n}`);
    const page = {
      hash,
      jobSerial: job!.serial,
      originId: origin!.id,
      firstSeen: 1,
      depth: 0,
      path: String(n),
    };
    await db.insert(pages).values(page);
    await db.insert(visits).values({
      ...base,
      hash,
      attempt: 4,
      final: true,
      outcome: 'failed',
      deadReason,
      worker: 'w',
      timings: {},
    });
  }
  await request('deadRetry', { runId: run.id, reason: ['attempts'] });
  await finish();
  const { state, processed, failed } = await bulk();
  assert.deepEqual([state, processed, failed], ['done', 1, 0]);
  assert.deepEqual(
    asked.map(({ run: short, urls }) => [short, urls]),
    [[run.short, [{ url: 'http://d.test/0', depth: 1, hops: 0, attempts: 4 }]]],
  );
  const left = await db.select().from(visits).where(deadLike(run.serial, {}));
  assert.deepEqual(
    left.map((visit) => visit.deadReason),
    ['poison'],
  );
});

test('pages that are asked for again wait in the run that goes when they ended there; all of them are due', async (t) => {
  const { db, database, run, request, finish, bulk, asked } = await world();
  t.after(() => database.close());
  const [job] = await db.select().from(jobs);
  await db.update(runs).set({ state: 'running' });
  await createRunPartitions(db, run.serial, job!.serial);
  const [origin] = await db.insert(origins).values({ origin: 'http://d.test/', host: 'd.test' }).returning();
  const due = new Date(Date.now() + 86_400_000);
  // The first ended in this run, the second in one before, the third was never visited, the fourth has another status.
  for (const [n, status] of [500, 500, null, 200].entries()) {
    const hash = urlHash(`http://d.test/${n}`);
    const keys = { hash, jobSerial: job!.serial };
    await db.insert(pages).values({ ...keys, originId: origin!.id, firstSeen: 1, depth: 0, path: String(n) });
    if (status === null) continue;
    const lastRun = n === 1 ? 0 : run.serial;
    await db.insert(pageStates).values({
      ...{
        ...keys,
        lastRun,
        lastVisitAt: new Date(),
        dueAt: due,
        lastStatus: status,
        lastOutcome: 'fetched',
      },
    });
    if (lastRun !== run.serial) continue;
    const visit = {
      hash,
      runSerial: run.serial,
      jobSerial: job!.serial,
      startedAt: new Date(),
      depth: 1,
      hops: 0,
    };
    const ended = { final: true, outcome: 'fetched', worker: 'w', timings: {} };
    await db.insert(visits).values([
      { ...visit, ...ended, attempt: 1, final: false, outcome: 'throttled' },
      { ...visit, ...ended, attempt: 2 },
    ]);
  }
  await request('pagesRequeue', { jobId: job!.id, status: [500] });
  await finish();
  const { state, processed, failed } = await bulk();
  assert.deepEqual([state, processed, failed], ['done', 2, 0]);
  assert.deepEqual(
    asked.map(({ run: short, urls }) => [short, urls]),
    [[run.short, [{ url: 'http://d.test/0', depth: 1, hops: 0, attempts: 2 }]]],
  );
  const ends = await db.select().from(visits);
  assert.deepEqual(
    ends.filter(({ final }) => final).map(({ hash }) => hash),
    [urlHash('http://d.test/3')],
  );
  const states = await db.select().from(pageStates);
  assert.deepEqual(
    states.map(({ lastStatus, dueAt }) => [lastStatus, dueAt!.getTime() < due.getTime()]).sort(),
    [
      [200, false],
      [500, true],
      [500, true],
    ],
  );
});

test('jobs that reach private networks are started and resumed with the power of the key that asked; others by any', async (t) => {
  const { db, database, request, finish, key } = await world();
  t.after(() => database.close());
  await db.delete(runs);
  const [inside] = await db.select().from(jobs);
  const { id: _id, serial: _serial, ...same } = inside!;
  const { projectId } = inside!;
  const [plain] = await db.insert(policies).values({ projectId, name: 'plain', rules: {} }).returning();
  await db.insert(jobs).values({ ...same, name: 'outside', policyId: plain!.id });
  await key('writer', ['jobs:write']);
  await key('admin', ['admin']);
  const states = async () => {
    const found = await db
      .select({ name: jobs.name, state: runs.state })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId));
    return Object.fromEntries(found.map(({ name, state }) => [name, state]));
  };
  const ask = async (kind: BulkKind, by: string) => {
    await request(kind, {}, by);
    await finish();
    const [asked] = await db.select().from(bulkOperations).orderBy(desc(bulkOperations.id)).limit(1);
    return [asked!.state, asked!.processed, asked!.failed];
  };
  assert.deepEqual(await ask('jobsStart', 'writer'), ['done', 2, 1]);
  assert.deepEqual(await states(), { outside: 'starting' });
  assert.deepEqual(await ask('jobsStart', 'nobody knows'), ['done', 2, 1]);
  assert.deepEqual(await ask('jobsStart', 'admin'), ['done', 2, 0]);
  assert.deepEqual(await states(), { outside: 'starting', j: 'starting' });
  assert.deepEqual(await ask('jobsPause', 'writer'), ['done', 2, 0]);
  assert.deepEqual(await ask('jobsResume', 'writer'), ['done', 2, 1]);
  assert.equal((await states())['j'], 'paused');
  assert.deepEqual(await ask('jobsResume', 'admin'), ['done', 2, 0]);
});

test('what a key asked for that was revoked or has expired since is not done where it takes a power, and it is said why', async (t) => {
  const { db, database, run, request, finish, asked } = await world();
  t.after(() => database.close());
  const [job] = await db.select().from(jobs);
  const last = async () =>
    (await db.select().from(bulkOperations).orderBy(desc(bulkOperations.id)).limit(1))[0]!;
  for (const gone of [
    { revokedAt: new Date(), expiresAt: null },
    { revokedAt: null, expiresAt: new Date(0) },
  ]) {
    await db.update(apiKeys).set(gone);
    for (const [kind, filter] of [
      ['deadRetry', { runId: run.id }],
      ['pagesRequeue', { jobId: job!.id }],
    ] as const) {
      await request(kind, filter);
      await finish();
      const { state, error } = await last();
      assert.deepEqual([state, /private networks.*scope "admin"/.test(error!)], ['failed', true], kind);
    }
    await db.update(runs).set({ state: 'done' });
    await request('jobsStart', {});
    await finish();
    assert.deepEqual([(await last()).state, (await last()).failed], ['done', 1]);
  }
  assert.deepEqual([asked.length, await db.$count(runs)], [0, 1]);
});
