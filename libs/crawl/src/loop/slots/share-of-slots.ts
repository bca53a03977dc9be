import type { Share } from '@trunkline/frontier';
import { registrableDomain } from '@trunkline/web/url';

/** A claim that holds a slot. `slow`: of a host that was never asked, or kept a slot for long the last time. */
export type Held = { run: string; host: string; slow: boolean; since: number };

/** Who keeps a slot for longer is slow, ms. */
export const SLOW_MS = 2000;
/** So long after a host answered soon, or after one of another domain was seen, such are reckoned with, ms. */
const LATELY_MS = 60_000;
/** Of all slots the part that is kept from slow hosts, and of theirs what one host or domain may have while there are others. */
const KEPT = 1 / 8;
const PART = 1 / 2;
const MOST_RUNS = 8;
/** Slow hosts in one claim: what is new comes in small batches, so that a busy process comes to the others in between. */
const AT_ONCE = 32;

/** The last name seen, and when another one was seen last. */
function createLately() {
  let last = '';
  let otherAt = Number.NEGATIVE_INFINITY;
  return {
    see(name: string, at: number): void {
      if (last !== '' && name !== last) otherAt = at;
      last = name;
    },
    /** Whether there were several within the last minute. */
    isMixed: (at: number) => at - otherAt < LATELY_MS,
  };
}

/** What a worker tells the frontier of its slots with each claim. */
export function createShareOfSlots(now: () => number) {
  const hosts = createLately();
  const domains = createLately();
  // Until it has been seen for a while that nobody answers soon, somebody may.
  let quickAt = now();

  return {
    took({ host, slow }: Held): void {
      const at = now();
      hosts.see(host, at);
      if (slow) domains.see(registrableDomain(host), at);
    },
    gave({ since }: Held): void {
      const at = now();
      if (at - since < SLOW_MS) quickAt = at;
    },
    of(held: Iterable<Held>, slots: number): Share {
      const at = now();
      const runs = new Map<string, number>();
      const slowHosts = new Map<string, number>();
      const slowDomains = new Map<string, number>();
      const count = (of: Map<string, number>, name: string) => void of.set(name, (of.get(name) ?? 0) + 1);
      let slow = 0;
      for (const one of held) {
        count(runs, one.run);
        if (!one.slow && at - one.since < SLOW_MS) continue;
        slow++;
        count(slowHosts, one.host);
        count(slowDomains, registrableDomain(one.host));
      }
      const inOrder = [...runs].sort(([, a], [, b]) => b - a);
      const forSlow = slots - Math.round(slots * KEPT);
      const most = Math.max(1, Math.floor(forSlow * PART));
      const crowded = (of: Map<string, number>) =>
        [...of].filter(([, many]) => many >= most).map(([name]) => name);
      return {
        slots,
        held: Object.fromEntries(inOrder.slice(0, MOST_RUNS)),
        others: inOrder.slice(MOST_RUNS).reduce((sum, [, many]) => sum + many, 0),
        ...(at - quickAt < LATELY_MS && { slow: Math.min(AT_ONCE, forSlow - slow) }),
        crowdedHosts: hosts.isMixed(at) ? crowded(slowHosts) : [],
        crowdedDomains: domains.isMixed(at) ? crowded(slowDomains) : [],
        over: [],
      };
    },
  };
}
