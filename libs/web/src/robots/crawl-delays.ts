import type { Robots } from './parse-robots.ts';

/** Agents whose Crawl-delay is kept apart from that of `*`, and how long their names are. */
const MOST_AGENTS = 64;
const LONGEST_NAME = 40;
const DAY = 86_400_000;

/**
 * What a robots.txt asks of whom, ms. `longest`: of anybody. `byAgent`: `" *=<ms> +=<ms> <agent>=<ms> … "` where not all are asked for
 * the same, else empty; `+` is the longest of agents there was no room for, which holds for all that are not named then.
 */
export type CrawlDelays = { longest: number; byAgent: string };

export function crawlDelays({ crawlDelays: all }: Pick<Robots, 'crawlDelays'>): CrawlDelays {
  const ms = (seconds: number | null | undefined) => Math.min(Math.round((seconds ?? 0) * 1000), DAY);
  const star = ms(all.get('*'));
  const others = [...all]
    .map(([name, seconds]): [string, number] => [name, ms(seconds)])
    .filter(([name, delay]) => name !== '*' && delay !== star)
    .sort((a, b) => b[1] - a[1]);
  const longest = Math.max(star, others[0]?.[1] ?? 0);
  if (others.length === 0) return { longest, byAgent: '' };
  const named = others.filter(([name]) => name.length <= LONGEST_NAME).slice(0, MOST_AGENTS);
  const left = others.filter((one) => !named.includes(one));
  const rest = left.length === 0 ? [] : [`+=${left[0]![1]}`];
  const words = [`*=${star}`, ...rest, ...named.map(([name, delay]) => `${name}=${delay}`)];
  return { longest, byAgent: ` ${words.join(' ')} ` };
}

/** What the agent with this product token is asked for, ms. */
export function delayFor({ longest, byAgent }: CrawlDelays, token: string): number {
  if (byAgent === '') return longest;
  const of = (name: string) => {
    const at = byAgent.indexOf(` ${name}=`);
    return at < 0 ? null : Number.parseInt(byAgent.slice(at + name.length + 2), 10);
  };
  return (token === '' ? null : of(token)) ?? Math.max(of('*') ?? 0, of('+') ?? 0);
}
