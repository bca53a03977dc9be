import { Redis } from 'ioredis';
import { openFrontier } from '../../src/index.ts';
import { benchRun, urlsOf, enqueueAll, crawl, skipOutcomes } from './world.ts';
const hosts = Number(process.argv[2] ?? 10000), pages = Number(process.argv[3] ?? 10);
const redis = new Redis(process.env.REDIS_URL!);
async function phase(name: string, what: () => Promise<unknown>) {
  await redis.config('RESETSTAT');
  const cpu = process.cpuUsage();
  const t = performance.now();
  const r = await what();
  const wall = performance.now() - t;
  const c = process.cpuUsage(cpu);
  const stats = await redis.info('commandstats');
  const line = stats.split('\r\n').filter((l) => /evalsha/.test(l))[0] ?? '';
  const [, calls, usec] = /calls=(\d+),usec=(\d+)/.exec(line) ?? [];
  console.log(name, JSON.stringify(r), 'wall', wall.toFixed(0), 'node cpu', ((c.user + c.system) / 1000).toFixed(0), 'evalsha ms', Number(usec) / 1000, 'calls', calls);
  if (process.argv[5]) console.log(stats.split('\r\n').filter((l) => l.startsWith('cmdstat') && !/evalsha/.test(l)).map((l) => { const m = /cmdstat_(\S+):calls=(\d+),usec=(\d+)/.exec(l)!; return [m[1], m[2], Number(m[3])]; }).sort((a, b) => (b[2] as number) - (a[2] as number)).slice(0, 14).map((x) => x.join(' ')).join('\n'));
}
const f = await openFrontier({ url: process.env.REDIS_URL!, name: `q${Date.now()}`, timeoutMs: 60000 });
await f.applyRun(benchRun('b'));
await phase('enqueue new', () => enqueueAll(f, 'b', urlsOf(hosts, pages)));
await phase('enqueue known', () => enqueueAll(f, 'b', urlsOf(hosts, pages)));
await skipOutcomes(f);
await new Promise(r => setTimeout(r, 20));
await phase('robots', async () => (await crawl(f, 1)).perSecond); 
await phase('crawl', async () => {
let r = await crawl(f, hosts * pages / 2, Number(process.argv[4] ?? 3));
r.claimMs.sort((a, b) => a - b);
return [ r.perSecond, 'p50', r.claimMs[r.claimMs.length >> 1], 'p99', r.claimMs[Math.floor(r.claimMs.length * .99)] ]; });
await f.close(); redis.disconnect();
