/*
npm run bench -- politeness [--hosts 1000] [--pages 60]

Half of the hosts under `delay` 200 ms, half under `rate` 5/s with 2 at once, crawled by four workers of which
some are killed and one is stopped for longer than its lease. What the origin's packets say is compared with what
the policies allow. Needs root (tcpdump).

A Retry-After binds from the moment its headers are read: what is on the wire when they are sent cannot be called back, nor
what a process writes that has not been given the processor since. Workers log the moment; starts between it and the end of
the window are breaches, those between sending and reading are counted apart, with the longest such time.
*/
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type RequestPacket, startDns, startStack, watchRequests } from '@trunkline/test-support';
import { createJobs, until } from '../crawl/job.ts';

const { values } = parseArgs({
  options: { hosts: { type: 'string', default: '1000' }, pages: { type: 'string', default: '60' } },
});
const [hosts, pages] = [Number(values.hosts), Number(values.pages)];
const DELAY_MS = 200;
const RATE = { perSecond: 5, concurrency: 2 };
const RETRY_AFTER_S = 5;

/** When each host said 429, ms since the epoch; and how many transfers of a host were open at once, at most. */
const throttledAt = new Map<string, number>();
const open = new Map<string, number>();
const mostOpen = new Map<string, number>();

const server = createServer((request, response) => {
  const host = request.headers.host ?? '';
  open.set(host, (open.get(host) ?? 0) + 1);
  mostOpen.set(host, Math.max(mostOpen.get(host) ?? 0, open.get(host)!));
  response.once('close', () => open.set(host, open.get(host)! - 1));
  const page = Number(/^\/(\d+)/.exec(request.url ?? '')?.[1] ?? 0);
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  if (page === 10 && /^\D*\d*0\./.test(host) && !throttledAt.has(host)) {
    response.writeHead(429, { 'retry-after': String(RETRY_AFTER_S) }).end();
    throttledAt.set(host, Date.now());
    return;
  }
  const next = page === 0 ? Array.from({ length: pages }, (_, i) => i + 1) : [];
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(`<title>${page}</title>${next.map((n) => `<a href="/${n}">${n}</a>`).join('')}`);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

const WORKERS = 4;
const stack = await startStack({
  env: { TRUNKLINE_DNS: await startDns(), TRUNKLINE_WORKERS: String(WORKERS), TRUNKLINE_LOG_LEVEL: 'debug' },
});
const packets = await watchRequests(port);
const seeds = (kind: string) =>
  Array.from({ length: hosts / 2 }, (_, i) => `http://${kind}${i}.test:${port}/`);
const jobs = [
  await createJobs(stack, seeds('delay'), { delayMs: DELAY_MS }),
  await createJobs(stack, seeds('rate'), RATE),
];

const faults: string[] = [];
const started = performance.now();
const fault = (name: string, signal: NodeJS.Signals) => {
  process.kill(stack.services()[name]!, signal);
  faults.push(`${signal} ${name} at ${((performance.now() - started) / 1000).toFixed(1)} s`);
};
await pause(6000);
fault('worker-1', 'SIGKILL');
await pause(3000);
const stopped = stack.services()['worker-2']!;
fault('worker-2', 'SIGSTOP');
await pause(6000);
fault('worker-3', 'SIGKILL');
await pause(6000);
process.kill(stopped, 'SIGCONT');
faults.push(`SIGCONT worker-2 at ${((performance.now() - started) / 1000).toFixed(1)} s`);

for (const job of jobs)
  await until(stack, job, ({ state }) => ['DONE', 'FAILED', 'CANCELLED'].includes(state));
const seconds = (performance.now() - started) / 1000;
const requests = await packets.stop();
await stack.interrupt();
server.close();
server.closeAllConnections();

const byHost = Map.groupBy(requests, (request) => request.host);
const gaps = [...byHost].filter(([host]) => host.startsWith('delay')).flatMap(([, list]) => gapsOf(list));
const inAnySecond = [...byHost]
  .filter(([host]) => host.startsWith('rate'))
  .map(([, list]) => mostInASecond(list));
const heardAt = readHeard();
// The clocks of origin and workers have whole milliseconds; packets have more.
const inWindow = requests.flatMap(({ host, path, at }) => {
  const sent = throttledAt.get(host);
  if (sent === undefined || at <= sent + 1 || at >= sent + RETRY_AFTER_S * 1000 - 5) return [];
  const heard = heardAt.get(host);
  const unheard = heard === undefined || at <= heard + 1;
  return [{ host, path, after_sending_ms: Math.round(at - sent), unheard }];
});
const breaches = inWindow.filter((request) => !request.unheard);
const unread = inWindow.filter((request) => request.unheard);
const urls = new Set(requests.map(({ host, path }) => host + path)).size;
const result = {
  bench: 'politeness',
  hosts,
  requests: requests.length,
  repeats: requests.length - urls,
  seconds: Math.round(seconds),
  faults,
  shortest_gap_ms: Math.round(Math.min(...gaps) * 10) / 10,
  gaps_below_limit: gaps.filter((gap) => gap < DELAY_MS - 5).length,
  most_starts_in_a_second: Math.max(...inAnySecond),
  allowed_starts_in_a_second: 1.1 * RATE.perSecond + 1,
  most_open_delay: Math.max(...[...mostOpen].filter(([h]) => h.startsWith('delay')).map(([, n]) => n)),
  most_open_rate: Math.max(...[...mostOpen].filter(([h]) => h.startsWith('rate')).map(([, n]) => n)),
  throttled_hosts: throttledAt.size,
  heard: heardAt.size,
  requests_inside_retry_after: breaches.length,
  inside_retry_after: breaches.slice(0, 5),
  written_before_it_was_read: unread.length,
  longest_unread_ms: Math.max(0, ...unread.map((request) => request.after_sending_ms)),
  shortest_gaps: shortest(5),
  busiest_second: busiest(),
};
console.log(JSON.stringify(result));
process.exit(0);

/** When a worker read the first 429 of each host, ms since the epoch. */
function readHeard(): Map<string, number> {
  const heard = new Map<string, number>();
  for (let worker = 1; worker <= WORKERS; worker++) {
    for (const line of readFileSync(join(stack.home, `logs/worker-${worker}.log`), 'utf8').split('\n')) {
      if (!line.includes('asks for rest')) continue;
      const { host, time } = JSON.parse(line) as { host: string; time: number };
      heard.set(host, Math.min(time, heard.get(host) ?? time));
    }
  }
  return heard;
}

/** The pairs of requests that came closest under `delay`, with ms since the first request of all. */
function shortest(count: number) {
  return [...byHost]
    .filter(([host]) => host.startsWith('delay'))
    .flatMap(([host, list]) =>
      gapsOf(list).map((gap, i) => ({
        host,
        gap: Math.round(gap * 10) / 10,
        paths: [list[i]!.path, list[i + 1]!.path],
        at: Math.round(list[i]!.at - requests[0]!.at),
      })),
    )
    .sort((a, b) => a.gap - b.gap)
    .slice(0, count);
}

/** The starts at the host under `rate` that had most in a second: when, within all that were near. */
function busiest() {
  const rates = [...byHost].filter(([host]) => host.startsWith('rate'));
  const [host, list] = rates.reduce((a, b) => (mostInASecond(b[1]) > mostInASecond(a[1]) ? b : a));
  const most = mostInASecond(list);
  const last = list.findIndex((_, i) => mostInASecond(list.slice(Math.max(0, i - most), i + 1)) === most);
  return {
    host,
    at: list.slice(Math.max(0, last - most), last + 2).map(({ at }) => Math.round(at - requests[0]!.at)),
  };
}

function gapsOf(list: RequestPacket[]): number[] {
  return list.slice(1).map((request, i) => request.at - list[i]!.at);
}

/** Most starts within any window of one second. */
function mostInASecond(list: RequestPacket[]): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < list.length; last++) {
    while (list[last]!.at - list[first]!.at >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
