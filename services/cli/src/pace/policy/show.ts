import { ago, bytes, count, duration } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import { paceInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';

export async function show({ client, output }: Context, id: string): Promise<void> {
  const policy = await client.policies.get(id);
  output.document(policy);
  const { rules } = policy;
  const { style } = output;
  const field = (name: string, value: string) => output.line(`  ${style.dim(name.padEnd(13))}${value}`);
  output.line(
    `${style.bold(clean(policy.name))}  version ${policy.version}, changed ${ago(policy.updatedAt)}`,
  );
  field('pace', paceInWords(rules.pace));
  field('user agent', clean(rules.userAgent));
  field(
    'robots.txt',
    rules.robots.obey ? `obeyed, delays up to ${duration(rules.robots.maxCrawlDelayMs)}` : 'not obeyed',
  );
  field('sitemaps', rules.robots.sitemaps ? 'those of robots.txt are followed' : 'not followed');
  field('nofollow', rules.robots.obeyNofollow ? 'obeyed' : 'not obeyed');
  field('noindex', rules.robots.obeyNoindex ? 'obeyed: such pages are not kept' : 'not obeyed');
  field('private', rules.allowPrivateNetworks ? 'private networks may be crawled' : 'public internet only');
  field(
    'retries',
    `${rules.retries.attempts} attempts, ${duration(rules.retries.delayMs)} before the second`,
  );
  field('give up', `a host after ${count(rules.retries.giveUp)} failures in a row`);
  field(
    'time',
    `${duration(rules.limits.totalMs)} a page, ${duration(rules.limits.connectMs)} to connect, ${duration(rules.limits.headersMs)} to headers`,
  );
  field('size', `${bytes(rules.limits.bodyBytes)} on the wire, ${bytes(rules.limits.decodedBytes)} decoded`);
  field(
    'codings',
    rules.codings.length > 0 ? `${rules.codings.join(', ').toLowerCase()} asked for` : 'none asked for',
  );
  field('types', rules.contentTypes.length > 0 ? clean(rules.contentTypes.join(' ')) : 'all');
  const { recrawl, retention } = rules;
  if (recrawl.longestMs > 0)
    field(
      'recrawl',
      `between ${duration(recrawl.shortestMs)} and ${duration(recrawl.longestMs)}, as a page changes`,
    );
  if (retention.runs !== null) field('keep', `the last ${count(retention.runs)} runs`);
  if (retention.days !== null) field('keep', `runs of ${count(retention.days)} days`);
  if (rules.maxPagesPerHost !== null) field('per host', `${count(rules.maxPagesPerHost)} pages`);
  if (rules.maxPagesPerDomain !== null) field('per domain', `${count(rules.maxPagesPerDomain)} pages`);
  for (const { pattern, maxPages } of rules.budgets)
    field('budget', `${count(maxPages)} pages of ${clean(pattern)}`);
  if (rules.windows.length > 0) field('open', rules.windows.map(window).join(', '));
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function window({ opens, closes }: { opens: number; closes: number }): string {
  const moment = (minutes: number) => {
    const two = (value: number) => String(value).padStart(2, '0');
    return `${days[Math.floor(minutes / 1440) % 7]} ${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}`;
  };
  return `${moment(opens)}–${moment(closes)} UTC`;
}
