import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readSeriesRows, resolutions, seriesSubjects, urlHash } from '@trunkline/database';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import { countsSince, createSketch, rollUp, telemetryKeys, unpackSample } from '@trunkline/telemetry';
import { testRedis } from '@trunkline/test-support';
import { createApply } from '../../apply/apply-runs.ts';
import { frontierMaker, pageUrl, startedRun } from '../../world-for-tests.ts';
import { createHosts } from './hosts.ts';
import { createSeries } from './series.ts';

const log = createLogger('test', 'silent');
const START = Date.UTC(2026, 10, 30, 12, 0, 0);
const second = (n: number) => new Date(START + n * 1000);

function sketchOf(ms: number, times: number): string {
  const sketch = createSketch();
  for (let n = 0; n < times; n++) sketch.record(ms);
  return sketch.read();
}

const countsOf = (done: number) => ({
  ...{
    generation: 0,
    claimed: done,
    done,
    started: done,
    outcomes: { fetched: done },
    failures: { RESET: done },
  },
  ...{ wireBytes: done * 100, decodedBytes: done * 300, receivedBytes: done * 120, slotMs: done * 50 },
  ...{ firstByteMs: done, firstByte: sketchOf(1, done) },
});
const countsOfHost = {
  ...{ slotMs: 900, inFlight: 1, started: 3, done: 2, failed: 1, failedBy: 'RESET' },
  ...{ receivedBytes: 500, firstByteMs: 60 },
};

/** A run of four URLs that wait, a worker that says what the test has it say, and conductors whose clock is the test's. */
async function world(t: TestContext) {
  const { url } = await testRedis();
  const { db, database, run } = await startedRun({ seeds: [0, 1, 2, 8].map(pageUrl) });
  const frontier = frontierMaker(url)();
  const redis = openRedis(url, 'patient');
  t.after(async () => {
    await redis.del(telemetryKeys.workers, telemetryKeys.worker(worker), telemetryKeys.runStages(run.short));
    redis.disconnect();
    await Promise.all([frontier.close(), database.close()]);
  });
  await createApply({ frontier, db, bus: { publish: async () => true }, log })();
  const worker = `w-${run.id}`;
  const clock = { second: 0 };
  const conductor = (owner: string) => {
    const work = createSeries({ database, frontier, redis, owner, log, now: () => second(clock.second) });
    t.after(work.end);
    return work;
  };

  /** It has done so many visits since it began. */
  async function says(done: number, { startedAt = START - 3_600_000, at = START } = {}) {
    const stage = {
      ...{ inFlight: 2, waiting: 1, done, failed: 0, failedBy: {}, waitMs: done, serviceMs: done * 10 },
      ...{ busyMs: done * 10, queuedMs: done, wait: sketchOf(0.004, done), service: sketchOf(10, done) },
    };
    const report = {
      ...{ session: worker, name: 'box:1', version: '1', startedAt, at, state: 'running', blockedBy: null },
      ...{
        slots: 8,
        inFlight: 2,
        pages: done,
        wireBytes: done * 100,
        decodedBytes: done * 300,
        transfers: [],
      },
      ...{ unclaimedMs: { NOTHING_DUE: done * 5 }, elu: 0.25, sockets: { open: 4, idle: 1 } },
      ...{ eventLoopLagMs: { p50: 0, p99: 3, max: 4 }, rssBytes: 1e8, heapBytes: 5e7, cpuMs: done * 2 },
      stages: { dns: stage },
      runs: { [run.short]: countsOf(done) },
      hosts: [{ host: 'a.test', run: run.short, ...countsOfHost }],
      exemplars: [{ stage: 'dns', ms: 812.5, at, run: run.short, url: pageUrl(8), token: null, attempt: 2 }],
    };
    await redis.sadd(telemetryKeys.workers, worker);
    await redis.set(telemetryKeys.worker(worker), JSON.stringify(report));
    await redis.hset(telemetryKeys.runStages(run.short), `${worker}.0`, JSON.stringify({ dns: stage }));
  }

  /** What is kept of a kind by now: second or span → sample. */
  async function kept(kind: string, resolution = 0) {
    const subjects = await db.select().from(seriesSubjects);
    const ids = subjects.filter((one) => one.kind === kind).map(({ id }) => id);
    const span = { from: second(-3600), to: second(7200), subjects: ids, times: true };
    const rows = await readSeriesRows(db, resolutions[resolution]!, span);
    return new Map(rows.map((row) => [(row.at.getTime() - START) / 1000, unpackSample(row)]));
  }
  const numbers = async (kind: string, key: string, resolution = 0) =>
    Array.from(await kept(kind, resolution), ([at, { numbers }]) => [at, numbers.get(key) ?? 0]);

  return { clock, conductor, says, kept, numbers };
}

