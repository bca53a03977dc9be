/*
npm run bench -- starve [--kinds mute,drip,parked,flood,storm,tls] [--jobs other,same] [--good 40] [--times 50] [--seconds 60]

A worker crawls good hosts, one page a second each. Then bad ones come, TIMES as many, in another job of the same weight, or in the
same job: hosts that never answer (mute), send a byte now and then (drip), redirect their robots.txt all to one host (parked), have
a hundred new links on each page (flood), answer everything with 429 (storm), or have no TLS though their URLs say so (tls). Of the
SECONDS from then on, the requests that reached the good hosts are held against those their delay allows: `shares` beside another job,
`shares_same_job` within one. Ends with code 1 when one is below 0.9, or the worker had more than 400 MB; a flood within the same job is
told and not judged: its hosts answer as soon as the good ones do, and a worker that has too little CPU for all serves all alike.
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
import { ownRedis, startDns } from '@trunkline/test-support';

const { values } = parseArgs({
  options: {
    kinds: { type: 'string', default: 'mute,drip,parked,flood,storm,tls' },
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
const DELAY_MS = 1000;
const GOAL = 0.9;
const MOST_MB = 400;

const dns = await startDns();

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

/** How the launcher has workers keep memory (infra/local/src/start.ts). */
const launched = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: String(1 << 20),
  MALLOC_TRIM_THRESHOLD_: String(8 << 20),
  NODE_OPTIONS: '--max-semi-space-size=8',
};

async function startWorker(redis: string, home: string): Promise<ChildProcess> {
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--no-warnings', main], {
    env: {
      ...process.env,
      REDIS_URL: redis,
      TRUNKLINE_HOME: home,
      TRUNKLINE_DNS: dns,
      TRUNKLINE_LOG_LEVEL: 'warn',
      ...launched,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout!.once('data', resolve));
  return child;
}

async function begin(frontier: Frontier, run: string, urls: readonly string[]): Promise<void> {
  const policy = policySchema.parse({
    allowPrivateNetworks: true,
    pace: { mode: 'delay', delayMs: DELAY_MS },
  });
  const ids = { projectId: 'p', jobId: 'j', runId: randomUUID() };
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const config = { ...ids, scope, policy, maxPages: null, maxDepth: null };
  await frontier.applyRun({ run, version: 1, state: 'running', weight: 1, config });
  for (let i = 0; i < urls.length; i += 500) {
    const some = urls.slice(i, i + 500).map((url) => ({ url, depth: 0, hops: 0 }));
    await frontier.enqueue(run, some);
  }
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
  const redis = await ownRedis();
  const home = mkdtempSync(join(tmpdir(), 'trunkline-starve-'));
  const origin = await startOrigin();
  const frontier = createFrontier(redis.url);
  const stopRecording = record(frontier);
  const scheme = kind === 'tls' ? 'https' : 'http';
  const pages = CALM + seconds + 60;
  const badPages = kind === 'parked' ? 1 : PAGES;
  const goodUrls = Array.from(
    { length: good * pages },
    (_, i) => `http://g${i % good}.good.test:${origin.port}/${i}`,
  );
  const badUrls = Array.from(
    { length: good * times * badPages },
    (_, i) => `${scheme}://b${i % (good * times)}-${kind}.test:${origin.port}/p${i}`,
  );
  const worker = await startWorker(redis.url, home);
  try {
    await begin(frontier, '1', goodUrls);
    const goodAsked = async () => (await origin.asked())['good'] ?? 0;
    while ((await goodAsked()) < good * CALM) await sleep(100);
    await begin(frontier, job === 'same' ? '1' : '2', badUrls);
    const before = await goodAsked();
    const at = performance.now();
    await sleep(seconds * 1000);
    const starts = (await goodAsked()) - before;
    const possible = (good * (performance.now() - at)) / DELAY_MS;
    const share = Math.min(1, starts / possible);
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, 'utf8'))?.[1];
    const bad = (await origin.asked())[kind] ?? 0;
    return { kind, job, share: round(share), bad_requests: bad, rss_mb: Math.round(Number(peak) / 1024) };
  } finally {
    worker.kill('SIGKILL');
    origin.stop();
    await stopRecording();
    await frontier.close();
    await redis.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const round = (share: number) => Math.round(share * 1000) / 1000;

const parts: Awaited<ReturnType<typeof measure>>[] = [];
for (const kind of values.kinds.split(',')) {
  for (const job of values.jobs.split(',')) {
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
