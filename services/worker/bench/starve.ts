/*
npm run bench -- starve [--kinds mute,drip,parked,flood,storm,tls,links,bytes,drips,nameless] [--jobs other,same] [--good 40]
                        [--times 50] [--seconds 60]

A worker crawls good hosts, one page a second each. Then bad ones come, TIMES as many, in another job of the same weight, or in the
same job: hosts that never answer (mute), send a byte now and then (drip), redirect their robots.txt all to one host (parked), have
a hundred new links on each page (flood), answer everything with 429 (storm), or have no TLS though their URLs say so (tls). Of the
SECONDS from then on, the requests that reached the good hosts are held against those their delay allows: `shares` beside another job,
`shares_same_job` within one. Ends with code 1 when one is below 0.9, or the worker had more than 400 MB; a flood within the same job is
told and not judged: its hosts answer as soon as the good ones do, and a worker that has too little CPU for all serves all alike.

Four kinds have a setting of their own, and another job alone: 20 good hosts at 80 pages a second together, beside 60 pages of 600,000
links, of which the run is cancelled in the middle of the window (links); 2 hosts whose bodies come in chunks of one byte, as fast as
they are taken (bytes); 600 that drip (drips); 900 of whose names the name server says nothing (nameless). `least_per_s`: good pages in
the worst second; `calm_per_s`: before there were any others, which says how much a busy machine takes away.
*/
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createFrontier, type Frontier } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { memorySettings } from '@trunkline/service';
import { ownRedis, startDns } from '@trunkline/test-support';

const { values } = parseArgs({
  options: {
    kinds: { type: 'string', default: 'mute,drip,parked,flood,storm,tls,links,bytes,drips,nameless' },
    jobs: { type: 'string', default: 'other,same' },
    good: { type: 'string', default: '40' },
    times: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
  },
});
const [good, times, seconds] = [values.good, values.times, values.seconds].map(Number) as [
  number,
  number,
  number,
];
/** Good hosts are crawled alone for so long first, s; the pages of a bad one that are known from the start: a parked one has one. */
const CALM = 5;
const PAGES = 5;
const GOAL = 0.9;
const MOST_MB = 400;

type Setting = { good: number; delayMs: number; bad: number; pages: number; isCancelled?: boolean };

/** 80 pages a second beside whom nothing else is to be heard of. */
const healthy = { good: 20, delayMs: 250 };
const hostile: Record<string, Setting> = {
  links: { ...healthy, bad: 60, pages: 1, isCancelled: true },
  bytes: { ...healthy, bad: 2, pages: 1000 },
  drips: { ...healthy, bad: 600, pages: PAGES },
  nameless: { ...healthy, bad: 900, pages: PAGES },
};

function settingOf(kind: string): Setting {
  return hostile[kind] ?? { good, delayMs: 1000, bad: good * times, pages: kind === 'parked' ? 1 : PAGES };
}

const dns = await startDns((name) => (name.endsWith('-nameless.test') ? null : {}));

async function startOrigin() {
  const path = new URL('./parts/starving-origin.ts', import.meta.url).pathname;
  const child = fork(path, [], { execArgv: ['--no-warnings'] });
  const next = () => new Promise<unknown>((resolve) => child.once('message', resolve));
  const port = (await next()) as number;
  return {
    port,
    async asked(): Promise<Record<string, number>> {
      const answer = next();
      child.send('asked');
      return (await answer) as Record<string, number>;
    },
    stop: () => child.disconnect(),
  };
}

async function startWorker(redis: string, home: string): Promise<ChildProcess> {
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--no-warnings', main], {
    env: {
      ...process.env,
      REDIS_URL: redis,
      TRUNKLINE_HOME: home,
      TRUNKLINE_DNS: dns,
      TRUNKLINE_LOG_LEVEL: 'warn',
      ...memorySettings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout!.once('data', resolve));
  return child;
}

async function begin(frontier: Frontier, run: string, urls: readonly string[], delayMs: number) {
  const policy = policySchema.parse({ allowPrivateNetworks: true, pace: { mode: 'delay', delayMs } });
  const ids = { projectId: 'p', jobId: 'j', runId: randomUUID() };
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const config = { ...ids, scope, policy, maxPages: null, maxDepth: null };
  const desired = { run, version: 1, state: 'running', weight: 1, config } as const;
  await frontier.applyRun(desired);
  for (let i = 0; i < urls.length; i += 500) {
    const some = urls.slice(i, i + 500).map((url) => ({ url, depth: 0, hops: 0 }));
    await frontier.enqueue(run, some);
  }
  return () => frontier.applyRun({ ...desired, version: 2, state: 'cancelled' });
}

