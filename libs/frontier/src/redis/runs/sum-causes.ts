import type { GroupOfHosts } from '../../scripts/runs/causes.ts';
import { type Cause, causes, type RunCauses } from '../../types/runs.ts';

/** 95 % of samples lie within so many standard errors. */
const WITHIN = 1.96;

/**
 * The waiting URLs of a run by cause, from the groups of hosts of every shard. What is in no group waits for its pace, so
 * that the causes sum to what waits. A group of which only some hosts were looked at is scaled up.
 */
export function sumCauses(shards: readonly (readonly GroupOfHosts[])[]): RunCauses {
  const urls = Object.fromEntries(causes.map((cause) => [cause, 0])) as Record<Cause, number>;
  let waiting = 0;
  let variance = 0;
  for (const groups of shards) {
    const [first] = groups;
    if (!first) continue;
    waiting += first.waiting;
    if (first.whole) {
      urls[first.whole] += first.waiting;
      continue;
    }
    let left = first.waiting;
    for (const { hosts, looked, found } of groups) {
      for (const { cause, urls: sum, squares } of found) {
        const some = Math.min(left, Math.round((sum * hosts) / looked));
        urls[cause] += some;
        left -= some;
        const spread = squares / looked - (sum / looked) ** 2;
        if (looked < hosts) variance += hosts ** 2 * (spread / looked) * (1 - looked / hosts);
      }
    }
    urls.PACE += left;
  }
  return { waiting, urls, error: Math.ceil(WITHIN * Math.sqrt(Math.max(0, variance))) };
}
