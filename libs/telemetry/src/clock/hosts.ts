import type { HostCounts } from '../report/report.ts';
import type { Tally } from './run-counters.ts';

/** Hosts that are counted at once; those that hold slots are fewer. */
const MOST = 4096;
/** How many are told of: of those that held most slots, and of those that failed most. */
const TOLD = 20;

/** Of one host and run since the last report. Moments are performance.now(). */
export type HostCounters = Omit<HostCounts, 'slotMs' | 'inFlight'> & {
  held: number;
  taken: number;
  heldMs: number;
  /** Nothing before this counts. */
  from: number;
  /** What counts here; made once. */
  tally: Tally | null;
};

const nothing = { started: 0, done: 0, failed: 0, failedBy: null, receivedBytes: 0, firstByteMs: 0 };

/** Counts what hosts take since the last report. */
export function createHosts() {
  const hosts = new Map<string, HostCounters>();

  const slotMs = ({ held, taken, heldMs }: HostCounters, now: number) => heldMs + held * now - taken;

  return {
    of(run: string, host: string, at: number): HostCounters {
      const key = `${run} ${host}`;
      const known = hosts.get(key);
      if (known) return known;
      const entry: HostCounters = {
        ...{ host, run, held: 0, taken: 0, heldMs: 0, from: at, tally: null, ...nothing },
      };
      // Beyond that many nobody is told of it.
      if (hosts.size < MOST) hosts.set(key, entry);
      return entry;
    },
    took(of: HostCounters, at: number): void {
      of.held++;
      of.taken += at;
    },
    gave(of: HostCounters, since: number, at: number): void {
      const from = Math.max(since, of.from);
      of.held--;
      of.taken = of.held === 0 ? 0 : of.taken - from;
      of.heldMs += at - from;
    },
    /** Those of interest; counting begins anew. */
    take(now: number): HostCounts[] {
      const all = [...hosts.values()];
      const slowest = all.sort((a, b) => slotMs(b, now) - slotMs(a, now)).slice(0, TOLD);
      const failing = all.filter(({ failed }) => failed > 0).sort((a, b) => b.failed - a.failed);
      const told = [...new Set([...slowest, ...failing.slice(0, TOLD)])].map(
        ({ held, taken, heldMs, from, tally, firstByteMs, ...of }) => ({
          ...of,
          slotMs: Math.round(heldMs + held * now - taken),
          inFlight: held,
          firstByteMs: Math.round(firstByteMs),
        }),
      );
      for (const [key, of] of hosts) {
        if (of.held === 0) hosts.delete(key);
        else Object.assign(of, { ...nothing, taken: of.held * now, heldMs: 0, from: now });
      }
      return told;
    },
  };
}
