/*
npm run bench -- telemetry [--pages 2000] [--rounds 4]

What telemetry costs a worker: sites of 26 kB a page on 20 hosts are crawled in this process (frontier in memory, archive on the disk), in
rounds that alternate between a clock that measures, with its reporter sending a report every second, and one that does nothing. `ratio`:
pages a second with it on as a part of those with it off, the median of the pairs of rounds; `cpu_ratio`: the same of CPU time a page, which a
busy machine disturbs less. `reporter_cpu_share`: CPU time of a report after a second's traffic of 20 runs on 500 hosts, by a second of
the worker's; `report_bytes`: its size. Ends with code 1 when `ratio` is below 0.98 or the share above 0.01.
*/
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openArchiveWriter } from '@trunkline/archive';
import { startCrawler } from '@trunkline/crawl';
import { createMemoryFrontier } from '@trunkline/frontier';
import { type Clocked, clocked, policySchema } from '@trunkline/policy';
import {
  createBus,
  createReporter,
  createStageClock,
  type StageClock,
  type WorkerState,
} from '@trunkline/telemetry';
import { ownRedis } from '@trunkline/test-support';

const { values } = parseArgs({
  options: { pages: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '4' } },
});
const [pages, rounds] = [Number(values.pages), Number(values.rounds)];
const HOSTS = 20;
const [RATIO, SHARE] = [0.98, 0.01];

const origin = fork(new URL('./parts/pages-origin.ts', import.meta.url));
const port = await new Promise<number>((resolve) => origin.once('message', (said) => resolve(Number(said))));
const redis = await ownRedis();
const bus = createBus(redis.url);

/** A clock that measures nothing. */
function silentClock(): StageClock<Clocked> {
  const nothing = () => {};
  const tally = {
    ...{ claimed: nothing, tookSlot: nothing, gaveSlot: nothing, started: nothing, firstByte: nothing },
    ...{ received: nothing, stored: nothing, outcome: nothing, failed: nothing, done: nothing },
  };
  const run = {
    ...{ wait: nothing, leave: nothing, begin: nothing, stepAside: nothing, comeBack: nothing, end: nothing },
    tally: () => tally,
  };
  const empty = { stages: {}, runs: [], hosts: [], exemplars: [], slotMs: 0, receivedBytes: 0 };
  return {
    ...{ of: () => run, report: () => ({}), take: () => empty, told: nothing },
    waitingIn: () => ({ waiting: 0, queuedMs: 0 }),
  };
}

const log = { debug() {}, info() {}, warn() {}, error() {} };
const disk = { lagMs: 0, waiting: 0, freeBytes: 1e12, full: false };

type Round = { perSecond: number; cpuUs: number; named: number };

async function crawl(isOn: boolean): Promise<Round> {
  const frontier = createMemoryFrontier();
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-telemetry-'));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  const clock = isOn ? createStageClock(clocked) : silentClock();
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots: 64, nameServers: [], clock });
  const session = await crawler.opened();
  const state = (): WorkerState => ({ ...crawler.state(), redisMs: crawler.redisMs(), archive: disk });
  const reporter = isOn
    ? createReporter({
        ...{ redisUrl: redis.url, bus, worker: session, name: 'w', version: '0', clock, read: state },
        readVisits: () => crawler.visits(),
      })
    : null;
  const pace = { mode: 'rate', perSecond: 10_000, concurrency: 8 } as const;
  const policy = policySchema.parse({ pace, allowPrivateNetworks: true });
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const ids = { projectId: 'p', jobId: 'j', runId: 'r', maxPages: pages, maxDepth: null };
  await frontier.applyRun({
    run: 'r',
    version: 1,
    state: 'running',
    weight: 1,
    config: { ...ids, scope, policy },
  });
  await reporter?.report(); // it is connected
  const [began, before] = [performance.now(), process.cpuUsage()];
  const seeds = Array.from({ length: HOSTS }, (_, n) => `http://127.0.0.${n + 1}:${port}/0`);
  await frontier.enqueue(
    'r',
    seeds.map((url) => ({ url, depth: 0, hops: 0 })),
  );
  while (crawler.state().pages < pages) await sleep(5);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  const named = isOn ? namedShare(clock) : 1;
  await reporter?.close();
  await crawler.drain();
  await archive.close();
  await frontier.close();
  rmSync(dir, { recursive: true, force: true });
  return { perSecond: pages / seconds, cpuUs: (user + system) / pages, named };
}

