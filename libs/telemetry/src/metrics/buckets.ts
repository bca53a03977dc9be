import { boundsOf, countsOf } from '../clock/sketch.ts';
import type { Sketch } from '../report/report.ts';

/**
 * Upper bounds in seconds of the buckets Prometheus gets: 128 µs, then four times as much each, up to 33.6 s. Each is a bound of
 * ours as well, so that no count lies astride one.
 */
export const bucketBounds = Array.from({ length: 10 }, (_, at) => (128 * 4 ** at) / 1e6);

/** How many of the counted times lie below each of the bounds, and how many there are. */
export function cumulative(sketch: Sketch): { below: number[]; total: number } {
  const below = bucketBounds.map(() => 0);
  let total = 0;
  for (const [bucket, count] of countsOf(sketch)) {
    total += count;
    const [, to] = boundsOf(bucket);
    bucketBounds.forEach((bound, at) => {
      if (to <= bound * 1000) below[at] = below[at]! + count;
    });
  }
  return { below, total };
}
