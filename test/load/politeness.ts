/*
npm run bench -- politeness [--hosts 1000] [--pages 30]

Half of the hosts under `delay` 200 ms, half under `rate` 5/s with 2 at once, crawled by four workers of which two are killed and
one is stopped for longer than its lease. What the origin's packets say is compared with what the policies allow; a broken rule
is named and ends it with code 1. Needs root (tcpdump).

One host in ten has four times the pages, so that in the end pace and not the machine is what holds the crawl back; one in
ten answers slowly, so that the limits of concurrency bind; one in ten asks for rest again and again, with 429 and 503, in
seconds and as a date.

A Retry-After binds from the moment its headers are read: what is on the wire when they are sent cannot be called back, nor
what a process writes that has not been given the processor since. Workers log the moment; starts between it and the end of
the window are breaches, those between sending and reading are counted apart, with the longest such time. So are those within
a window that nobody has read: its answer went to a process that was dead by then.
*/
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type RequestPacket, startDns, startStack, watchRequests } from '@trunkline/test-support';
import { createJobs, type Progress, until } from '../crawl/job.ts';

const { values } = parseArgs({
  options: { hosts: { type: 'string', default: '1000' }, pages: { type: 'string', default: '30' } },
});
const [hosts, pages] = [Number(values.hosts), Number(values.pages)];
const DELAY_MS = 200;
const RATE = { perSecond: 5, concurrency: 2 };
const RETRY_AFTER_S = 5;
/** What a worker may take to read what has arrived, on a machine that has more to do than it can. */
const UNREAD_MS = 500;

/** What the host's number says of it: one in ten has many pages, is slow, or asks for rest. */
const digitOf = (host: string) => Number(/^\D*\d*(\d)\./.exec(host)?.[1] ?? 5);
const pagesOf = (host: string) => (digitOf(host) === 1 ? 4 * pages : pages);

/** When each host asked for rest and until when, ms since the epoch; and how many transfers were open at once, at most. */
type Rest = { sent: number; until: number };
const rests = new Map<string, Rest[]>();
const open = new Map<string, number>();
const mostOpen = new Map<string, number>();

/** Asks for rest once at every tenth page, each time in another way. */
function rest(host: string, page: number): { status: number; until: number; value: string } | null {
  const before = rests.get(host) ?? [];
  if (digitOf(host) !== 0 || page < 10 * (before.length + 1)) return null;
  const now = Date.now();
  const date = new Date(Math.ceil(now / 1000 + RETRY_AFTER_S) * 1000);
  const inSeconds = before.length % 2 === 0;
  const until = inSeconds ? now + RETRY_AFTER_S * 1000 : date.getTime();
  const value = inSeconds ? String(RETRY_AFTER_S) : date.toUTCString();
  return { status: before.length % 3 === 1 ? 503 : 429, until, value };
}

const server = createServer((request, response) => {
  const host = request.headers.host ?? '';
  open.set(host, (open.get(host) ?? 0) + 1);
  mostOpen.set(host, Math.max(mostOpen.get(host) ?? 0, open.get(host)!));
  response.once('close', () => open.set(host, open.get(host)! - 1));
  const page = Number(/^\/(\d+)/.exec(request.url ?? '')?.[1] ?? 0);
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  const asked = rest(host, page);
  if (asked) {
    response.writeHead(asked.status, { 'retry-after': asked.value }).end();
    rests.set(host, [...(rests.get(host) ?? []), { sent: Date.now(), until: asked.until }]);
    return;
  }
  const next = page === 0 ? Array.from({ length: pagesOf(host) }, (_, i) => i + 1) : [];
  const html = `<title>${page}</title>${next.map((n) => `<a href="/${n}">${n}</a>`).join('')}`;
  const answer = () => response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  if (digitOf(host) === 3) setTimeout(answer, 300 + (page % 5) * 100);
  else answer();
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

const ends: Progress[] = [];
for (const job of jobs)
  ends.push(await until(stack, job, ({ state }) => ['DONE', 'FAILED', 'CANCELLED'].includes(state)));
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
  const window = rests.get(host)?.find(({ sent, until }) => at > sent + 1 && at < until - 5);
  if (!window) return [];
  const heard = heardAt.get(host)?.find((time) => time >= window.sent - 1 && time <= window.until);
  const since_start_ms = Math.round(at - requests[0]!.at);
  const when = heard === undefined ? 'neverRead' : at <= heard + 1 ? 'beforeRead' : 'breach';
  return [{ host, path, since_start_ms, after_sending_ms: Math.round(at - window.sent), when }];
});
const breaches = inWindow.filter(({ when }) => when === 'breach');
const unread = inWindow.filter(({ when }) => when === 'beforeRead');
const neverRead = inWindow.filter(({ when }) => when === 'neverRead');
const urls = new Set(requests.map(({ host, path }) => host + path)).size;
const mostOpenOf = (kind: string) =>
  Math.max(...[...mostOpen].filter(([host]) => host.startsWith(kind)).map(([, count]) => count));
