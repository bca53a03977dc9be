import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { createBus } from '../bus/bus.ts';
import { createStageClock } from '../clock/stage-clock.ts';
import { startRedis } from '../redis-for-tests.ts';
import { forgetRunStages, readRunStages, readWorkers } from './read-reports.ts';
import { createReporter } from './reporter.ts';

function worker(redisUrl: string, name: string, expiryMs = 5000) {
  const bus = createBus(redisUrl);
  const clock = createStageClock(['dns', 'body']);
  const reporter = createReporter({
    redisUrl,
    bus,
    clock,
    worker: name,
    name,
    version: '0',
    intervalMs: 3_600_000,
    expiryMs,
    read: () => ({
      session: name,
      state: 'running',
      blockedBy: null,
      slots: 8,
      inFlight: 0,
      pages: 3,
      wireBytes: 9,
      decodedBytes: 9,
      transfers: [],
      ...{ unclaimedMs: {}, faults: {}, sockets: { open: 0, idle: 0 } },
      redisMs: { n: 0, p50: 0, p99: 0, open: 0, oldestMs: 0, times: '' },
      archive: { lagMs: 0, waiting: 0, freeBytes: 0, full: false },
      bandwidth: { capBytesPerS: null, waiting: 0, waitMs: 0 },
    }),
  });
  const visit = (run: string) => {
    const stages = clock.of(run);
    stages.wait('dns', 0);
    stages.begin('dns', 0, 1);
    stages.end('dns', 1, 5, null);
  };
  return { bus, clock, reporter, visit };
}

test('workers that report are listed, and gone when they close or their report expires', async () => {
  await using server = await startRedis();
  const redis = openRedis(server.url, 'patient');
  const [a, b] = [worker(server.url, 'a'), worker(server.url, 'b')];
  const live = a.bus.subscribe('workerReport');
  await live.start();
  while (!(await a.reporter.report())) await new Promise((resolve) => setImmediate(resolve));
  while (!(await b.reporter.report())) await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await live.next()).value?.session, 'a');
  const found = await readWorkers(redis);
  assert.deepEqual(found.map(({ name }) => name).sort(), ['a', 'b']);
  assert.ok(found[0]!.rssBytes > 1e6 && found[0]!.cpuMs > 0 && found[0]!.stages.dns);
  await a.reporter.close();
  await redis.del('{telemetry}:worker:b');
  assert.deepEqual(await readWorkers(redis), []);
  await Promise.all([b.reporter.close(), a.bus.close(), b.bus.close()]);
  redis.disconnect();
});

test('stage totals of a run are summed over workers, dead ones included, and can be forgotten', async () => {
  await using server = await startRedis();
  const redis = openRedis(server.url, 'patient');
  const [a, b] = [worker(server.url, 'a'), worker(server.url, 'b')];
  a.visit('r1');
  a.visit('r1');
  b.visit('r1');
  b.clock.of('r1').wait('body', performance.now());
  b.visit('r2');
  for (const { reporter } of [a, b]) {
    while (!(await reporter.report())) await new Promise((resolve) => setImmediate(resolve));
  }
  await a.reporter.close();
  const both = await readRunStages(redis, 'r1');
  assert.deepEqual([both.dns!.done, both.dns!.serviceMs, both.body!.waiting], [3, 12, 1]);
  await redis.del('{telemetry}:worker:b');
  assert.equal(
    (await readRunStages(redis, 'r1')).body!.waiting,
    0,
    'what a dead worker had waiting is not waiting',
  );
  await forgetRunStages(redis, 'r1');
  assert.deepEqual(await readRunStages(redis, 'r1'), {});
  assert.equal((await readRunStages(redis, 'r2')).dns!.done, 1);
  await Promise.all([b.reporter.close(), a.bus.close(), b.bus.close()]);
  redis.disconnect();
});

test('totals told while Redis is away are not lost: the next report carries them', async () => {
  await using server = await startRedis();
  const { bus, reporter, visit } = worker(server.url, 'a');
  while (!(await reporter.report())) await new Promise((resolve) => setImmediate(resolve));
  await server.stop();
  visit('r1');
  assert.equal(await reporter.report(), false);
  await server.restart();
  while (!(await reporter.report())) await new Promise((resolve) => setTimeout(resolve, 10));
  const redis = openRedis(server.url, 'patient');
  assert.equal((await readRunStages(redis, 'r1')).dns!.done, 1);
  redis.disconnect();
  await reporter.close();
  await bus.close();
});

test('a report of a busy second takes 64 KiB at most: 20 runs, 500 hosts, every stage and every kind of wait in use', async () => {
  const names = ['queue', 'robots', 'dns', 'connect', 'headers', 'body', 'extract', 'store', 'settle'];
  const waits = ['pace', 'frontier', 'bandwidth', 'memory', 'discovery', 'hop'];
  const clock = createStageClock([...names, ...waits]);
  // Times of each stage lie within four powers of ten.
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let n = 0; n < 60_000; n++) {
    const host = `host-of-some-length-${n % 500}.example`;
    const run = clock.of(`r${n % 20}`);
    const tally = run.tally(host);
    if (n < 500) tally.tookSlot(random() * 1000);
    tally.firstByte(10 ** (random() * 2));
    tally.outcome('failed');
    tally.failed(['DNS_TIMEOUT', 'HEADERS_TIMEOUT', 'RESET', 'SERVER_ERROR'][n % 4]!);
    const stage = [...names, ...waits][n % 15]!;
    const [asked, began] = [0, 10 ** (random() * 2 - 1)];
    const ended = began + 10 ** (random() * 2 + (n % 3) - 1);
    const who = { run: `r${n % 20}`, url: `http://${host}/${'p'.repeat(300)}`, token: '123456', attempt: 1 };
    run.wait(stage, asked);
    run.begin(stage, asked, began);
    run.end(stage, began, ended, n % 50 === 0 ? 'HEADERS_TIMEOUT' : null, who);
  }
  const { runs, ...measured } = clock.take();
  const counts = Object.fromEntries(runs.map((one) => [one.run, one.counts]));
  const transfers = Array.from({ length: 20 }, () => ({
    ...{ run: 'r1', url: `http://${'u'.repeat(293)}`, stage: 'headers', bytes: 123_456_789 },
    ...{ total: 123_456_789, ms: 12_345, ageMs: 12_345 },
  }));
  const bytes = JSON.stringify({ ...measured, runs: counts, transfers }).length;
  assert.deepEqual([runs.length, measured.hosts.length >= 20], [20, true]);
  assert.ok(bytes <= 62 << 10, `${bytes} bytes, and 2 KiB for the rest`);
});
