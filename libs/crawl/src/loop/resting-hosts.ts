import type { Bus } from '@trunkline/telemetry';

/** A granted start lies at most half a second ahead (libs/frontier, claim); later ones know of the back-off. */
const GRANTED_MS = 700;

/**
 * Hosts that have just asked for rest, told to all workers at once: a URL of theirs that was granted before the
 * frontier knew must not be started any more. Without a bus this process is the only one.
 */
export function createRestingHosts(bus?: Pick<Bus, 'publish' | 'subscribe'>) {
  const until = new Map<string, number>();
  const heard = bus?.subscribe('hostThrottled');

  function rest(host: string, forMs: number): void {
    if (until.size > 1000) for (const [name, end] of until) if (end <= performance.now()) until.delete(name);
    until.set(host, performance.now() + Math.min(forMs, GRANTED_MS));
  }
  const listening = (async () => {
    if (heard) for await (const { host, forMs } of heard) rest(host, forMs);
  })();

  return {
    has(host: string): boolean {
      const end = until.get(host);
      if (end === undefined) return false;
      if (end > performance.now()) return true;
      until.delete(host);
      return false;
    },
    /** The host has answered 429 or 503; null: without saying for how long. */
    said(host: string, retryAfterMs: number | null): void {
      const forMs = retryAfterMs ?? GRANTED_MS;
      rest(host, forMs);
      void bus?.publish('hostThrottled', { host, forMs });
    },
    async close(): Promise<void> {
      await heard?.return?.(undefined);
      await listening;
    },
  };
}

export type RestingHosts = ReturnType<typeof createRestingHosts>;
