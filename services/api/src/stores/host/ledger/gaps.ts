import type { PaceDecider } from '@trunkline/policy';

/** A request to a host: ms since the epoch, of which run, and the pace in force. */
export type Request = {
  at: number;
  run: number;
  delayMs: number;
  concurrency: number;
  decidedBy: PaceDecider;
};

export type Violation = { at: Date; gapMs: number; delayMs: number };
export type Gaps = {
  requests: number;
  /** Between any two; null: there are fewer than two. */
  leastGapMs: number | null;
  leastGapAt: Date | null;
  mostInAMinute: number;
  violations: number;
  /** The first of them. */
  samples: Violation[];
};

/** Clocks of workers are told to whole milliseconds, and starts of a rate within this of their time. */
const TOLERANCE_MS = 5;
const RATE_TOLERANCE_MS = 100;
const MOST_SAMPLES = 20;

/**
 * What the requests to a host were like, in order of time, whichever run made them. A violation is one that came sooner after the one
 * before than the pace that was in force allowed: the run's own delay counts from its own last request, what a host rule, the
 * robots.txt or a back-off asks for from that of any run. Of a pace with several at once, more than 1.1 × rate + 1 in a second.
 */
export function gapsOf(requests: readonly Request[]): Gaps {
  const sorted = [...requests].sort((a, b) => a.at - b.at);
  const lastOf = new Map<number, number>();
  const found: Gaps = {
    ...{ requests: sorted.length, leastGapMs: null, leastGapAt: null },
    ...{ mostInAMinute: 0, violations: 0, samples: [] },
  };
  const violate = (at: number, gapMs: number, delayMs: number) => {
    found.violations++;
    if (found.samples.length < MOST_SAMPLES) found.samples.push({ at: new Date(at), gapMs, delayMs });
  };
  let [minuteFrom, secondFrom] = [0, 0];
  for (const [n, { at, run, delayMs, concurrency, decidedBy }] of sorted.entries()) {
    const before = sorted[n - 1];
    if (before && (found.leastGapMs === null || at - before.at < found.leastGapMs)) {
      found.leastGapMs = at - before.at;
      found.leastGapAt = new Date(at);
    }
    while (sorted[minuteFrom]!.at <= at - 60_000) minuteFrom++;
    found.mostInAMinute = Math.max(found.mostInAMinute, n - minuteFrom + 1);
    while (sorted[secondFrom]!.at <= at - 1000) secondFrom++;
    if (concurrency > 1) {
      const most = Math.ceil(1.1 * (1000 / delayMs) + 1);
      const within = n - secondFrom + 1;
      if (delayMs > 0 && within > most && before && at - before.at < delayMs - RATE_TOLERANCE_MS)
        violate(at, at - before.at, delayMs);
    } else {
      const last = decidedBy === 'policy' ? lastOf.get(run) : before?.at;
      if (last !== undefined && at - last < delayMs - TOLERANCE_MS) violate(at, at - last, delayMs);
    }
    lastOf.set(run, at);
  }
  return found;
}
