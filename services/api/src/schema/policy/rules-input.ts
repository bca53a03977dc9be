import { builder } from '../kit/builder.ts';
import { PaceMode } from './rules.ts';

export const PaceInput = builder.inputType('PaceInput', {
  description: 'Either `delayMs`, or `perSecond` with `concurrency`.',
  fields: (t) => ({
    mode: t.field({
      type: PaceMode,
      description: 'Left out: DELAY when `delayMs` is given, RATE when `perSecond` is given.',
    }),
    delayMs: t.int({ description: 'Mode DELAY: milliseconds from one start to the next, 0 to a day.' }),
    perSecond: t.float({ description: 'Mode RATE: starts a second on one host, up to 10,000.' }),
    concurrency: t.int({
      description: 'Mode RATE: URLs of a host in flight at once, 1 to 256; 1 when left out.',
    }),
  }),
});

const RobotsInput = builder.inputType('RobotsRulesInput', {
  description: 'How robots.txt is read. What is left out stays as it is.',
  fields: (t) => ({
    obey: t.boolean({ description: 'Whether it is obeyed at all.' }),
    maxCrawlDelayMs: t.int({ description: 'A longer Crawl-delay is cut to this.' }),
    obeyNofollow: t.boolean({
      description: 'Links are left alone where rel=nofollow, meta robots or X-Robots-Tag says so.',
    }),
    obeyNoindex: t.boolean({
      description:
        'Pages are not kept where meta robots or X-Robots-Tag says noindex; their links are followed all the same.',
    }),
    sitemaps: t.boolean({ description: 'The sitemaps that robots.txt names are read for links, too.' }),
  }),
});

const WindowInput = builder.inputType('WindowInput', {
  description: 'A time of the week in which URLs may be handed out.',
  fields: (t) => ({
    opens: t.int({ required: true, description: 'Minutes since Monday 00:00 UTC, 0 to 10,079.' }),
    closes: t.int({ required: true, description: 'Minutes since Monday 00:00 UTC, 1 to 10,080.' }),
  }),
});

const RetriesInput = builder.inputType('RetryRulesInput', {
  description: 'What follows a failure. What is left out stays as it is.',
  fields: (t) => ({
    attempts: t.int({ description: 'Fetches of one URL before it is dead, 1 to 20.' }),
    delayMs: t.int({ description: 'Wait before the second attempt; doubles each time.' }),
    giveUp: t.int({ description: 'Failures of a host in a row before its URLs are dead, 1 to 1,000.' }),
  }),
});

const LimitsInput = builder.inputType('VisitLimitsInput', {
  description: 'Bounds of one visit. What is left out stays as it is.',
  fields: (t) => ({
    totalMs: t.int({ description: 'Whole attempt, from connecting to the last byte.' }),
    connectMs: t.int({ description: 'Connecting, TLS included.' }),
    headersMs: t.int({ description: 'Until the response headers are whole.' }),
    bodyBytes: t.field({ type: 'Long', description: 'Body on the wire; the rest is cut.' }),
    decodedBytes: t.field({ type: 'Long', description: 'Body after decoding.' }),
    headerBytes: t.int({ description: 'All response headers together, 1,024 to 262,144.' }),
    headerCount: t.int({ description: 'Number of response headers, 10 to 10,000.' }),
    bytesPerSecond: t.field({
      type: 'Long',
      description: 'All bodies of a run together, bytes a second, at least 1,000; null: no cap.',
    }),
    minBytesPerSecond: t.field({ type: 'Long', description: 'A body slower than this after 10 s is cut.' }),
  }),
});

const RecrawlInput = builder.inputType('RecrawlRulesInput', {
  description: 'When a later run asks for a page again. What is left out stays as it is.',
  fields: (t) => ({
    shortestMs: t.field({ type: 'Long', description: 'Never sooner than this after the run before.' }),
    longestMs: t.field({ type: 'Long', description: 'At the latest after this; 0: in every run.' }),
  }),
});

const RetentionInput = builder.inputType('RetentionRulesInput', {
  description: 'What is kept of runs that are over. What is left out stays as it is.',
  fields: (t) => ({
    runs: t.int({ description: 'Only the last so many; null: all.' }),
    days: t.int({ description: 'Only those that ended so many days ago at most; null: all.' }),
  }),
});

const PathBudgetInput = builder.inputType('PathBudgetInput', {
  description: 'Pages a run may fetch of all URLs whose path and query match, at any host.',
  fields: (t) => ({
    pattern: t.string({
      required: true,
      description: '`*` is any run of characters, over the whole path and query: `/tag/*`, `*.pdf`.',
    }),
    maxPages: t.field({ type: 'Long', required: true, description: 'Pages of all that match, 1 or more.' }),
  }),
});

export const PolicyRulesInput = builder.inputType('PolicyRulesInput', {
  description: 'Rules of a policy. What is left out keeps its default, or on an update its present value.',
  fields: (t) => ({
    pace: t.field({
      type: PaceInput,
      description: 'How often one host may be asked, by all workers together.',
    }),
    userAgent: t.string({ description: 'Sent as User-Agent, and matched in robots.txt.' }),
    robots: t.field({ type: RobotsInput, description: 'How robots.txt is read.' }),
    allowPrivateNetworks: t.boolean({
      description: 'Addresses outside the public internet may be connected to. Needs the scope `admin`.',
    }),
    windows: t.field({ type: [WindowInput], description: 'When URLs may be handed out; empty: always.' }),
    retries: t.field({ type: RetriesInput, description: 'What follows a failure.' }),
    limits: t.field({ type: LimitsInput, description: 'Bounds of one visit.' }),
    recrawl: t.field({ type: RecrawlInput, description: 'When a later run asks for a page again.' }),
    retention: t.field({ type: RetentionInput, description: 'What is kept of runs that are over.' }),
    contentTypes: t.stringList({
      description: 'Media types whose bodies are kept, `type/*` allowed; empty: all.',
    }),
    maxPagesPerHost: t.int({ description: 'Pages of one host a run may fetch; null: no limit.' }),
    maxPagesPerDomain: t.int({
      description: 'Pages of all hosts of a registrable domain a run may fetch; null: no limit.',
    }),
    budgets: t.field({
      type: [PathBudgetInput],
      description: 'Pages a run may fetch by path, up to 32; a URL that matches several counts for each.',
    }),
  }),
});
