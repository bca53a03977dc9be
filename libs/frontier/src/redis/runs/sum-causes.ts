import type { GroupOfHosts } from '../../scripts/runs/causes.ts';
import { type Cause, causes, type HostSample, type RunCauses } from '../../types/runs.ts';

const SAMPLES = 5;
/** 95 % of samples lie within so many standard errors. */
const WITHIN = 1.96;

/**
 * The waiting URLs of a run by cause, from the groups of hosts of every shard. What is in no group waits for its pace, so
 * that the causes sum to what waits. A group of which only some hosts were looked at is scaled up.
 */
export function sumCauses(shards: readonly (readonly GroupOfHosts[])[]): RunCauses {
  const urls = Object.fromEntries(causes.map((cause) => [cause, 0])) as Record<Cause, number>;
  const samples: RunCauses['samples'] = {};
  let waiting = 0;
  let robotsLost = 0;
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
    for (const { hosts, looked, found: all } of groups) {
      for (const { cause: found, urls: sum, squares, samples: seen } of all) {
        const cause = found === 'ROBOTS_LOST' ? 'ROBOTS' : found;
        const some = Math.min(left, Math.round((sum * hosts) / looked));
        samples[cause] = largest([...(samples[cause] ?? []), ...seen]);
        urls[cause] += some;
        if (found === 'ROBOTS_LOST') robotsLost += some;
        left -= some;
        const spread = squares / looked - (sum / looked) ** 2;
        if (looked < hosts) variance += hosts ** 2 * (spread / looked) * (1 - looked / hosts);
      }
    }
    urls.PACE += left;
  }
  return { waiting, urls, robotsLost, samples, error: Math.ceil(WITHIN * Math.sqrt(Math.max(0, variance))) };
}

/** Those with the most URLs, in an order that does not depend on who was looked at first. */
const largest = (samples: readonly HostSample[]): HostSample[] =>
  samples
    .toSorted(
      (a, b) => b.urls - a.urls || (a.host < b.host ? -1 : a.host > b.host ? 1 : a.url < b.url ? -1 : 1),
    )
    .slice(0, SAMPLES);
