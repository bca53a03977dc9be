import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, count, duration, rate } from '../../output/format.ts';
import type { Output } from '../../output/output.ts';
import { clean } from '../../output/text.ts';
import { type CrawlEnd, RUN } from './run-crawl.ts';
import type { Reason, Tally } from './tally.ts';

export type Written = { dir: string; segments: number; bytes: number; index: string; records: number };

/** The numbers of a crawl that is over, for people and for scripts. */
export type Summary = {
  end: CrawlEnd['how'];
  pages: number;
  others: number;
  missing: number;
  sitemaps: number;
  bytes: number;
  seconds: number;
  pagesPerSecond: number;
  outcomes: Record<string, number>;
  urls: { known: number; finished: number; waiting: number; leftOut: number };
  notCrawled: Reason[];
  /** Hosts that ask for a long Crawl-delay, and how much of that is waited, ms. */
  crawlDelays: { host: string; askedMs: number; keptMs: number }[];
  /** Why there is no page; null: there is one. */
  nothing: string | null;
  written: Written | null;
};

/** `before`: pages of earlier sessions of the same crawl, which count in everything but the rate. */
export function summaryOf(
  { how, look }: CrawlEnd,
  tally: Tally,
  tookMs: number,
  written: Written | null,
  before: number,
  maxCrawlDelayMs: number,
): Summary {
  const { pages, others, missing, sitemaps, bytes: sum } = tally.sums;
  const { counters, leftOut } = look;
  const fetched = pages + others + missing - before;
  const crawlDelays = Array.from(tally.delays, ([host, askedMs]) => ({
    host,
    askedMs,
    keptMs: Math.min(askedMs, maxCrawlDelayMs),
  }));
  return {
    end: how,
    pages,
    others,
    missing,
    sitemaps,
    bytes: sum,
    seconds: Math.round(tookMs) / 1000,
    pagesPerSecond: Math.round((fetched / tookMs) * 10_000) / 10,
    outcomes: { ...tally.outcomes },
    urls: {
      known: counters.accepted,
      finished: counters.finished,
      waiting: counters.accepted - counters.finished,
      leftOut,
    },
    notCrawled: tally.reasons(),
    crawlDelays,
    nothing:
      pages + others > 0 || (tally.outcomes.notModified ?? 0) > 0 ? null : whyNothing(tally, crawlDelays),
    written,
  };
}

/** Why a crawl brought nothing, in one sentence. */
function whyNothing(tally: Tally, delays: Summary['crawlDelays']): string {
  const [first] = tally.reasons();
  if (first) return `${first.sample || first.host} ${first.why}`;
  const [status] = [...tally.statuses].sort(([, a], [, b]) => b - a);
  if (status) return `${count(status[1])} ${status[1] === 1 ? 'URL' : 'URLs'} answered ${status[0]}`;
  const [delay] = delays;
  if (delay) return delayInWords(delay);
  return 'no URL was answered before the crawl was stopped';
}

/** A Crawl-delay for people: what is asked for, and what is waited. */
export function delayInWords({ host, askedMs, keptMs }: Summary['crawlDelays'][number]): string {
  const cut = keptMs < askedMs ? `; ${duration(keptMs)} is waited (robots.maxCrawlDelayMs)` : '';
  return `${host} asks for a Crawl-delay of ${duration(askedMs)} between two requests${cut}`;
}

const words: Record<string, string> = { notModified: 'not modified' };
/** Reasons that are printed; with --json there are all. */
const MOST_SHOWN = 20;
const MOST_DELAYS = 5;

