/*
npm run bench -- broad [--hosts 500,10000] [--workers 1,2,4] [--seconds 120] [--dns 127.0.0.1:5300] [--port 8080] [--log FILE]

Crawls that nothing but politeness should hold back: 500 hosts at one second and 10,000 hosts at ten seconds, each a mirror of
java.test of docs-web (10,136 pages, of which the first that are read link to half of the rest), crawled by 1, 2 and 4 workers. Of the
first SECONDS from the first request on, the requests that reached the origin are held against what the delays allow: the sum over all
hosts of min(URLs, window ÷ delay). `share_of_bound` is the worst of all parts. A gap between two requests to a host that is shorter
than its delay is a violation: told by packets (tcpdump, root), or where that is not there by the log of the origin (nginx: when it
had answered, less how long that took), which a busy machine blurs.
*/
import { readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findProgram, listenerOf, type Stack, startStack, watchRequests } from '@trunkline/test-support';
import { control, createJobs, progress } from '../crawl/job.ts';
import { cpuMsOf, eldest, peakRssMb, treeOf } from './parts/processes.ts';

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '500,10000' },
    workers: { type: 'string', default: '1,2,4' },
    seconds: { type: 'string', default: '120' },
    dns: { type: 'string', default: process.env['TRUNKLINE_DNS'] ?? '127.0.0.1:5300' },
    port: { type: 'string', default: '8080' },
    log: { type: 'string', default: '' },
  },
});
const numbers = (text: string) => text.split(',').map(Number);
const seconds = Number(values.seconds);
const port = Number(values.port);
const logFile = values.log || join(homedir(), '.cache/docs-web/run/access.log');
const byPackets = findProgram('tcpdump') !== null && process.getuid?.() === 0;
/** URLs of a mirror: more than any window asks for. */
const URLS = 10_136;
/** What a gap may be shorter: time stamps of packets are exact to a little, those of the log to what nginx is late by. */
const TOLERANCE_MS = byPackets ? 5 : 50;

type Start = { host: string; at: number };

const parts: Awaited<ReturnType<typeof measure>>[] = [];
for (const hosts of numbers(values.hosts))
  for (const workers of numbers(values.workers)) parts.push(await measure(hosts, workers));

const worst = (field: 'share_of_bound' | 'new_urls_per_s') => Math.min(...parts.map((part) => part[field]));
console.log(
  JSON.stringify({
    bench: 'broad',
    window_s: seconds,
    measured_by: byPackets ? 'packets' : 'log of the origin',
    share_of_bound: worst('share_of_bound'),
    violations: parts.reduce((sum, { violations }) => sum + violations, 0),
    new_urls_per_s: worst('new_urls_per_s'),
    worker_rss_mb: Math.max(...parts.map(({ worker_rss_mb }) => worker_rss_mb)),
    parts,
  }),
);

async function measure(hosts: number, workers: number) {
  // At ten times as many hosts and more each is asked ten times more seldom.
  const delayMs = hosts >= 5000 ? 10_000 : 1000;
  const stack = await startStack({
    env: { TRUNKLINE_DNS: values.dns, TRUNKLINE_WORKERS: String(workers) },
  });
  const packets = byPackets ? await watchRequests(port) : null;
  const logFrom = byPackets ? 0 : readFileSync(logFile).length;
  // Numbers of its own, so that what else runs against this origin is not counted.
  const first = 1_000_000 + Math.floor(Math.random() * 1000) * 100_000;
  const names = Array.from({ length: hosts }, (_, n) => `n${first + n}.java.test`);
  const job = await createJobs(
    stack,
    names.slice(0, 1000).map((name) => `http://${name}:${port}/`),
    { delayMs },
    { scope: { kind: 'DOMAIN' }, start: false },
  );
  await upload(
    stack,
    job,
    names.slice(1000).map((name) => `http://${name}:${port}/`),
  );
  const cpu = processesOf(stack);
  const before = cpu();
  const samples: string[] = [];
  await control(stack, 'Start', job);
  while ((await progress(stack, job)).counters['inFlight'] === 0) await pause(200);
  const end = performance.now() + seconds * 1000;
  for (let left = end - performance.now(); left > 0; left = end - performance.now()) {
    await pause(Math.min(left, 10_000));
    samples.push(await say(stack, job));
  }
  const after = cpu();
  const { counters } = await progress(stack, job);
  const rss = Object.entries(stack.services()).filter(([name]) => name.startsWith('worker'));
  const worker_rss_mb = Math.max(...rss.map(([, pid]) => peakRssMb(pid)));
  await pause(1500); // the log is written once a second
  const all = packets ? await packets.stop() : readLog(logFrom);
  await stack.interrupt();
  rmSync(stack.home, { recursive: true, force: true });

  const own = new Set(names.flatMap((name) => [name, `${name}:${port}`]));
  const starts = all.filter(({ host }) => own.has(host)).sort((a, b) => a.at - b.at);
  const from = starts[0]?.at ?? 0;
  const inWindow = starts.filter(({ at }) => at < from + seconds * 1000);
  const bound = hosts * Math.min(URLS, (seconds * 1000) / delayMs);
  const gaps = [...Map.groupBy(starts, ({ host }) => host).values()].flatMap((list) =>
    list.slice(1).map(({ at }, i) => at - list[i]!.at),
  );
  const pages = counters['fetched'] ?? 0;
  const urls = (counters['accepted'] ?? 0) - hosts;
  const used = Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)] as const);
  const per = (count: number) =>
    Object.fromEntries(used.map(([name, ms]) => [name, Math.round((ms * 1000) / Math.max(1, count))]));
  const part = {
    hosts,
    delay_ms: delayMs,
    workers,
    starts: inWindow.length,
    share_of_bound: round(inWindow.length / bound),
    starts_per_s: Array.from({ length: Math.ceil(seconds / 10) }, (_, i) => {
      const [since, until] = [from + i * 10_000, from + (i + 1) * 10_000];
      return Math.round(inWindow.filter(({ at }) => at >= since && at < until).length / 10);
    }),
    violations: gaps.filter((gap) => gap < delayMs - TOLERANCE_MS).length,
    shortest_gap_ms: Math.round(gaps.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)),
    new_urls: urls,
    new_urls_per_s: Math.round(urls / seconds),
    pages,
    cpu_us_per_page: per(pages),
    cpu_us_per_new_url: per(urls),
    worker_rss_mb,
  };
  console.error(samples.join('\n'));
  console.error(JSON.stringify(part));
  return part;
}

