import type { Crawl } from './simulate.ts';
import { type Random, type SimHost, urlOf, type Web } from './web.ts';

const delay = (delayMs: number) => ({ pace: { mode: 'delay', delayMs } }) as const;

type HostOf = (index: number, random: Random) => Partial<SimHost>;

/** So many hosts, each begun at its first page. */
function sites(count: number, hostOf: HostOf): (random: Random) => Web {
  return (random) => {
    const hosts = Array.from(
      { length: count },
      (_, i): SimHost => ({
        ...{ name: `h${i}.test${i}`, pages: 100, serviceMs: 120, links: 8 },
        ...hostOf(i, random),
      }),
    );
    return { hosts, seeds: hosts.map(({ name }) => urlOf(name, 0)) };
  };
}

/** All their pages are seeds. */
function lists(count: number, hostOf: HostOf): (random: Random) => Web {
  return (random) => {
    const { hosts } = sites(count, hostOf)(random);
    return {
      hosts,
      seeds: hosts.flatMap(({ name, pages }) => Array.from({ length: pages }, (_, n) => urlOf(name, n))),
    };
  };
}

const pareto = (random: Random, least: number, most: number, alpha: number) =>
  Math.min(most, Math.round(least / (1 - random()) ** (1 / alpha)));

const nights = Array.from({ length: 7 }, (_, day) => ({
  opens: day * 1440 + 1200,
  closes: ((day + 1) * 1440 + 240) % 10_080,
}));

/** Ten crawls that differ in what bounds them, and in how much of them is known before. */
export const crawls: readonly Crawl[] = [
  {
    name: 'a few big hosts',
    web: sites(5, (i) => ({ pages: 1200 - i * 150 })),
    policy: delay(1000),
    workers: 2,
    slots: 32,
  },
  {
    name: 'many small hosts, few slots',
    web: sites(800, (_, random) => ({ pages: 4 + Math.floor(random() * 12), serviceMs: 300 })),
    ...{ policy: delay(500), workers: 2, slots: 8 },
  },
  {
    name: 'a heavy tail of sizes',
    web: sites(300, (_, random) => ({ pages: pareto(random, 6, 1500, 1.1), links: 6 })),
    ...{ policy: delay(1000), workers: 2, slots: 64 },
  },
  {
    name: 'links found late',
    web: sites(1, () => ({ pages: 7000, links: 2.2, serviceMs: 80 })),
    ...{ policy: { pace: { mode: 'rate', perSecond: 20, concurrency: 4 } }, workers: 1, slots: 16 },
  },
  {
    name: 'nights only',
    web: sites(2, () => ({ pages: 5000 })),
    ...{ policy: { ...delay(10_000), windows: nights }, workers: 1, slots: 16 },
  },
  {
    name: 'one slow host',
    web: sites(40, (i) => (i === 0 ? { pages: 700, serviceMs: 4000 } : { pages: 60 })),
    ...{ policy: delay(1000), workers: 2, slots: 32 },
  },
  {
    name: 'a recrawl that finds nothing new',
    web: lists(40, (_, random) => ({ pages: 40 + Math.floor(random() * 160), links: 0 })),
    ...{ policy: delay(1000), workers: 2, slots: 32, closed: true },
  },
  {
    name: 'hosts that throttle from a third on',
    web: sites(20, (i) => ({ pages: 500 + 20 * i })),
    ...{ policy: delay(1000), workers: 2, slots: 32 },
    change: { after: 0.33, throttled: { part: 0.5, everyMs: 60_000 } },
  },
  {
    name: 'half of the workers leave',
    web: sites(200, () => ({ pages: 40, serviceMs: 400 })),
    ...{ policy: delay(100), workers: 4, slots: 4 },
    change: { after: 0.35, workers: 2 },
  },
  {
    name: 'Crawl-delay, and links across hosts',
    web: sites(30, (i, random) => ({
      ...{ pages: 50 + Math.floor(random() * 250), roams: true },
      ...(i % 3 === 0 && { crawlDelayMs: 5000 }),
    })),
    ...{ policy: delay(1000), workers: 2, slots: 32 },
  },
];
