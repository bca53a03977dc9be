import type { OutcomeEntry } from '@trunkline/frontier';
import {
  type LeftOut,
  LONG_CRAWL_DELAY,
  leftOutInWords,
  leftOutOf,
  type Omission,
  type OutcomeKind,
  type VisitRecord,
} from '@trunkline/policy';
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
  const left = leftOutOf(record).map(({ detail, ...one }) => ({
    ...one,
    detail: detail?.slice(0, 200) ?? null,
  }));
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
    ...(record.led === undefined ? {} : { led: record.led }),
    ...(left.length === 0 ? {} : { left }),
  };
}

/** Counts what came of a crawl, by outcome and by the reason why something was not crawled. */
export function createTally() {
  const outcomes: Partial<Record<OutcomeKind, number>> = {};
  const reasons = new Map<string, Reason>();
  const unreachable = new Map<string, string>();
  /** Status of at least 400 → how many answered so. */
  const statuses = new Map<string, number>();
  /** Host → what its robots.txt asks for between two requests, ms, where that is long. */
  const delays = new Map<string, number>();
  const sums = { pages: 0, others: 0, missing: 0, sitemaps: 0, bytes: 0, retried: 0, dropped: 0 };

  function because(host: string, why: string, url: string, count = 1): void {
    const key = reasons.size < MOST_REASONS ? `${host} ${why}` : 'other';
    const known = reasons.get(key);
    if (known) known.count += count;
    else if (key === 'other')
      reasons.set(key, { host: 'other hosts', why: 'various reasons', count, sample: url });
    else reasons.set(key, { host, why, count, sample: url });
  }

  /** A sitemap that is refused is told of by each process that met it, and counts once. */
  const refused = new Set<string>();

  function leave(one: LeftOut, host: string): void {
    if (one.kind === 'sitemapRefused') {
      if (refused.has(one.sample)) return;
      if (refused.size < MOST_REASONS) refused.add(one.sample);
    }
    // How many answered with an error status stands beside the pages.
    if (one.kind === 'status') statuses.set(one.of ?? '', (statuses.get(one.of ?? '') ?? 0) + one.count);
    else because(host, leftOutInWords(one), one.sample, one.count);
  }

  return {
    outcomes,
    statuses,
    delays,
    sums,
    unreachable,
    reasons: (): Reason[] => [...reasons.values()].sort((a, b) => b.count - a.count),
    attempt({ url, outcome, sitemap, final, bytes, html, left = [] }: Attempt): void {
      sums.bytes += bytes;
      if (!final) sums.retried++;
      for (const one of left) leave(one, hostKey(url));
      if (outcome.kind === 'fetched' && sitemap) {
        sums.sitemaps++;
        return;
      }
      outcomes[outcome.kind] = (outcomes[outcome.kind] ?? 0) + 1;
      if (outcome.kind !== 'fetched') return;
      if (isError(outcome.status)) sums.missing++;
      else if (html) sums.pages++;
      else sums.others++;
    },
    leftOut(omitted: readonly Omission[]): void {
      for (const one of omitted) leave({ ...one, detail: null }, hostKey(one.sample));
    },
    dropped({ count, reason, host, url }: OutcomeEntry & { kind: 'dropped' }): void {
      sums.dropped += count;
      because(host ?? 'all hosts', droppedWhy(reason, host && unreachable.get(host)), url ?? '', count);
    },
    robots(host: string, { verdict, detail }: RobotsResult): void {
      if (verdict.state === 'unreachable') unreachable.set(host, detail);
      else unreachable.delete(host);
      const asked = verdict.state === 'rules' ? (verdict.crawlDelayMs ?? 0) : 0;
      if (asked >= LONG_CRAWL_DELAY && delays.size < MOST_REASONS) delays.set(host, asked);
    },
  };
}

export type Tally = ReturnType<typeof createTally>;

/** Redirects that lead nowhere are answers. */
const isError = (status: number) => status >= 400 || status === 304;

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