/** Says how a crawl ended. */
export function saySummary(output: Output, summary: Summary, resume: string | null): void {
  const { style } = output;
  const { end, pages, seconds, outcomes, notCrawled, urls } = summary;
  const word = { done: style.green('done'), budget: style.green('done'), stopped: style.yellow('stopped') }[
    end
  ];
  const budget = end === 'budget' ? ', the budget of pages is spent' : '';
  output.line(
    `${word} in ${duration(seconds * 1000)}: ${style.bold(`${count(pages)} pages`)}, ${bytes(summary.bytes)}, ` +
      `${rate(summary.pagesPerSecond)} pages/s${budget}`,
  );
  output.line();
  const rows = Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, n]) => ({ kind, n, what: whatOf(kind, summary) }));
  if (rows.length > 0)
    output.table(rows, [
      { title: 'outcome', cell: ({ kind }) => words[kind] ?? kind },
      { title: 'visits', cell: ({ n }) => count(n), align: 'right' },
      { title: '', cell: ({ what }) => what, cut: 'end' },
    ]);
  if (summary.sitemaps > 0) output.line(style.dim(`and ${count(summary.sitemaps)} sitemaps, read for links`));
  if (notCrawled.length > 0) {
    output.line();
    output.line('Not crawled');
    output.table(notCrawled.slice(0, MOST_SHOWN), [
      { title: 'host', cell: ({ host }) => clean(host), cut: 'middle', paint: (text) => style.bold(text) },
      { title: 'URLs', cell: ({ count: n }) => count(n), align: 'right' },
      { title: 'why', cell: ({ why }) => clean(why), cut: 'end' },
      { title: 'such as', cell: ({ sample }) => clean(sample), cut: 'middle', spare: 1 },
    ]);
    const more = notCrawled.length - MOST_SHOWN;
    if (more > 0) output.line(style.dim(`and ${count(more)} more reasons; --json has them all`));
  }
  for (const delay of summary.crawlDelays.slice(0, MOST_DELAYS))
    output.line(style.dim(clean(delayInWords(delay))));
  if (summary.nothing !== null) output.note(`\nNothing was fetched: ${clean(summary.nothing)}.`);
  if (urls.leftOut > 0)
    output.note(
      `\nMemory was full at ${count(urls.known)} URLs: ${count(urls.leftOut)} links were left out. Raise --max-urls, or crawl with the service (npm start).`,
    );
  if (summary.written) sayWritten(output, summary.written);
  if (end === 'stopped' && urls.waiting > 0)
    output.note(
      `\n${urls.waiting === 1 ? '1 URL is' : `${count(urls.waiting)} URLs are`} left. ${resume ? `Go on: ${resume}` : 'With --state DIR a crawl can go on where it stopped.'}`,
    );
}

function whatOf(kind: string, { pages, others, missing }: Summary): string {
  if (kind !== 'fetched') return '';
  return [
    `${count(pages)} pages`,
    ...(others > 0 ? [`${count(others)} of other types`] : []),
    ...(missing > 0 ? [`${count(missing)} answered with an error status`] : []),
  ].join(', ');
}

function sayWritten(output: Output, { dir, segments, bytes: size, index, records }: Written): void {
  output.line();
  output.line(
    `WARC   ${join(dir, RUN)}  ${count(segments)} ${segments === 1 ? 'file' : 'files'}, ${bytes(size)}`,
  );
  output.line(`index  ${index}  ${count(records)} records`);
}

/** Merges the indexes of all segments into one, sorted as CDXJ is, and tells what is there. */
export function writeIndex(dir: string): Written {
  const folder = join(dir, RUN);
  const files = readdirSync(folder).filter((file) => file.endsWith('.warc.gz'));
  const lines = files.flatMap((file) =>
    readFileSync(join(folder, `${file}.cdxj`), 'utf8')
      .split('\n')
      .filter(Boolean),
  );
  const index = join(folder, 'index.cdxj');
  writeFileSync(
    `${index}.draft`,
    lines
      .sort()
      .map((line) => `${line}\n`)
      .join(''),
  );
  renameSync(`${index}.draft`, index);
  const size = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  return { dir, segments: files.length, bytes: size, index, records: lines.length };
}
