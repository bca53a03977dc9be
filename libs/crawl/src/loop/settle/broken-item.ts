import type { Claim, SettleItem } from '@trunkline/frontier';
import { robotsRecord, type VisitRecord } from '@trunkline/policy';
import { origin } from '@trunkline/web/url';

/** Our own code broke on what came, or the frontier would not take what became of it. */
export type Broken = 'EXTRACT_FAILED' | 'SETTLE_REFUSED';

/**
 * The end of a claim by a fault of ours that would come again, on every worker. A page is given up, with the reason, and can be tried
 * again by hand once we are mended; a robots.txt counts as one that cannot be had, and is asked for again as such.
 */
export function brokenItem(
  claim: Claim,
  reason: Broken,
  { name, message }: Error,
  worker: string,
  startedAfterMs: number | null,
): SettleItem {
  const { token, run, host, url } = claim;
  const detail = `${url}: ${name}: ${message}`.slice(0, 1000);
  const item = {
    ...{ token, run, host, startedAfterMs, bytes: 0 },
    outcome: 'failed',
    hostSignal: { kind: 'none' },
  } as const;
  if (claim.kind === 'robots') {
    const settle = { ...item, next: { do: 'settle' }, record: null } as const;
    if (claim.hops > 0) return settle; // what it leads to is told with the claim it began with
    const verdict = { state: 'unreachable', retryAfterMs: null } as const;
    const record = JSON.stringify(robotsRecord(origin(url), verdict, detail, Date.now()));
    return { ...settle, robots: { origin: origin(url), verdict, record } };
  }
  const record: VisitRecord = {
    url,
    depth: claim.depth,
    hops: claim.hops,
    attempt: claim.attempt,
    final: true,
    deadReason: reason,
    outcome: { kind: 'failed', code: 'EXTRACT_FAILED', detail },
    startedAt: Date.now(),
    timings: {},
    address: null,
    worker,
    capture: null,
  };
  return { ...item, next: { do: 'dead', reason }, record: JSON.stringify(record) };
}