/** Reads what the recorder would, so that nothing waits for it. */
function record(frontier: Frontier) {
  let stopped = false;
  const reading = (async () => {
    while (!stopped) {
      const entries = await frontier.readOutcomes('bench', 200);
      await frontier.ackOutcomes(entries.map(({ id }) => id));
      if (entries.length === 0) await sleep(50);
    }
  })();
  return async () => {
    stopped = true;
    await reading;
  };
}

async function measure(kind: string, job: string) {
  const { good, delayMs, bad, pages: badPages, isCancelled = false } = settingOf(kind);
  const redis = await ownRedis();
  const home = mkdtempSync(join(tmpdir(), 'trunkline-starve-'));
  // Apart, so that what one has to do is nothing to the other.
  const origin = await startOrigin();
  const badOrigin = await startOrigin();
  const frontier = createFrontier(redis.url);
  const stopRecording = record(frontier);
  const scheme = kind === 'tls' ? 'https' : 'http';
  const perSecond = (good * 1000) / delayMs;
  const goodUrls = Array.from(
    { length: perSecond * (2 * CALM + seconds + 60) },
    (_, i) => `http://g${i % good}.good.test:${origin.port}/${i}`,
  );
  const badUrls = Array.from(
    { length: bad * badPages },
    (_, i) => `${scheme}://b${i % bad}-${kind}.test:${badOrigin.port}/p${i}`,
  );
  const worker = await startWorker(redis.url, home);
  try {
    await begin(frontier, '1', goodUrls, delayMs);
    const goodAsked = async () => (await origin.asked())['good'] ?? 0;
    while ((await goodAsked()) < perSecond * CALM) await sleep(100);
    const calmSince = performance.now();
    const calmFrom = await goodAsked();
    await sleep(CALM * 1000);
    const calmRate = ((await goodAsked()) - calmFrom) / ((performance.now() - calmSince) / 1000);
    const calmMb = memoryMb(worker, 'VmRSS');
    const cancel = await begin(frontier, job === 'same' ? '1' : '2', badUrls, delayMs);
    const before = await goodAsked();
    const cpuBefore = cpuMsOf(worker.pid!);
    const at = performance.now();
    const rates: number[] = [];
    for (let second = 1, last = before, lastAt = at; second <= seconds; second++) {
      await sleep(Math.max(0, at + second * 1000 - performance.now()));
      if (isCancelled && second === Math.floor(seconds / 2)) await cancel();
      const [now, asked] = [performance.now(), await goodAsked()];
      rates.push(Math.round(((asked - last) * 1000) / (now - lastAt)));
      [last, lastAt] = [asked, now];
    }
    const starts = (await goodAsked()) - before;
    const ms = performance.now() - at;
    return {
      kind,
      job,
      share: round(Math.min(1, starts / ((perSecond * ms) / 1000))),
      calm_per_s: Math.round(calmRate),
      least_per_s: Math.min(...rates),
      bad_requests: (await badOrigin.asked())[kind] ?? 0,
      cpu_share: round((cpuMsOf(worker.pid!) - cpuBefore) / ms),
      rss_mb: memoryMb(worker, 'VmHWM'),
      rss_before_mb: calmMb,
      rss_after_mb: memoryMb(worker, 'VmRSS'),
    };
  } finally {
    worker.kill('SIGKILL');
    origin.stop();
    badOrigin.stop();
    await stopRecording();
    await frontier.close();
    await redis.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What it has now (VmRSS), or has had at most (VmHWM). */
function memoryMb({ pid }: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`));
  return Math.round(Number(line?.[1]) / 1024);
}

/** CPU time so far: fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms (proc(5)). */
function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const round = (share: number) => Math.round(share * 1000) / 1000;

const parts: Awaited<ReturnType<typeof measure>>[] = [];
for (const kind of values.kinds.split(',')) {
  for (const job of hostile[kind] ? ['other'] : values.jobs.split(',')) {
    const part = await measure(kind, job);
    parts.push(part);
    console.error(JSON.stringify(part));
  }
}
const sharesOf = (job: string) =>
  Object.fromEntries(parts.filter((part) => part.job === job).map(({ kind, share }) => [kind, share]));
const shares = sharesOf('other');
const { flood: _flood, ...judged } = sharesOf('same');
const rss = Math.max(...parts.map(({ rss_mb }) => rss_mb));
const ok =
  [shares, judged].flatMap((of) => Object.values(of)).every((share) => share >= GOAL) && rss <= MOST_MB;
console.log(
  JSON.stringify({
    bench: 'starve',
    good,
    bad: good * times,
    seconds,
    shares,
    shares_same_job: sharesOf('same'),
    worker_rss_mb: rss,
    ok,
    parts,
  }),
);
process.exit(ok ? 0 : 1);
