import { boundsOf, type Times } from '@trunkline/telemetry';

/** The time in ms below which a share (0…1) of those that were counted lies; null when none was. */
export function timeAt(times: Times, share: number): number | null {
  let left = times.values().reduce((sum, count) => sum + count, 0) * share;
  let found: number | null = null;
  for (const [bucket, count] of [...times].sort(([a], [b]) => a - b)) {
    const [from, to] = boundsOf(bucket);
    found = (from + to) / 2;
    left -= count;
    if (left <= 0) break;
  }
  return found;
}

/** Their mean, ms; null when none was counted. */
export function meanTime(times: Times): number | null {
  let [sum, n] = [0, 0];
  for (const [bucket, count] of times) {
    const [from, to] = boundsOf(bucket);
    sum += ((from + to) / 2) * count;
    n += count;
  }
  return n === 0 ? null : sum / n;
}
