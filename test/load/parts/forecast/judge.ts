import type { Simulated } from './simulate.ts';

/** Forecasts are held against what happened at these parts of the whole time. */
const PARTS = [0.5, 0.6, 0.7, 0.8, 0.9];

export type Verdict = {
  name: string;
  seed: number;
  pages: number;
  minutes: number;
  /** At every part from half-way on there was a date, and the end lay in its range. */
  hit: boolean;
  /** Half the range against what was left, the widest from half-way on. */
  widest: number;
  /** Part of the time after which a date was told for the first time, and forecasts told since whose range the end lay in. */
  firstDate: number | null;
  within: number;
  /** What was told at each part: likely end against the real one, of what was left. */
  off: (number | null)[];
};

/** How a crawl was forecast. */
export function judge({ name, seed, pages, tookMs, told }: Simulated, start: number): Verdict {
  const at = (part: number) => told.findLast((one) => one.at <= part * tookMs)!;
  const end = start + tookMs;
  const inRange = ({ forecast }: Simulated['told'][number]) =>
    forecast.finish !== null && forecast.finish.earliest <= end && end <= forecast.finish.latest;
  const looks = PARTS.map(at);
  const widths = looks.map(({ forecast: { finish, at } }) =>
    finish === null
      ? Number.POSITIVE_INFINITY
      : (finish.latest - finish.earliest) / 2 / Math.max(1, finish.likely - at),
  );
  const dated = told.filter(({ forecast }) => forecast.finish !== null);
  return {
    ...{ name, seed, pages, minutes: Math.round(tookMs / 6000) / 10 },
    hit: looks.every(inRange),
    widest: Math.max(...widths),
    firstDate: dated[0] ? dated[0].at / tookMs : null,
    within: dated.length === 0 ? 0 : dated.filter(inRange).length / dated.length,
    off: looks.map(({ at, forecast: { finish } }) =>
      finish === null ? null : Math.round(((finish.likely - start - at) / (tookMs - at) - 1) * 1000) / 1000,
    ),
  };
}