const sum = (field: string) => ends.reduce((all, { counters }) => all + (counters[field] ?? 0), 0);

const countOf = (lists: Map<string, unknown[]>) =>
  [...lists.values()].reduce((all, list) => all + list.length, 0);
const [windows, heard] = [countOf(rests), countOf(heardAt)];
const expected = [...byHost.keys()].reduce((all, host) => all + 1 + pagesOf(host), 0);
const result = {
  bench: 'politeness',
  hosts: byHost.size,
  requests: requests.length,
  repeats: requests.length - urls,
  pages_expected: expected,
  pages_fetched: sum('fetched'),
  dead: sum('dead'),
  seconds: Math.round(seconds),
  faults,
  shortest_gap_ms: Math.round(Math.min(...gaps) * 10) / 10,
  gaps_below_limit: gaps.filter((gap) => gap < DELAY_MS - 5).length,
  gaps_at_the_limit: gaps.filter((gap) => gap < DELAY_MS * 1.25).length,
  most_starts_in_a_second: Math.max(...inAnySecond),
  allowed_starts_in_a_second: 1.1 * RATE.perSecond + 1,
  hosts_at_full_rate: inAnySecond.filter((count) => count >= RATE.perSecond).length,
  most_open_delay: mostOpenOf('delay'),
  most_open_rate: mostOpenOf('rate'),
  retry_after_windows: windows,
  requests_inside_retry_after: breaches.length,
  inside_retry_after: breaches.slice(0, 5),
  written_before_it_was_read: unread.length,
  before_it_was_read: unread.slice(0, 5),
  windows_read_by_nobody: windows - heard,
  requests_inside_these: neverRead.length,
  longest_unread_ms: Math.max(0, ...unread.map((request) => request.after_sending_ms)),
  shortest_gaps: shortest(5),
  busiest_second: busiest(),
};
const rules: [rule: string, kept: boolean][] = [
  ['no gap is shorter than the delay less 5 ms', result.gaps_below_limit === 0],
  [
    'no second has more than 1.1 r + 1 starts',
    result.most_starts_in_a_second <= result.allowed_starts_in_a_second,
  ],
  ['one transfer of a host at a time under `delay`', result.most_open_delay <= 1],
  ['no more transfers of a host at a time than its concurrency', result.most_open_rate <= RATE.concurrency],
  ['no request after a Retry-After was read and before its end', breaches.length === 0],
  ['no request inside a Retry-After that nobody read', result.requests_inside_these === 0],
  ['what is written before a Retry-After is read is written at once', result.longest_unread_ms <= UNREAD_MS],
  ['every page is fetched and none counts twice', result.pages_fetched === expected && result.dead === 0],
  // Else nothing of the above was put to the test.
  ['the kills took effect', result.repeats > 0],
  [
    'pace was what held the crawl back in the end',
    result.gaps_at_the_limit > hosts && result.hosts_at_full_rate > 0,
  ],
  [
    'both limits of concurrency were reached',
    result.most_open_delay === 1 && result.most_open_rate === RATE.concurrency,
  ],
  ['hosts asked for rest, and workers read it', heard >= windows * 0.95 && windows >= hosts / 10],
];
const broken = rules.flatMap(([rule, kept]) => (kept ? [] : [rule]));
for (const rule of broken) console.error(`BROKEN: ${rule}`);
console.log(JSON.stringify({ ...result, broken }));
process.exit(broken.length === 0 ? 0 : 1);

/** When workers read that a host asks for rest, ms since the epoch. */
function readHeard(): Map<string, number[]> {
  const heard = new Map<string, number[]>();
  for (let worker = 1; worker <= WORKERS; worker++) {
    for (const line of readFileSync(join(stack.home, `logs/worker-${worker}.log`), 'utf8').split('\n')) {
      if (!line.includes('asks for rest')) continue;
      const { host, time } = JSON.parse(line) as { host: string; time: number };
      heard.set(host, [...(heard.get(host) ?? []), time]);
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
