import type { RobotsVerdict } from '@trunkline/policy';
import type { Claim } from '../../types/claims.ts';
import type { OutcomeEntry, SettleItem } from '../../types/outcomes.ts';
import type { Frontier } from '../../types.ts';
import type { How } from './steps.ts';

/** The agent of those runs whose name stands in robots.txt files. */
export const AGENT = 'SlowBot';

/** What hosts ask for that say for how long they want to be left alone, ms. */
export const RETRY_AFTER = 7000;

/** Everybody is asked for a Crawl-delay, or not everybody for the same one. */
const slowly = 'User-agent: *\nCrawl-delay: 2\n';
const slowlyForOne = `User-agent: ${AGENT}\nCrawl-delay: 3\nDisallow: /x\n\nUser-agent: *\nCrawl-delay: 1.5\n`;

/** An entry of the stream as text in which nothing depends on order. */
export function line(entry: OutcomeEntry): string {
  const { id: _, ...rest } = entry;
  if (rest.kind === 'discovered') rest.urls = rest.urls.toSorted((a, b) => (a.url < b.url ? -1 : 1));
  return JSON.stringify(rest, Object.keys(rest).sort().concat('url', 'depth', 'hops', 'sitemap', 'parent'));
}

/** Reads the stream of outcomes to its end, and acknowledges it. */
export async function readAll(frontier: Frontier): Promise<OutcomeEntry[]> {
  const all: OutcomeEntry[] = [];
  for (;;) {
    const entries = await frontier.readOutcomes('recorder', 1000);
    if (entries.length === 0) return all;
    all.push(...entries);
    await frontier.ackOutcomes(entries.map(({ id }) => id));
  }
}

/** What a worker says of a claim that ended like that. */
export function outcome(claim: Claim, how: How): Partial<SettleItem> {
  if (how === 'httpsDown') return outcome(claim, claim.url.startsWith('https:') ? 'requeue' : 'fetched');
  const down = how === 'robotsDown' || how === 'requeue';
  // What a hop leads to is told with the claim it began with (`settled` leaves it out).
  if (claim.kind === 'robots' && claim.hops > 0)
    return how === 'retryAfter' ? { hostSignal: { kind: 'throttled', retryAfterMs: RETRY_AFTER } } : {};
  if (claim.kind === 'robots') {
    const verdict: RobotsVerdict = down
      ? { state: 'unreachable', retryAfterMs: null }
      : {
          state: 'rules',
          body: how === 'dead' ? slowly : how === 'redirected' ? slowlyForOne : '',
          crawlDelayMs: null,
        };
    const robots = { origin: new URL(claim.url).origin, verdict };
    const hostSignal = { kind: 'unreachable', code: 'CONNECT_REFUSED' } as const;
    return how === 'requeue' ? { robots, hostSignal, startedAfterMs: null } : { robots };
  }
  const record = (final: boolean) => JSON.stringify({ url: claim.url, attempt: claim.attempt, final });
  const retry = { next: { do: 'retry', delayMs: 3000 }, record: record(false) } as const;
  switch (how) {
    case 'retry':
      return { ...retry, outcome: 'failed', hostSignal: { kind: 'none' } };
    case 'throttled':
      return { ...retry, outcome: 'throttled', hostSignal: { kind: 'throttled', retryAfterMs: null } };
    case 'retryAfter':
      return { ...retry, outcome: 'throttled', hostSignal: { kind: 'throttled', retryAfterMs: RETRY_AFTER } };
    case 'unreachable':
      return {
        ...retry,
        outcome: 'failed',
        startedAfterMs: null,
        hostSignal: { kind: 'unreachable', code: 'DNS_FAILED' },
      };
    case 'requeue':
      return {
        record: record(false),
        outcome: 'failed',
        next: { do: 'requeue' },
        startedAfterMs: null,
        hostSignal: { kind: 'unreachable', code: 'CONNECT_REFUSED' },
      };
    case 'dead':
      return { outcome: 'failed', next: { do: 'dead', reason: 'BAD_HTTP' }, record: record(true) };
    default:
      return {
        outcome: how === 'redirected' ? how : claim.sitemap ? 'sitemap' : 'fetched',
        record: record(true),
      };
  }
}
