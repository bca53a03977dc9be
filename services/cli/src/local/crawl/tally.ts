import type { OutcomeEntry } from '@trunkline/frontier';
import type { OutcomeKind, VisitRecord } from '@trunkline/policy';
import type { RobotsResult } from '@trunkline/visit';
import { hostKey } from '@trunkline/web/url';
import type { Attempt } from './ledger.ts';

/** Why URLs of a host were not crawled. */
export type Reason = { host: string; why: string; count: number; sample: string };

/** Different reasons that are told apart; the rest counts together. */
const MOST_REASONS = 1000;

/** What a record is kept as. */
export function attemptOf(record: VisitRecord): Attempt {
  const { url, attempt, final, outcome, capture, startedAt } = record;
  const rest = outcome.kind === 'throttled' ? outcome.retryAfterMs : null;
  const short = 'detail' in outcome ? { ...outcome, detail: outcome.detail.slice(0, 200) } : outcome;
  return {
    url,
    attempt,
    final,
    outcome: short,
    sitemap: record.sitemap ?? 0,
    restUntil: rest === null ? 0 : startedAt + rest,
    bytes: capture?.wireBytes ?? 0,
    html: capture?.contentType === 'text/html' || capture?.contentType === 'application/xhtml+xml',
    dead: record.deadReason !== undefined,
  };
}

/** Counts what came of a crawl, by outcome and by the reason why something was not crawled. */
export function createTally() {
  const outcomes: Partial<Record<OutcomeKind, number>> = {};
  const reasons = new Map<string, Reason>();
  const unreachable = new Map<string, string>();
  const sums = { pages: 0, others: 0, missing: 0, sitemaps: 0, bytes: 0, retried: 0, dropped: 0 };

  function because(host: string, why: string, url: string, count = 1): void {
    const key = reasons.size < MOST_REASONS ? `${host} ${why}` : 'other';
    const known = reasons.get(key);
    if (known) known.count += count;
    else if (key === 'other')
      reasons.set(key, { host: 'other hosts', why: 'various reasons', count, sample: url });
    else reasons.set(key, { host, why, count, sample: url });
  }

  return {
    outcomes,
    sums,
    unreachable,
    reasons: (): Reason[] => [...reasons.values()].sort((a, b) => b.count - a.count),
    attempt({ url, outcome, sitemap, final, bytes, html }: Attempt): void {
      sums.bytes += bytes;
      if (!final) sums.retried++;
      if (outcome.kind === 'fetched' && sitemap) {
        sums.sitemaps++;
        if (outcome.status >= 300) because(hostKey(url), `sitemap answered ${outcome.status}`, url);
        return;
      }
      outcomes[outcome.kind] = (outcomes[outcome.kind] ?? 0) + 1;
      if (outcome.kind === 'fetched') {
        if (outcome.status >= 300) sums.missing++;
        else if (html) sums.pages++;
        else sums.others++;
      } else if (final) {
        const why = whyOf(outcome);
        if (why !== null) because(hostKey(url), why, url);
      }
    },
    dropped({ count, reason, host, url }: OutcomeEntry & { kind: 'dropped' }): void {
      sums.dropped += count;
      because(host ?? 'all hosts', droppedWhy(reason, host && unreachable.get(host)), url ?? '', count);
    },
    robots(host: string, { verdict, detail }: RobotsResult): void {
      if (verdict.state === 'unreachable') unreachable.set(host, detail);
      else unreachable.delete(host);
    },
  };
}

export type Tally = ReturnType<typeof createTally>;

function whyOf(outcome: VisitRecord['outcome']): string | null {
  switch (outcome.kind) {
    case 'refused':
      if (outcome.by === 'noindex') return `${outcome.detail}, so it was not kept`;
      if (outcome.by !== 'robots') return `${outcome.by} refused: ${outcome.detail}`;
      return /: *disallow *: *\/\*?$/i.test(outcome.detail)
        ? `robots.txt forbids all (${outcome.detail})`
        : `robots.txt forbids it (${outcome.detail})`;
    case 'failed':
      return outcome.code;
    case 'throttled':
      return `answered ${outcome.status} to the last attempt`;
    default:
      return null;
  }
}

function droppedWhy(reason: string, detail: string | undefined): string {
  const because = detail ? `: ${detail}` : '';
  switch (reason) {
    case 'robots-unreachable':
      return `robots.txt could not be had, so nothing may be fetched${because}`;
    case 'host-unreachable':
      return `the host could not be reached${because}`;
    case 'budget':
      return 'the budget of pages was spent';
    default:
      return reason;
  }
}
