import { setTimeout as pause } from 'node:timers/promises';
import { control, progress, until } from '../../crawl/job.ts';
import { cause } from './threads.ts';
import { startWatch } from './watch.ts';
import type { World } from './world.ts';

/** A crawl in which nothing is wrong; `findings`: what was found all the same. */
export type Healthy = { name: string; pages: number; findings: string[]; wrongSums: string[]; looks: number };

/** Each goes for so long, ms. */
const GOES_MS = 30_000;

type Crawl = { job: string; lift?: () => Promise<void> };

const urlsOf = ({ url, paths }: World, names: readonly string[], each: number) =>
  names.flatMap((name) => Array.from({ length: each }, (_, i) => url(name, paths[i % paths.length]!)));

const crawls: Record<string, (world: World) => Promise<Crawl>> = {
  async fast(world) {
    const urls = urlsOf(world, world.names(8, 'h'), 1);
    return { job: await world.start(urls, { perSecond: 10_000, concurrency: 8 }) };
  },
  async polite(world) {
    return { job: await world.start(urlsOf(world, world.names(100, 'h'), 20), { delayMs: 1000 }) };
  },
  async 'mostly 404'(world) {
    const lift = cause(world.origin, { do: 'missing', share: 0.9, salt: 1, prefix: 'm' });
    const urls = urlsOf(world, world.names(100, 'm'), 40);
    return { job: await world.start(urls, { delayMs: 1000 }), lift };
  },
  async recrawl(world) {
    const rules = { limits: { newLinks: 0 } };
    const job = await world.start(urlsOf(world, world.names(20, 'h'), 100), { delayMs: 50 }, rules);
    await until(world.stack, job, ({ state }) => state === 'DONE');
    await control(world.stack, 'Start', job);
    return { job };
  },
  async 'one slow host'(world) {
    const lift = cause(world.origin, { do: 'slow', share: 1, salt: 0, prefix: 's', firstByteMs: 3000 });
    return { job: await world.start(urlsOf(world, world.names(1, 's'), 400), { delayMs: 1000 }), lift };
  },
};

/** Crawls in which nothing is wrong, one after the other. */
export async function crawlHealthily(world: World, say: (text: string) => void): Promise<Healthy[]> {
  const results: Healthy[] = [];
  for (const [name, begin] of Object.entries(crawls)) {
    const { job, lift } = await begin(world);
    const watch = startWatch(world.stack, () => job);
    await pause(GOES_MS);
    await watch.stop();
    const { counters } = await progress(world.stack, job);
    await control(world.stack, 'Cancel', job).catch(() => {}); // it may be over
    await lift?.();
    const found = watch.samples.flatMap(({ findings }) =>
      findings.map(({ cause, sentence }) => `${cause}: ${sentence}`),
    );
    const pages = (counters['fetched'] ?? 0) + (counters['notModified'] ?? 0);
    const result = {
      name,
      pages,
      findings: [...new Set(found)],
      wrongSums: watch.wrong,
      looks: watch.looks(),
    };
    say(`healthy ${name.padEnd(14)} ${pages} pages  ${result.findings.join('; ') || 'no finding'}`);
    results.push(result);
  }
  return results;
}
