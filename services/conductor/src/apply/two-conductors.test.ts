import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { applyRun, desiredRun, findRun, moveRun, movingRuns, touchRuns } from '@trunkline/control';
import { holds, hostPauses, hostRules, jobSeeds, jobs, projects, runs } from '@trunkline/database';
import { createFrontier, type Frontier } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { eq, sql } from 'drizzle-orm';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createApplyHostPauses } from './apply-host-pauses.ts';
import { createApplyHostRules } from './apply-host-rules.ts';
import { createApply } from './apply-runs.ts';

const log = createLogger('test', 'silent');
const bus = { publish: async () => true };

async function world(t: TestContext, shards = 1) {
  const made = await startedRun({ seeds: ['http://a.test/'] });
  const { url } = await testRedis();
  const name = `t${Math.random().toString(36).slice(2)}`;
  const frontier = shards === 1 ? frontierMaker(url)() : createFrontier({ url, name, shards });
  t.after(() => Promise.all([frontier.close(), made.database.close()]));
  return { ...made, frontier, parts: { frontier, db: made.db, bus, log } };
}

/** A frontier that stands still before a verb, as a process does that was stopped there, until it is let go. */
function standingStill(frontier: Frontier, verb: keyof Frontier) {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const { promise: going, resolve: go } = Promise.withResolvers<void>();
  const stand = async (...args: unknown[]) => {
    stop();
    await going;
    return Reflect.apply(frontier[verb] as (...of: unknown[]) => unknown, frontier, args);
  };
  return { frontier: { ...frontier, [verb]: stand } as Frontier, stopped, go };
}

for (const verb of ['sizesOf', 'time', 'applyRun'] as const)
  test(`a conductor that stood still before ${verb} makes no run anew that has ended and was forgotten meanwhile`, async (t) => {
    const { frontier, parts, db, run, row } = await world(t);
    const slow = standingStill(frontier, verb);
    const pass = createApply({ ...parts, frontier: slow.frontier })();
    await slow.stopped;
    await createApply(parts)();
    await moveRun({ db, bus }, await row(), { state: 'cancelled' });
    while ((await frontier.forget(run.short)).left);
    slow.go();
    await pass;
    assert.equal(await frontier.sizes(run.short), null);
  });

test('of a run that was repaired meanwhile nothing is forgotten by who saw it lost', async (t) => {
  const { frontier, parts, db, run, row } = await world(t);
  await createApply(parts)();
  const { version } = await row();
  await movingRuns({ db, bus }, (tx) => touchRuns(tx, eq(runs.id, run.id)));
  await applyRun(parts, run.id);
  while ((await frontier.forget(run.short, { upTo: version })).left);
  assert.equal((await frontier.sizes(run.short))?.version, version + 1);
});

test('a run that cannot be brought is kept with the reason and tried again ever later; those behind it go, and it goes when it can', async (t) => {
  const { frontier, parts, db, row } = await world(t);
  const [job] = await db.select().from(jobs);
  const { id: _, serial: __, ...same } = job!;
  await db.update(jobs).set({ weight: -1 }).where(eq(jobs.id, job!.id));
  const [second] = await db
    .insert(jobs)
    .values({ ...same, name: 'second' })
    .returning();
  await db.insert(jobSeeds).values({ jobId: second!.id, url: 'http://b.test/' });
  const [behind] = await db.insert(runs).values({ jobId: second!.id, policyVersion: 1 }).returning();
  await db.insert(holds).values({ runId: behind!.id, kind: 'seeds' });
  const pass = createApply(parts);
  await pass();
  assert.match((await row()).error!, /weight/);
  assert.ok((await frontier.sizes(behind!.serial.toString(36)))!.counters.accepted > 0);
  await pass();
  await db.update(jobs).set({ weight: 1 }).where(eq(jobs.id, job!.id));
  await pass();
  assert.equal((await row()).startedAt, null, 'it waits a second now');
  await movingRuns({ db, bus }, (tx) => touchRuns(tx, eq(runs.jobId, job!.id)));
  await pass();
  assert.deepEqual([(await row()).error, (await row()).startedAt === null], [null, false]);
});

test('paused and resumed, or changed, before its ledger is in, a later run hands out nothing all the same', async (t) => {
  const { frontier, parts, db, run, row } = await world(t);
  await db.update(runs).set({ state: 'done' }).where(eq(runs.id, run.id));
  const { jobId } = await row();
  const [later] = await db
    .insert(runs)
    .values({ jobId, policyVersion: 1, startedAt: new Date() })
    .returning();
  await db.insert(holds).values({ runId: later!.id, kind: 'seeds' });
  const short = later!.serial.toString(36);
  const state = async () => (await frontier.sizes(short))?.state;
  await frontier.applyRun({ ...desiredRun((await findRun(db, later!.id))!), version: 0 });
  for (const to of ['paused', 'running'] as const) {
    const [now] = await db.select().from(runs).where(eq(runs.id, later!.id));
    await moveRun({ db, bus }, now!, { state: to });
    await applyRun(parts, later!.id);
    assert.equal(await state(), 'paused');
  }
  await movingRuns({ db, bus }, (tx) => touchRuns(tx, eq(runs.id, later!.id)));
  await applyRun(parts, later!.id);
  assert.equal(await state(), 'paused');
  const pass = createApply(parts);
  while (await pass());
  assert.equal(await state(), 'running');
});

test('a host that two projects have paused for all goes on when both have resumed it', async (t) => {
  const { frontier, parts, db, run } = await world(t);
  await createApply(parts)();
  const [one] = await db.select().from(projects);
  const [two] = await db.insert(projects).values({ name: 'two' }).returning();
  const limit = async () => (await frontier.inspectUrl(run.short, { url: 'http://a.test/' }))?.host.limit;
  const pass = createApplyHostPauses(parts);
  const free = await limit();
  await db
    .insert(hostPauses)
    .values([one!, two!].map(({ id }) => ({ projectId: id, host: 'a.test', paused: true })));
  await pass();
  assert.equal(await limit(), 0);
  for (const [project, expected] of [
    [two!, 0],
    [one!, free],
  ] as const) {
    const news = { paused: false, change: sql`nextval('host_changes')`, updatedAt: new Date() };
    await db.update(hostPauses).set(news).where(eq(hostPauses.projectId, project.id));
    await pass();
    assert.equal(await limit(), expected);
  }
});

test('a host rule that cannot be read keeps no other from being told', async (t) => {
  const { frontier, parts, db } = await world(t);
  const [project] = await db.select().from(projects);
  const of = { projectId: project!.id };
  await db.insert(hostRules).values([
    { ...of, pattern: 'a.test', pace: { mode: 'warp' } },
    { ...of, pattern: 'b.test', blocked: true },
  ]);
  await createApplyHostRules(parts)();
  assert.deepEqual(
    (await frontier.rules()).map(({ pattern }) => pattern),
    ['b.test'],
  );
});