/** Of the time slots were held, how much has the name of a stage or of a wait. */
function namedShare(clock: StageClock<Clocked>): number {
  const { stages, slotMs } = clock.take();
  const named = Object.entries(stages).filter(([name]) => name !== 'hop');
  return named.reduce((sum, [, { busyMs, queuedMs }]) => sum + busyMs + queuedMs, 0) / slotMs;
}

/** CPU time of one report of a worker at full load, ms, and its bytes. */
async function reportCost(): Promise<{ ms: number; bytes: number }> {
  const clock = createStageClock(clocked);
  const nothing: WorkerState = {
    ...{ session: 's', state: 'running', blockedBy: null, slots: 256, inFlight: 256, pages: 0 },
    ...{ wireBytes: 0, decodedBytes: 0, transfers: [], unclaimedMs: {}, faults: {} },
    ...{ sockets: { open: 0, idle: 0 }, redisMs: { n: 0, p50: 0, p99: 0, open: 0, oldestMs: 0, times: '' } },
    ...{ archive: disk, bandwidth: { capBytesPerS: null, waiting: 0, waitMs: 0 } },
  };
  const reporter = createReporter({
    ...{ redisUrl: redis.url, bus, worker: 'cost', name: 'w', version: '0', clock },
    ...{ read: () => nothing, intervalMs: 3_600_000 },
  });
  const second = () => {
    for (let n = 0; n < 1000; n++) {
      const run = clock.of(`r${n % 20}`);
      const tally = run.tally(`host-${n % 500}.example`);
      tally.received(26_000);
      tally.firstByte(Math.random() * 100);
      for (const stage of clocked) {
        const [began, ended] = [Math.random() * 10, 10 + 10 ** (Math.random() * 3)];
        run.wait(stage, 0);
        run.begin(stage, 0, began);
        run.end(stage, began, ended, null, { run: 'r', url: 'http://a.test/', token: '1', attempt: 1 });
      }
    }
  };
  const cpuOf = async (times: number, work: () => Promise<unknown>) => {
    let us = 0;
    for (let n = 0; n < times; n++) {
      second();
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      us += user + system;
    }
    return us / times / 1000;
  };
  await cpuOf(30, () => reporter.report());
  const ms = await cpuOf(60, () => reporter.report());
  second();
  const { runs, ...rest } = clock.take();
  const counts = Object.fromEntries(runs.map((one) => [one.run, one.counts]));
  const bytes = JSON.stringify({ ...nothing, ...rest, runs: counts }).length;
  await reporter.close();
  return { ms, bytes };
}

const median = (of: number[]) => of.sort((a, b) => a - b)[of.length >> 1]!;

await crawl(true);
await crawl(false);
const [on, off]: [Round[], Round[]] = [[], []];
for (let n = 0; n < rounds; n++) {
  // Each mode is first as often as second.
  for (const isOn of n % 2 === 0 ? [true, false] : [false, true]) (isOn ? on : off).push(await crawl(isOn));
}
const of = (which: Round[], what: keyof Round) => median(which.map((round) => round[what]));
const { ms, bytes } = await reportCost();
await bus.close();
await redis.stop();
origin.disconnect();

const rounded = (value: number, digits = 3) => Number(value.toFixed(digits));
/** Of each pair of rounds, one after the other: what else the machine does changes little between them. */
const pairs = (better: (round: Round) => number) =>
  rounded(median(on.map((round, n) => better(round) / better(off[n]!))));
const ratio = pairs(({ perSecond }) => perSecond);
const share = rounded(ms / 1000, 4);
console.log(
  JSON.stringify({
    bench: 'telemetry',
    ratio,
    reporter_cpu_share: share,
    cpu_ratio: pairs(({ cpuUs }) => 1 / cpuUs),
    pages_per_s: { on: Math.round(of(on, 'perSecond')), off: Math.round(of(off, 'perSecond')) },
    cpu_us_per_page: { on: Math.round(of(on, 'cpuUs')), off: Math.round(of(off, 'cpuUs')) },
    report_bytes: bytes,
    named_share: rounded(of(on, 'named')),
    rounds,
    pages,
  }),
);
process.exitCode = ratio >= RATIO && share <= SHARE ? 0 : 1;
