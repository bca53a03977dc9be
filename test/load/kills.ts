/*
npm run bench -- kills [URL] [--expect 10136] [--rounds 2] [--seed N] [--dns 127.0.0.1:5300] [--server 127.0.0.1:8080]

Crawls a site of docs-web with two APIs and two conductors while worker, APIs, conductors, Redis and Postgres are killed, each once a round, in an order and at moments that
the seed says. Of the kills of Redis every second one, and one more at the end, loses what it wrote last: once because another
writer keeps fsync busy, once because the end of its append-only file is cut off. What must hold is checked afterwards (test/faults);
a fault that had no effect fails the run.
*/

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Stack, startStack } from '@trunkline/test-support';
import { createJobs, progress, until } from '../crawl/job.ts';
import { checkRecord, operationsOf } from '../faults/invariants.ts';
import { kill, killAndForget, restarted, type Victim, victims } from '../faults/servers.ts';
import { startTwin } from '../faults/twins.ts';
import { seeded, shuffled } from './parts/seeded.ts';
import { servedBy } from './parts/served.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    expect: { type: 'string', default: '10136' },
    rounds: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '150' },
    dns: { type: 'string', default: process.env['TRUNKLINE_DNS'] ?? '127.0.0.1:5300' },
    server: { type: 'string', default: '127.0.0.1:8080' },
  },
});
const site = positionals[0] ?? 'http://java.test:8080/';
const [expected, rounds, seed] = [Number(values.expect), Number(values.rounds), Number(values.seed)];
console.error(`seed ${seed}`);
const random = seeded(seed);

const stack = await startStack({ env: { TRUNKLINE_DNS: values.dns, TRUNKLINE_WORKERS: '2' } });
const started = performance.now();
const job = await createJobs(stack, [site], { perSecond: Number(values.rate), concurrency: 16 });
await until(stack, job, ({ counters }) => counters['finished']! > 100);

type Fault = { what: string; at_s: number; pages: number; forgot?: number };
const faults: Fault[] = [];
const plan: (Victim | 'redis+fsync' | 'redis-tail' | 'twins')[] = [];
for (let round = 0; round < rounds; round++) {
  const order = shuffled(victims, random);
  plan.push(
    ...order.map((victim) => (victim === 'redis' && round % 2 === 1 ? 'redis+fsync' : victim)),
    'twins',
    'redis-tail',
  );
}
const start = () => Promise.all([startTwin(stack, 'api'), startTwin(stack, 'conductor')]);
let twins = await start();
let goesOn: Promise<void> | null = null;
for (const what of plan) {
  await pause(1000 + random() * 2000);
  const pages = await pagesSoFar(stack);
  const fault: Fault = { what, at_s: Math.round((performance.now() - started) / 100) / 10, pages };
  faults.push(fault);
  console.error(`${fault.at_s} s, ${pages} pages: ${what}`);
  if (what === 'twins') {
    await goesOn;
    await Promise.all(twins.map((twin) => twin.end()));
    twins = await start();
    goesOn = stopForLong(twins[1].pid);
  } else if (what === 'redis-tail') {
    const { pid, forgot } = await killAndForget(stack, { lose: 20_000 + Math.floor(random() * 180_000) });
    fault.forgot = forgot;
    await restarted(stack, 'redis', pid);
  } else {
    const busy = what === 'redis+fsync' ? keepFsyncBusy(stack.home) : null;
    if (busy) await pause(2500);
    const victim = what === 'redis+fsync' ? 'redis' : what;
    const pid = await kill(stack, victim);
    await busy?.end();
    await restarted(stack, victim, pid);
  }
}

await goesOn;
const last = await untilOver(stack);
const same = await progress(twins[0].stack, job);
const seconds = (performance.now() - started) / 1000;
const operations = await operationsOf(stack, job);
const checked = await checkRecord(stack, job, ({ url }) => servedBy(values.server, url));
await Promise.all(twins.map((twin) => twin.end()));
await stack.interrupt();
rmSync(stack.home, { recursive: true, force: true });

const found: Record<string, number> = {};
for (const { findings } of operations)
  for (const { kind, count } of findings) found[kind] = (found[kind] ?? 0) + count;
const counters = last.counters as Record<string, number>;
const broken = [
  last.state !== 'DONE' && `the run is ${last.state}`,
  JSON.stringify(same) !== JSON.stringify(last) && 'the APIs do not say the same',
  counters['accepted'] !== counters['finished'] && 'accepted is not finished',
  checked.twice > 0 && `${checked.twice} pages are captured twice`,
  checked.differing > 0 && `${checked.differing} captures differ from the origin`,
  checked.pages !== expected && `${checked.pages} pages instead of ${expected}`,
  operations.some(({ state }) => state !== 'DONE') && 'an operation is not done',
  operations.length === 0 && 'vacuous: no epoch was reconciled',
  Object.keys(found).length === 0 && !faults.some(({ forgot }) => forgot) && 'vacuous: Redis forgot nothing',
].filter((text) => text !== false);
console.log(
  JSON.stringify({
    bench: 'kills',
    site,
    seed,
    state: last.state,
    seconds: Math.round(seconds),
    faults: faults.map(({ what, at_s, forgot }) => `${what}@${at_s}${forgot ? ` (${forgot} B)` : ''}`),
    reconciliations: operations.length,
    found,
    ...checked,
    expected,
    counters,
    broken,
  }),
);
process.exit(broken.length === 0 ? 0 : 1);

async function pagesSoFar(of: Stack): Promise<number> {
  return (await patiently(() => progress(of, job))).counters['fetched'] ?? 0;
}

async function untilOver(of: Stack) {
  for (;;) {
    const now = await patiently(() => progress(of, job));
    if (['DONE', 'CANCELLED', 'FAILED', 'LOST'].includes(now.state)) return now;
    await pause(200);
  }
}

/** A conductor is stopped somewhere in its work for longer than any lease it has, and goes on when others have done that. */
async function stopForLong(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await pause(31_000);
  process.kill(pid, 'SIGCONT');
}

/** The API answers errors while its servers are away. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await pause(100);
    }
  }
}

/** Writes and syncs beside Redis' file until it is ended, in threads of its own. */
function keepFsyncBusy(home: string) {
  const threads = [0, 1, 2].map((n) => {
    const file = join(home, 'redis', `busy-${n}`);
    const code = `const { openSync, writeSync, fsyncSync } = require('node:fs');
      const file = openSync(${JSON.stringify(file)}, 'w'); const bytes = Buffer.alloc(8 << 20, 1);
      for (let at = 0;; at = (at + bytes.length) % (256 << 20)) { writeSync(file, bytes, 0, bytes.length, at); fsyncSync(file); }`;
    return { file, thread: new Worker(code, { eval: true }) };
  });
  return {
    async end() {
      await Promise.all(threads.map(({ thread }) => thread.terminate()));
      for (const { file } of threads) rmSync(file, { force: true });
    },
  };
}