/** More seeds than one mutation takes. */
async function upload(stack: Stack, job: string, urls: readonly string[]): Promise<void> {
  if (urls.length === 0) return;
  const response = await fetch(`${stack.url}/jobs/${job}/seeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.key}`, 'content-type': 'application/x-ndjson' },
    body: urls.map((url) => JSON.stringify(url)).join('\n'),
  });
  if (!response.ok) throw new Error(`Seeds: ${response.status} ${await response.text()}`);
  await response.text();
}

/** CPU time so far of each kind of process, ms. */
function processesOf(stack: Stack): () => Record<string, number> {
  const children = treeOf(stack.pid);
  const named = (name: string) =>
    children.find((one) => one.name.startsWith(name) && one.parent === stack.pid)?.pid ?? null;
  const origin = /\(pid (\d+)\)/.exec(listenerOf(port) ?? '')?.[1];
  const pids: [string, number | null][] = [
    ...Object.entries(stack.services()),
    ['redis', named('redis') ?? named('valkey')],
    ['postgres', named('postgres')],
    ['origin', origin === undefined ? null : eldest(Number(origin))],
  ];
  return () => {
    const sum: Record<string, number> = {};
    for (const [name, pid] of pids) {
      const kind = name.replace(/-\d+$/, '');
      if (pid !== null) sum[kind] = (sum[kind] ?? 0) + cpuMsOf(pid);
    }
    return sum;
  };
}

type WorkerNow = {
  blockedBy: string | null;
  inFlight: number;
  rssBytes: number;
  heapBytes: number;
  stages: { stage: string; inFlight: number; waiting: number }[];
};

/** A line of how it goes: of each worker what it is held by, what it holds at which stage, and its memory. */
async function say(stack: Stack, job: string): Promise<string> {
  const { counters } = await progress(stack, job);
  const { workers } = await stack.query<{ workers: { nodes: WorkerNow[] } }>(
    '{ workers { nodes { blockedBy inFlight rssBytes heapBytes stages { stage inFlight waiting } } } }',
  );
  const of = ({ blockedBy, inFlight, rssBytes, heapBytes, stages }: WorkerNow) => ({
    blockedBy,
    inFlight,
    ...{ rss_mb: Math.round(rssBytes / 1e6), heap_mb: Math.round(heapBytes / 1e6) },
    stages: stages
      .filter(({ inFlight, waiting }) => inFlight + waiting > 0)
      .map(({ stage, inFlight, waiting }) => `${stage} ${inFlight}+${waiting}`)
      .join(', '),
  });
  return JSON.stringify({
    fetched: counters['fetched'],
    accepted: counters['accepted'],
    workers: workers.nodes.map(of),
  });
}

/** nginx writes `<end, s> <host> <path> <status> <bytes> <seconds it took> …` for each request. */
function readLog(from: number): Start[] {
  const lines = readFileSync(logFile).subarray(from).toString('latin1').split('\n');
  return lines.slice(0, -1).map((line) => {
    const [end, host = '', , , , took] = line.split(' ');
    return { host, at: (Number(end) - Number(took)) * 1000 };
  });
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
