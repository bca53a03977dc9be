/*
npm run bench -- hostile [--healthy 20] [--hostile 60] [--seconds 30] [--without bomb,…]

One worker crawls healthy hosts at a fixed pace, alone and then beside hostile ones (bodies and headers that drip, silence,
resets, bombs, endless bodies, floods of headers, garbage), and the starts that the healthy hosts got within windows of the
same length are compared. The healthy ones must keep 90 %, the worker must live and grow by 64 MiB at most: `ok` says whether that held, and so does the exit code.
*/
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDns, startStack } from '@trunkline/test-support';
import { control, createJobs, progress, until } from '../crawl/job.ts';
import { behaviours, startHostileOrigin } from './parts/hostile-origin.ts';

const { values } = parseArgs({
  options: {
    healthy: { type: 'string', default: '20' },
    hostile: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '30' },
    without: { type: 'string', default: '' },
  },
});
const [healthy, hostile, seconds] = [values.healthy, values.hostile, values.seconds].map(Number) as [
  number,
  number,
  number,
];
const PACE = { perSecond: 5, concurrency: 1 };
/** Pages of each hostile host that are known from the start, and how many of them may be asked for at once. */
const PAGES = 10;
const HOSTILE_PACE = { perSecond: 5, concurrency: 4 };
const pages = PACE.perSecond * (seconds + 60);

/** Starts at healthy hosts: of which host, and when, ms. */
const starts: { host: string; at: number }[] = [];
const server = createServer((request, response) => {
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  starts.push({ host: request.headers.host ?? '', at: performance.now() });
  const next = request.url === '/' ? Array.from({ length: pages }, (_, i) => i + 1) : [];
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(`<title>T</title>${next.map((n) => `<a href="/${n}">${n}</a>`).join('')}`);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const origin = await startHostileOrigin();

const stack = await startStack({ env: { TRUNKLINE_DNS: await startDns(), TRUNKLINE_WORKERS: '1' } });
const worker = stack.services()['worker-1']!;
let peakMb = 0;
const sampling = setInterval(() => (peakMb = Math.max(peakMb, rssMb(worker))), 100);

const alone = await crawlHealthy('alone');
const peakAloneMb = Math.max(...alone.rssMb);

const without = values.without.split(',');
const names = Object.keys(behaviours).filter((name) => !without.includes(name));
const seeds = Array.from(
  { length: hostile },
  (_, i) => `${names[i % names.length]}-${i}.test:${origin.port}`,
);
const job = await createJobs(
  stack,
  seeds.flatMap((host) => Array.from({ length: PAGES }, (_, page) => `http://${host}/${page}`)),
  HOSTILE_PACE,
);
await until(stack, job, () => names.every((name) => (origin.asked[name] ?? 0) > 0));
const before = { ...origin.asked };
const beside = await crawlHealthy('beside');
clearInterval(sampling);
const { counters } = await progress(stack, job);
const openAtEnd = origin.open();
const alive = stack.services()['worker-1'] === worker;
await stack.interrupt();
server.closeAllConnections();
server.close();
origin.close();
rmSync(stack.home, { recursive: true, force: true });

const ratio = beside.all / alone.all;
const peakBesideMb = Math.max(...beside.rssMb);
const grownMb = peakBesideMb - peakAloneMb;
const ok = ratio >= 0.9 && grownMb <= 64 && alive;
console.log(
  JSON.stringify({
    bench: 'hostile',
    ok,
    healthy_hosts: healthy,
    hostile_hosts: hostile,
    window_s: seconds,
    starts_alone: alone.all,
    starts_beside: beside.all,
    ratio: Math.round(ratio * 1000) / 1000,
    fewest_starts_of_a_host: { alone: alone.fewest, beside: beside.fewest },
    hostile_requests_in_window: Object.fromEntries(
      names.map((name) => [name, origin.asked[name]! - before[name]!]),
    ),
    hostile_sockets_open_at_end: openAtEnd,
    hostile_outcomes: counters,
    worker_cpu_share: { alone: alone.cpuShare, beside: beside.cpuShare },
    worker_rss_peak_mb: { alone: peakAloneMb, beside: peakBesideMb },
    rss_growth_mb: grownMb,
    /** How much higher the peak of the second half of the window is than that of the first: what a leak would show. */
    rss_growth_in_window_mb: beside.rssMb[1] - beside.rssMb[0],
    worker_alive: alive,
  }),
);
process.exit(ok ? 0 : 1);

/** The starts each healthy host got within the window, which opens when all of them have been asked for pages. */
async function crawlHealthy(kind: string) {
  const hosts = Array.from({ length: healthy }, (_, i) => `${kind}${i}.test:${port}`);
  const id = await createJobs(
    stack,
    hosts.map((host) => `http://${host}/`),
    PACE,
  );
  await until(stack, id, () => new Set(starts.slice(-10 * healthy).map(({ host }) => host)).size >= healthy);
  const from = performance.now();
  const cpuBefore = cpuMs(worker);
  const peaks = [];
  for (let half = 0; half < 2; half++) {
    peakMb = 0;
    await pause((seconds / 2) * 1000);
    peaks.push(peakMb);
  }
  const to = performance.now();
  const cpuShare = Math.round(((cpuMs(worker) - cpuBefore) / (to - from)) * 100) / 100;
  await control(stack, 'Cancel', id);
  // Windows end a little late on a busy machine: what is compared is one of exactly that length.
  const counts = new Map(hosts.map((host) => [host, 0]));
  for (const { host, at } of starts) {
    if (at >= from && at < Math.min(to, from + seconds * 1000) && counts.has(host))
      counts.set(host, counts.get(host)! + 1);
  }
  const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
  return { all, fewest: Math.min(...counts.values()), cpuShare, rssMb: [peaks[0]!, peaks[1]!] as const };
}

/** CPU time so far: fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms (proc(5)). */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function rssMb(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib) / 1024);
}
