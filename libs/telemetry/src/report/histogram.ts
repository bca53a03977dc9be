import type { HistogramCounts } from './report.ts';

/*
 * Log-linear buckets of microseconds: 0…7 µs one bucket each, then 8 buckets per power of two, so a bucket
 * is at most 12.5 % wide. 240 buckets reach 71 minutes; what is longer lies in the last one.
 */
const SUB_BITS = 3;
const SUB = 1 << SUB_BITS;
const LAST = (31 - SUB_BITS + 2) * SUB - 1;
export const BUCKETS = LAST + 1;

/** The bucket of a time in ms. */
export function bucketOf(ms: number): number {
  const us = ms * 1000;
  if (!(us >= 1)) return 0;
  if (us >= 4_294_967_295) return LAST;
  const whole = Math.floor(us);
  if (whole < SUB) return whole;
  const exponent = 31 - Math.clz32(whole);
  return (exponent - SUB_BITS + 1) * SUB + ((whole >>> (exponent - SUB_BITS)) & (SUB - 1));
}

/** Lower and upper bound of a bucket in ms, the upper one exclusive. */
export function boundsOf(bucket: number): [fromMs: number, toMs: number] {
  if (bucket < SUB) return [bucket / 1000, (bucket + 1) / 1000];
  const exponent = Math.floor(bucket / SUB) + SUB_BITS - 1;
  const width = 2 ** (exponent - SUB_BITS);
  const from = 2 ** exponent + (bucket % SUB) * width;
  return [from / 1000, (from + width) / 1000];
}

/** A histogram being filled: a fixed array, so recording allocates nothing. */
export type Histogram = { record(ms: number): void; counts(): HistogramCounts };

export function createHistogram(): Histogram {
  const filled = new Uint32Array(BUCKETS);
  return {
    record(ms) {
      const bucket = bucketOf(ms);
      filled[bucket] = filled[bucket]! + 1;
    },
    counts() {
      const counts: HistogramCounts = {};
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const count = filled[bucket]!;
        if (count > 0) counts[bucket] = count;
      }
      return counts;
    },
  };
}

/** Adds `from` into `into`. */
export function addCounts(into: HistogramCounts, from: HistogramCounts): void {
  for (const bucket in from) into[bucket] = (into[bucket] ?? 0) + from[bucket]!;
}

/** What was counted since `before`, which must be an earlier reading of the same histogram. */
export function subtractCounts(now: HistogramCounts, before: HistogramCounts): HistogramCounts {
  const counts: HistogramCounts = {};
  for (const bucket in now) {
    const count = now[bucket]! - (before[bucket] ?? 0);
    if (count > 0) counts[bucket] = count;
  }
  return counts;
}

/**
 * The time in ms below which a share `p` (0…1) of the counts lies, interpolated within its bucket; at most
 * 12.5 % off. null when nothing was counted.
 */
export function percentile(counts: HistogramCounts, p: number): number | null {
  let total = 0;
  for (const bucket in counts) total += counts[bucket]!;
  if (total === 0) return null;
  const wanted = Math.min(Math.max(p, 0), 1) * total;
  let below = 0;
  let to = 0;
  for (const bucket of Object.keys(counts)
    .map(Number)
    .sort((a, b) => a - b)) {
    const count = counts[bucket]!;
    const [from, end] = boundsOf(bucket);
    if (below + count >= wanted) return from + ((end - from) * (wanted - below)) / count;
    below += count;
    to = end;
  }
  return to;
}
