import type { RunCounters } from '@trunkline/frontier';

export type Rates = { pagesPerSecond: number; bytesPerSecond: number };

/** Rates are means over this long, ms: long enough to be calm, short enough to show a throttle's effect. */
const WINDOW_MS = 3000;
/** Two looks nearer than this say little about a rate. */
const LEAST_MS = 200;

type Sample = { at: number; pages: number; bytes: number };

/** Looks at the counters of one run over time, and the rates between them. `now` is monotonic, ms. */
export function createRates(now: () => number = () => performance.now()) {
  let samples: Sample[] = [];
  return {
    /** Takes a look in. Counters only grow; a run that was rebuilt in Redis starts over. */
    add(counters: RunCounters): void {
      const at = now();
      const sample = { at, pages: counters.finished - counters.dropped, bytes: counters.bytes };
      const last = samples.at(-1);
      if (last !== undefined && sample.pages < last.pages) samples = [];
      const fresh = samples.filter((one) => one.at >= at - WINDOW_MS);
      samples = [...(fresh.length > 0 ? fresh : samples.slice(-1)), sample];
    },

    /** Rates over the window; null when no two looks are far enough apart, or the last is too old. */
    now(): Rates | null {
      const [first, last] = [samples[0], samples.at(-1)];
      if (first === undefined || last === undefined) return null;
      const ms = last.at - first.at;
      if (ms < LEAST_MS || ms > 3 * WINDOW_MS || now() - last.at > WINDOW_MS) return null;
      const seconds = ms / 1000;
      return {
        pagesPerSecond: (last.pages - first.pages) / seconds,
        bytesPerSecond: (last.bytes - first.bytes) / seconds,
      };
    },
  };
}

export type RunRates = ReturnType<typeof createRates>;
