import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  apiKeys,
  auditLog,
  type OverlapPolicy,
  policies,
  projects,
  runs,
  schedules,
} from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { desc, eq } from 'drizzle-orm';
import { startedRun } from '../world-for-tests.ts';
import { createSchedules } from './run-schedules.ts';

/** A schedule that was due at midnight of a job whose run goes; the clock says half past. */
async function world(overlap: OverlapPolicy, scopes: string[] | null = ['admin']) {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const [project] = await db.select().from(projects);
  const [row] = await db.select().from(runs);
  const at = Date.parse('2026-03-01T00:30:00Z');
  const keyId = scopes && 'k';
  if (scopes)
    await db.insert(apiKeys).values({ id: 'k', projectId: project!.id, name: 'k', hash: 'h', scopes });
  await db.insert(schedules).values({
    keyId,
    ...{ projectId: project!.id, jobId: row!.jobId, cron: '0 0 * * *', timeZone: 'UTC', overlap },
    nextAt: new Date('2026-02-25T00:00:00Z'),
  });
  const told: string[] = [];
  const publish = async (topic: string, { runId }: { runId: string }) =>
    topic === 'runChanged' && told.push(runId) > 0;
  const bus = { publish } as unknown as Parameters<typeof createSchedules>[0]['bus'];
  const pass = createSchedules({ db, bus, log: createLogger('test', 'silent'), now: () => at });
  return {
    ...{ db, database, run, pass, told },
    schedule: async () => (await db.select().from(schedules))[0]!,
    states: async () => (await db.select().from(runs).orderBy(desc(runs.serial))).map(({ state }) => state),
    end: () => db.update(runs).set({ state: 'done' }).where(eq(runs.id, run.id)),
  };
}

test('a due schedule starts one run, however many times it missed, and is due next at its next time', async (t) => {
  const { pass, end, schedule, states, told, db, database } = await world('skip');
  t.after(() => database.close());
  await end();
  await Promise.all([pass(), pass()]);
  await pass();
  assert.deepEqual(await states(), ['starting', 'done']);
  const { nextAt, lastAt, lastResult } = await schedule();
  assert.equal(nextAt?.toISOString(), '2026-03-02T00:00:00.000Z');
  assert.equal(lastAt?.toISOString(), '2026-02-25T00:00:00.000Z');
  assert.equal(lastResult, 'started');
  assert.equal(told.length, 1);
  const [entry] = await db.select().from(auditLog);
  assert.deepEqual(
    [entry!.action, entry!.keyId, entry!.reason],
    ['jobStart', null, 'Schedule 0 0 * * * UTC'],
  );
});

test('while a run goes, SKIP leaves the time out', async (t) => {
  const { pass, schedule, states, end, database } = await world('skip');
  t.after(() => database.close());
  await pass();
  assert.match((await schedule()).lastResult!, /^skipped: the run before is starting/);
  await end();
  await pass();
  assert.deepEqual(await states(), ['done']);
});

test('while a run goes, WAIT starts when it has ended', async (t) => {
  const { pass, schedule, states, end, database } = await world('wait');
  t.after(() => database.close());
  await pass();
  assert.equal((await schedule()).lastResult, 'waiting');
  await end();
  await pass();
  assert.deepEqual(await states(), ['starting', 'done']);
  assert.equal((await schedule()).waitingSince, null);
});

test('while a run goes, CANCEL ends it and starts after it', async (t) => {
  const { pass, states, end, database } = await world('cancel');
  t.after(() => database.close());
  await pass();
  assert.deepEqual(await states(), ['cancelling']);
  await end();
  await pass();
  assert.deepEqual(await states(), ['starting', 'done']);
});

test('while its project is suspended nothing is started; what was missed counts as one time', async (t) => {
  const { pass, end, states, db, database } = await world('skip');
  t.after(() => database.close());
  await end();
  await db.update(projects).set({ suspendedAt: new Date() });
  await pass();
  assert.deepEqual(await states(), ['done']);
  await db.update(projects).set({ suspendedAt: null });
  for (const _ of [1, 2]) await pass();
  assert.deepEqual(await states(), ['starting', 'done']);
});

for (const overlap of ['skip', 'wait', 'cancel'] as const)
  test(`a schedule starts a job that reaches private networks with the power of the key that set it, or not at all (${overlap})`, async (t) => {
    const lacking = await world(overlap, ['jobs:write', 'policies:write']);
    t.after(() => lacking.database.close());
    await lacking.pass();
    assert.deepEqual(await lacking.states(), ['starting'], 'nor is a run ended for it');
    await lacking.end();
    await lacking.db.update(schedules).set({ nextAt: new Date('2026-02-25T00:00:00Z') });
    await lacking.pass();
    await lacking.pass();
    assert.deepEqual(await lacking.states(), ['done']);
    const { lastResult, nextAt, waitingSince } = await lacking.schedule();
    assert.match(lastResult!, /^refused: .* lacks the scope "admin"/);
    assert.deepEqual([nextAt?.toISOString(), waitingSince], ['2026-03-02T00:00:00.000Z', null]);

    await lacking.db.update(policies).set({ rules: {} });
    await lacking.db.update(schedules).set({ nextAt: new Date('2026-02-25T00:00:00Z') });
    await lacking.pass();
    assert.deepEqual(
      await lacking.states(),
      ['starting', 'done'],
      'under a policy that allows none it starts',
    );

    const able = await world(overlap, ['admin']);
    t.after(() => able.database.close());
    await able.end();
    await able.pass();
    assert.deepEqual(await able.states(), ['starting', 'done']);
  });

for (const [what, gone] of [
  ['was revoked', { revokedAt: new Date() }],
  ['has expired', { expiresAt: new Date(0) }],
  ['is not known', null],
] as const)
  test(`a schedule has no powers when the key that set it ${what}, and says what to do`, async (t) => {
    const { pass, end, schedule, states, db, database } = await world('skip', gone && ['admin']);
    t.after(() => database.close());
    if (gone) await db.update(apiKeys).set(gone);
    await end();
    await pass();
    assert.deepEqual(await states(), ['done']);
    assert.match((await schedule()).lastResult!, /^refused: .*set it again with an admin key/);
    await db.update(policies).set({ rules: {} });
    await db.update(schedules).set({ nextAt: new Date('2026-02-25T00:00:00Z') });
    await pass();
    assert.deepEqual(await states(), ['starting', 'done'], 'what takes no power goes on');
  });