test('a second holds what was done in it, of the run and of the worker, and how much waits and why', async (t) => {
  const { clock, conductor, says, kept } = await world(t);
  const pass = conductor('a');
  await says(1000);
  await pass();
  assert.equal((await kept('run')).size, 0, 'when that was done nobody knows');
  for (const [at, done] of [
    [1, 1010],
    [2, 1030],
  ] as const) {
    clock.second = at;
    await says(done, { at: START + at * 1000 });
    await pass();
  }
  for (const kind of ['run', 'worker']) {
    const samples = await kept(kind);
    assert.deepEqual([...samples.keys()], [1, 2]);
    const { ms, numbers, times } = samples.get(2)!;
    assert.equal(ms, 1000);
    assert.deepEqual(
      [numbers.get('stageDone:dns'), numbers.get('stageBusy:dns'), numbers.get('stageInFlight:dns')],
      [20, 200, 2],
    );
    assert.deepEqual([...times.get('stageService:dns')!], countsSince(sketchOf(10, 20), ''));
  }
  const run = (await kept('run')).get(2)!.numbers;
  assert.equal(run.get('waiting:NO_WORKERS'), 4);
  const worker = (await kept('worker')).get(2)!.numbers;
  assert.deepEqual([worker.get('wireBytes'), worker.get('rss'), worker.get('lag')], [2000, 1e8, 3]);
  assert.deepEqual([worker.get('unclaimed:NOTHING_DUE'), worker.get('visits:fetched')], [100, 20]);
  assert.deepEqual(
    [run.get('failures:RESET'), run.get('slots'), run.get('visits:fetched')],
    [20, 1000, undefined],
  );
  const slow = (await kept('run')).get(2)!.slowest.get('dns');
  assert.deepEqual(slow, { ms: 812.5, hash: urlHash(pageUrl(8)), attempt: 2 });
  const host = (await kept('host')).get(2)!.numbers;
  assert.deepEqual([host.get('requests'), host.get('slots'), host.get('failures:RESET')], [3, 900, 1]);
  assert.equal((await kept('system')).get(2)!.numbers.get('workers'), 1);
});

test('a second that nobody wrote is a gap; what came meanwhile is in the next one, which says how long that was', async (t) => {
  const { clock, conductor, says, kept, numbers } = await world(t);
  const pass = conductor('a');
  await says(100);
  await pass();
  for (const [at, done] of [
    [1, 110],
    [2, 120],
    [5, 150],
  ] as const) {
    clock.second = at;
    await says(done);
    await pass();
    await pass();
  }
  assert.deepEqual(await numbers('run', 'stageDone:dns'), [
    [1, 10],
    [2, 10],
    [5, 30],
  ]);
  assert.equal((await kept('run')).get(5)!.ms, 3000);
});

test('of two conductors one writes; one that stood still and goes on counts nothing twice', async (t) => {
  const { clock, conductor, says, numbers } = await world(t);
  const [a, b] = [conductor('a'), conductor('b')];
  const at = async (n: number, done: number, ...passes: (() => Promise<boolean>)[]) => {
    clock.second = n;
    await says(done);
    for (const pass of passes) await pass();
  };
  await at(0, 100, a, b);
  await at(1, 110, a, b);
  await at(2, 120, b, a);
  // a stands still: b takes over when it has been silent for long enough, and a finds that out before it writes.
  await at(4, 140, b);
  await at(5, 150, b);
  await at(6, 160, b, a);
  await at(7, 170, a, b);
  await at(8, 180, b, a);
  const found = await numbers('run', 'stageDone:dns');
  assert.deepEqual(found, [
    [1, 10],
    [2, 10],
    [6, 10],
    [7, 10],
    [8, 10],
  ]);
});

test('a worker that begins anew counts from its beginning', async (t) => {
  const { clock, conductor, says, numbers } = await world(t);
  const pass = conductor('a');
  await says(500);
  await pass();
  clock.second = 1;
  await says(7, { startedAt: START + 500, at: START + 1000 });
  await pass();
  assert.deepEqual(await numbers('worker', 'stageDone:dns'), [[1, 7]]);
});

test('spans of ten seconds and of a minute are made of what lies in them, once, whoever makes them', async (t) => {
  const { clock, conductor, says, kept, numbers } = await world(t);
  const [a, b] = [conductor('a'), conductor('b')];
  let done = 0;
  for (let n = 0; n <= 75; n++) {
    // Nobody looks for a while, and another goes on.
    if (n > 31 && n < 44) continue;
    clock.second = n;
    done += 10;
    await says(done);
    const pass = n < 35 ? a : b;
    for (let more = true; more; ) more = await pass();
  }
  const tens = await numbers('run', 'stageDone:dns', 1);
  assert.deepEqual(tens, [
    [0, 90],
    [10, 100],
    [20, 100],
    [30, 20],
    [40, 50],
    [50, 100],
    [60, 100],
  ]);
  assert.deepEqual(await numbers('run', 'stageDone:dns', 2), [[0, 460]]);
  const minute = (await kept('run', 2)).get(0)!;
  assert.deepEqual([minute.ms, minute.looks], [46_000, 46]);
  assert.equal(minute.numbers.get('waiting:NO_WORKERS'), 4, 'a level is a mean');
  const seconds = [...(await kept('run'))].filter(([at]) => at < 60).map(([, sample]) => sample);
  assert.deepEqual(rollUp(seconds).times, minute.times);
});

test('what workers say of hosts is taken once of each report, of the hosts that take most, and few begin at once', () => {
  const clock = { ms: 0 };
  const hosts = createHosts(() => clock.ms);
  const report = (at: number, all: [host: string, slotMs: number][]) =>
    ({
      worker: 'w',
      at,
      hosts: all.map(([host, slotMs]) => ({ ...countsOfHost, host, run: '1', slotMs })),
    }) as never;
  const many = Array.from({ length: 300 }, (_, n): [string, number] => [`${n}.test`, 1000 + n]);
  const first = hosts([report(1, many)], 1000);
  assert.equal(first.length, 64);
  assert.equal(first[0]!.host, '299.test');
  assert.deepEqual(hosts([report(1, many)], 1000), []);
  // Others come, and others again: after so many an hour passes before there may be more.
  const begun = new Set(first.map(({ host }) => host));
  for (let at = 2; at < 40; at++) {
    const others = many.map(([host], n): [string, number] => [`${at}-${host}`, 1e6 * at + n]);
    for (const { host } of hosts([report(at, others)], 1000)) begun.add(host);
  }
  assert.equal(begun.size, 256);
  clock.ms = 8000;
  assert.equal(hosts([report(99, [['late.test', 1e9]])], 1000).length, 1);
});
