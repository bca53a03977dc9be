/*
npm run bench -- crawl [URL] [--dns ADDRESS:PORT]

Crawls one site with politeness off on the whole stack of `npm start` and prints what it cost. The site is
http://java.test:8080/ of docs-web unless named; when that does not answer, a generated site of 5,000 pages.
*/
import { Resolver } from 'node:dns/promises';
import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startOrigin, startStack } from '@trunkline/test-support';
import { createJob, until } from '../crawl/job.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dns: { type: 'string', default: process.env['TRUNKLINE_DNS'] ?? '127.0.0.1:5300' } },
});

const named = positionals[0] ?? 'http://java.test:8080/';
const site = (await answers(named)) ? named : (await startOrigin({ pages: 5000 })).url;
if (site !== named)
  console.error(`${named} is not known to ${values.dns}; crawling a generated site instead.`);

const stack = await startStack({ env: { TRUNKLINE_DNS: values.dns } });
const services = stack.services();
const started = performance.now();
const cpuBefore = workerCpuUs(services);
const job = await createJob(stack, site, { perSecond: 10_000, concurrency: 64 });
const last = await until(stack, job, ({ state }) => ['DONE', 'CANCELLED', 'FAILED'].includes(state));
const seconds = (performance.now() - started) / 1000;
const cpuUs = workerCpuUs(services) - cpuBefore;
const pages = last.counters['fetched'] ?? 0;
const peak = Object.fromEntries(Object.entries(services).map(([name, pid]) => [name, peakRssMb(pid)]));
await stack.interrupt();
rmSync(stack.home, { recursive: true, force: true });

console.log(
  JSON.stringify({
    bench: 'crawl',
    site,
    state: last.state,
    pages,
    seconds: round(seconds),
    pages_per_s: round(pages / seconds),
    worker_cpu_us_per_page: round(cpuUs / pages),
    peak_rss_mb: peak,
  }),
);
process.exit(last.state === 'DONE' ? 0 : 1);

async function answers(url: string): Promise<boolean> {
  const host = new URL(url).hostname;
  if (/^[\d.]+$|^localhost$/.test(host)) return true;
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([values.dns]);
  return resolver.resolve4(host).then(
    () => true,
    () => false,
  );
}

/** CPU time of all workers so far, µs: fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms (proc(5)). */
function workerCpuUs(pids: Record<string, number>): number {
  return Object.entries(pids)
    .filter(([name]) => name.startsWith('worker'))
    .map(([, pid]) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10_000;
    })
    .reduce((sum, us) => sum + us, 0);
}

function peakRssMb(pid: number): number {
  const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib) / 1024);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
