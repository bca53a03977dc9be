/** A visit is settled within an hour (policy: `totalMs`); from then on the frontier keeps the host at rest. */
const LONGEST_MS = 3_600_000;
/** The least the frontier makes of a 429 that says nothing of time, ms. */
const UNSAID_MS = 60_000;
const MANY = 1000;

/**
 * Hosts that have just asked for rest. Between the headers of a 429 and its settle the frontier does not know of it, but it
 * hands URLs of a host to one session at a time (libs/frontier, claim): so this process has all starts that may still lie
 * ahead, and none of them is made.
 */
export function createRestingHosts(now: () => number = () => performance.now()) {
  const until = new Map<string, number>();

  return {
    has(host: string): boolean {
      const end = until.get(host);
      if (end === undefined) return false;
      if (end > now()) return true;
      until.delete(host);
      return false;
    },
    /** The host has answered 429 or 503; null: without saying for how long. */
    said(host: string, retryAfterMs: number | null): void {
      const at = now();
      if (until.size >= MANY) for (const [name, end] of until) if (end <= at) until.delete(name);
      until.set(host, Math.max(until.get(host) ?? 0, at + Math.min(retryAfterMs ?? UNSAID_MS, LONGEST_MS)));
    },
  };
}
