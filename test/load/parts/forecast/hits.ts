import { crawls } from './crawls.ts';
import { judge } from './judge.ts';
import { START, simulate } from './simulate.ts';

const percent = (part: number) => `${Math.round(part * 100)} %`;

/** Simulates the ten crawls and counts those of which the end lay in the range that was told, from half-way on. */
export async function forecastHits({
  seed = 1,
  only = '',
  say = () => {},
}: {
  seed?: number;
  only?: string;
  say?: (line: string) => void;
} = {}): Promise<{ seed: number; hits: number; of: number; widest: number }> {
  let [hits, of, widest] = [0, 0, 0];
  for (const crawl of crawls.filter(({ name }) => name.includes(only))) {
    const began = performance.now();
    const verdict = judge(await simulate(crawl, seed), START);
    of++;
    if (verdict.hit) hits++;
    widest = Math.max(widest, verdict.widest);
    const first = verdict.firstDate === null ? 'never dated' : `dated from ${percent(verdict.firstDate)} on`;
    const off = verdict.off
      .map((part) => (part === null ? 'none' : `${part > 0 ? '+' : ''}${percent(part)}`))
      .join(', ');
    say(
      `${verdict.hit ? 'hit ' : 'MISS'} ${crawl.name} (seed ${seed}): ${verdict.pages} pages in ${verdict.minutes} min, ${first}, ` +
        `${percent(verdict.within)} within; widest ±${percent(verdict.widest)}; off by ${off}; ${Math.round(performance.now() - began)} ms`,
    );
  }
  return { seed, hits, of, widest };
}
