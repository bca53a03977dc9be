import type { Policy } from '@trunkline/client';
import { type Field, fields } from '../../output/fields.ts';
import { ago, bytes, count, duration } from '../../output/format.ts';
import { paceInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';

export async function show({ client, output }: Context, id: string): Promise<void> {
  const policy = await client.policies.get(id);
  output.document(policy);
  output.named(policy.name, `version ${policy.version}, changed ${ago(policy.updatedAt)}`);
  fields(output, rulesInWords(policy.rules));
}

const trapsInWords = {
  QUARANTINE: 'held for review',
  WATCH: 'told of, and fetched',
  OFF: 'not looked for',
};

function rulesInWords({ robots, retries, limits, recrawl, retention, ...rules }: Policy['rules']): Field[] {
  const perPage = [
    `${duration(limits.totalMs)} a page`,
    `${duration(limits.connectMs)} to connect`,
    `${duration(limits.headersMs)} to headers`,
  ];
  const most = (what: number | null, words: string) => (what === null ? null : `${count(what)} ${words}`);
  return [
    ['pace', paceInWords(rules.pace)],
    ['user agent', rules.userAgent],
    [
      'robots.txt',
      robots.obey
        ? `obeyed, delays up to ${duration(robots.maxCrawlDelayMs)}; while one cannot be had, a copy of at most ${duration(robots.maxCopyAgeMs)} decides`
        : 'not obeyed',
    ],
    ['sitemaps', robots.sitemaps ? 'those of robots.txt are followed' : 'not followed'],
    ['nofollow', robots.obeyNofollow ? 'obeyed' : 'not obeyed'],
    ['noindex', robots.obeyNoindex ? 'obeyed: such pages are not kept' : 'not obeyed'],
    ['traps', trapsInWords[rules.traps]],
    ['private', rules.allowPrivateNetworks ? 'private networks may be crawled' : 'public internet only'],
    ['retries', `${retries.attempts} attempts, ${duration(retries.delayMs)} before the second`],
    ['give up', `a host after ${count(retries.giveUp)} failures in a row`],
    ['time', perPage.join(', ')],
    ['size', `${bytes(limits.bodyBytes)} on the wire, ${bytes(limits.decodedBytes)} decoded`],
    ['new links', `at most ${count(limits.newLinks)} of a page`],
    ['speed', limits.bytesPerSecond === null ? null : `at most ${bytes(limits.bytesPerSecond)}/s for a run`],
    ['codings', `${rules.codings.join(', ').toLowerCase() || 'none'} asked for`],
    ['types', rules.contentTypes.join(' ') || 'all'],
    [
      'recrawl',
      recrawl.longestMs > 0
        ? `between ${duration(recrawl.shortestMs)} and ${duration(recrawl.longestMs)}, as a page changes`
        : null,
    ],
    ['keep', retention.runs === null ? null : `the last ${count(retention.runs)} runs`],
    ['keep', retention.days === null ? null : `runs of ${count(retention.days)} days`],
    ['per host', most(rules.maxPagesPerHost, 'pages')],
    ['per domain', most(rules.maxPagesPerDomain, 'pages')],
    ['known', most(rules.maxUrls, 'URLs a run at most')],
    ['', most(rules.maxHosts, 'hosts a run at most')],
    ...rules.budgets.map(
      ({ pattern, maxPages }): Field => ['budget', `${count(maxPages)} pages of ${pattern}`],
    ),
    ['open', rules.windows.map(window).join(', ')],
  ];
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function window({ opens, closes }: { opens: number; closes: number }): string {
  const moment = (minutes: number) => {
    const two = (value: number) => String(value).padStart(2, '0');
    return `${days[Math.floor(minutes / 1440) % 7]} ${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}`;
  };
  return `${moment(opens)}–${moment(closes)} UTC`;
}
