import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createDiagnose } from '@trunkline/control';
import { findings, jobs, runs, settings, webhookDeliveries, webhooks } from '@trunkline/database';
import { emptyTrack } from '@trunkline/diagnosis';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import {
  createBus,
  createReporter,
  createStageClock,
  readCauses,
  type Topics,
  writeRunTrack,
} from '@trunkline/telemetry';
import { testRedis } from '@trunkline/test-support';
import { eq, sql } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { createFindEvents } from '../notify/find-events.ts';
import { frontierMaker, pageUrl, startedRun } from '../world-for-tests.ts';

const { url } = await testRedis();
const redis = openRedis(url, 'commands');
const frontier = frontierMaker(url)();
const world = await startedRun({ seeds: [0, 1, 2].map(pageUrl) });
const { db, run } = world;
after(() => Promise.all([frontier.close(), world.database.close(), redis.quit()]));
const apply = createApply({
  frontier,
  db,
  bus: { publish: async () => true },
  log: createLogger('test', 'silent'),
});
await apply();

let now = Date.now();
const told: Topics['findings'][] = [];
const bus = { publish: async (_: string, payload: unknown) => told.push(payload as Topics['findings']) > 0 };
const diagnosis = (owner: string, standsIn = false) =>
  createDiagnose({ db, frontier, redis, bus, owner, standsIn, now: () => now });
const [first, second] = [diagnosis('first'), diagnosis('second')];
const rows = () => db.select().from(findings).orderBy(findings.id);
/** So many looks, a second apart. */
async function look(diagnose: () => Promise<unknown>, times: number, meanwhile?: () => Promise<unknown>) {
  for (let i = 0; i < times; i++) {
    await meanwhile?.();
    await diagnose();
    now += 1000;
  }
}
/** Nobody has the turn any more, as after the death of who had it. */
const leaveTurn = () => db.delete(settings).where(eq(settings.name, 'diagnose'));

/** What a worker would tell that has nothing to do. */
function reporter(session: string) {
  const bus = createBus(url);
  const made = createReporter({
    ...{ redisUrl: url, bus, clock: createStageClock([]), worker: session, name: session, version: '0' },
    ...{ intervalMs: 3_600_000, expiryMs: 60_000 },
    read: () => ({
      ...{ session, state: 'running', blockedBy: null, slots: 8, inFlight: 0, pages: 0 },
      ...{ wireBytes: 0, decodedBytes: 0, transfers: [], unclaimedMs: {}, faults: {} },
      sockets: { open: 0, idle: 0 },
      redisMs: { n: 0, p50: 0, p99: 0, open: 0, oldestMs: 0, times: '' },
      archive: { lagMs: 0, waiting: 0, freeBytes: 0, full: false },
      bandwidth: { capBytesPerS: null, waiting: 0, waitMs: 0 },
    }),
  });
  return {
    report: made.report,
    async [Symbol.asyncDispose]() {
      await made.close();
      await bus.close();
    },
  };
}

test('a run without workers has all that waits under NO_WORKERS, and a finding within some seconds', async () => {
  await look(first, 2);
  assert.deepEqual(await rows(), []);
  const causes = (await readCauses(redis, run.short))!;
  assert.deepEqual(
    [causes.waiting, causes.causes.map(({ cause, urls, share }) => [cause, urls, share])],
    [3, [['NO_WORKERS', 3, 1]]],
  );
  await look(first, 2);
  const [finding, ...more] = await rows();
  assert.deepEqual([finding?.cause, finding?.share, finding?.closedAt, more], ['NO_WORKERS', 1, null, []]);
  assert.match(finding!.sentence, /^3 URLs \(100 %\) wait because no worker is alive/);
  assert.deepEqual(told, [{ run: run.short }]);
});

test('one diagnoses; who takes over knows what is open, and who was stopped meanwhile writes nothing', async () => {
  await look(second, 2);
  assert.equal((await rows()).length, 1);
  await leaveTurn();
  await look(second, 1);
  // The first one goes on in the middle of what it did: its turn is over.
  await look(first, 8);
  const [open, ...more] = await rows();
  assert.deepEqual([open?.closedAt, more], [null, []]);
});

test('a stand-in leaves the turn to who should have it', async () => {
  await look(diagnosis('stand-in', true), 2);
  const [turn] = await db.select().from(settings).where(eq(settings.name, 'diagnose'));
  assert.equal((turn!.value as { owner: string }).owner, 'second');
});

test('it closes when it is over for some seconds, and webhooks hear of both, once', async () => {
  const [{ projectId }] = (await db.query.jobs.findMany({ columns: { projectId: true } })) as [
    { projectId: string },
  ];
  await db.insert(webhooks).values({
    ...{ projectId, url: 'https://hook.test/', secret: 's', events: ['finding.opened', 'finding.closed'] },
    createdAt: new Date(0),
  });
  await frontier.openSession('s', 100_000);
  await using worker = reporter('s');
  await look(second, 3, worker.report);
  assert.equal((await rows())[0]!.closedAt, null);
  await look(second, 4, worker.report);
  const [finding] = await rows();
  assert.notEqual(finding!.closedAt, null);
  for (let i = 0; i < 2; i++) await createFindEvents(db)();
  const sent = await db.select().from(webhookDeliveries).orderBy(webhookDeliveries.event);
  assert.deepEqual(
    sent.map(({ event, payload }) => [event, (payload as { finding: { cause: string } }).finding.cause]),
    [
      ['finding.closed', 'NO_WORKERS'],
      ['finding.opened', 'NO_WORKERS'],
    ],
  );
});

test('a pause is a finding once the forecast misses the date that its job is to be done by, and only then', async () => {
  await db.update(runs).set({ state: 'paused', version: sql`${runs.version} + 1` });
  await apply();
  const paused = async () =>
    (await rows()).filter(({ cause, closedAt }) => cause === 'PAUSED' && closedAt === null).length;
  const done = (inMs: number) =>
    writeRunTrack(redis, run.short, { ...emptyTrack(), soonest: Date.now() + inMs });
  await done(7_200_000);
  await look(second, 4);
  assert.equal(await paused(), 0);
  await db.update(jobs).set({ finishBy: new Date(Date.now() + 3_600_000) });
  await look(second, 4);
  assert.equal(await paused(), 1);
  await done(60_000);
  await look(second, 8);
  assert.equal(await paused(), 0);
});
