import type { Pace as PaceValue, Policy as Rules } from '@trunkline/policy';
import { builder } from '../builder.ts';

export const PaceMode = builder.enumType('PaceMode', {
  description: 'How starts on one host are spaced.',
  values: {
    DELAY: { value: 'delay', description: 'One URL at a time, `delayMs` from start to start.' },
    RATE: { value: 'rate', description: 'Up to `concurrency` URLs at once, `perSecond` starts a second.' },
  },
});

export const Pace = builder.objectRef<PaceValue>('Pace').implement({
  description: 'How often one host may be asked, by all workers together.',
  fields: (t) => ({
    mode: t.field({ type: PaceMode, description: 'Which of the two kinds.', resolve: (pace) => pace.mode }),
    delayMs: t.int({
      nullable: true,
      description: 'Mode DELAY: milliseconds from one start to the next.',
      resolve: (pace) => (pace.mode === 'delay' ? pace.delayMs : null),
    }),
    perSecond: t.float({
      nullable: true,
      description: 'Mode RATE: starts a second.',
      resolve: (pace) => (pace.mode === 'rate' ? pace.perSecond : null),
    }),
    concurrency: t.int({
      nullable: true,
      description: 'Mode RATE: URLs of a host in flight at once.',
      resolve: (pace) => (pace.mode === 'rate' ? pace.concurrency : null),
    }),
  }),
});

const Robots = builder.objectRef<Rules['robots']>('RobotsRules').implement({
  description: 'How robots.txt is read (RFC 9309).',
  fields: (t) => ({
    obey: t.exposeBoolean('obey', { description: 'Whether it is obeyed at all.' }),
    maxCrawlDelayMs: t.exposeInt('maxCrawlDelayMs', { description: 'A longer Crawl-delay is cut to this.' }),
    obeyNofollow: t.exposeBoolean('obeyNofollow', {
      description: 'Whether links are left alone where rel=nofollow, meta robots or X-Robots-Tag says so.',
    }),
    obeyNoindex: t.exposeBoolean('obeyNoindex', {
      description:
        'Whether pages are not kept where meta robots or X-Robots-Tag says noindex. Their links are followed all the same.',
    }),
    sitemaps: t.exposeBoolean('sitemaps', {
      description: 'Whether the sitemaps that robots.txt names are read for links, too.',
    }),
  }),
});

const Window = builder.objectRef<Rules['windows'][number]>('Window').implement({
  description: 'A time of the week in which URLs may be handed out.',
  fields: (t) => ({
    opens: t.exposeInt('opens', { description: 'Minutes since Monday 00:00 UTC.' }),
    closes: t.exposeInt('closes', { description: 'Minutes since Monday 00:00 UTC.' }),
  }),
});

const Retries = builder.objectRef<Rules['retries']>('RetryRules').implement({
  description: 'What follows a failure.',
  fields: (t) => ({
    attempts: t.exposeInt('attempts', { description: 'Fetches of one URL before it is dead.' }),
    delayMs: t.exposeInt('delayMs', { description: 'Wait before the second attempt; doubles each time.' }),
    giveUp: t.exposeInt('giveUp', { description: 'Failures of a host in a row before its URLs are dead.' }),
  }),
});

const Limits = builder.objectRef<Rules['limits']>('VisitLimits').implement({
  description: 'Bounds of one visit.',
  fields: (t) => ({
    totalMs: t.exposeInt('totalMs', { description: 'Whole attempt, from connecting to the last byte.' }),
    connectMs: t.exposeInt('connectMs', { description: 'Connecting, TLS included.' }),
    headersMs: t.exposeInt('headersMs', { description: 'Until the response headers are whole.' }),
    bodyBytes: t.expose('bodyBytes', { type: 'Long', description: 'Body on the wire; the rest is cut.' }),
    decodedBytes: t.expose('decodedBytes', { type: 'Long', description: 'Body after decoding.' }),
    headerBytes: t.exposeInt('headerBytes', { description: 'All response headers together.' }),
    headerCount: t.exposeInt('headerCount', { description: 'Number of response headers.' }),
    bytesPerSecond: t.expose('bytesPerSecond', {
      type: 'Long',
      nullable: true,
      description: 'All bodies of a run together, bytes a second; null: no cap.',
    }),
    minBytesPerSecond: t.expose('minBytesPerSecond', {
      type: 'Long',
      description: 'A body slower than this after 10 s is cut.',
    }),
  }),
});

const Recrawl = builder.objectRef<Rules['recrawl']>('RecrawlRules').implement({
  description: 'When a later run asks for a page again: as often as it changes, between two bounds.',
  fields: (t) => ({
    shortestMs: t.expose('shortestMs', {
      type: 'Long',
      description: 'Never sooner than this after the run before.',
    }),
    longestMs: t.expose('longestMs', {
      type: 'Long',
      description: 'At the latest after this; 0: in every run.',
    }),
  }),
});

const Retention = builder.objectRef<Rules['retention']>('RetentionRules').implement({
  description: 'What is kept of runs that are over; both null: all.',
  fields: (t) => ({
    runs: t.exposeInt('runs', { nullable: true, description: 'Only the last so many.' }),
    days: t.exposeInt('days', {
      nullable: true,
      description: 'Only those that ended so many days ago at most.',
    }),
  }),
});

const PathBudget = builder.objectRef<Rules['budgets'][number]>('PathBudget').implement({
  description: 'Pages a run may fetch of all URLs whose path and query match, at any host.',
  fields: (t) => ({
    pattern: t.exposeString('pattern', { description: '`*` is any run of characters: `/tag/*`, `*.pdf`.' }),
    maxPages: t.expose('maxPages', { type: 'Long', description: 'Pages of all that match.' }),
  }),
});

export const PolicyRules = builder.objectRef<Rules>('PolicyRules').implement({
  description: 'The rules of a policy, every default filled in.',
  fields: (t) => ({
    pace: t.expose('pace', { type: Pace, description: 'How often one host may be asked.' }),
    userAgent: t.exposeString('userAgent', { description: 'Sent as User-Agent, and matched in robots.txt.' }),
    robots: t.expose('robots', { type: Robots, description: 'How robots.txt is read.' }),
    allowPrivateNetworks: t.exposeBoolean('allowPrivateNetworks', {
      description: 'Addresses outside the public internet may be connected to. Setting it needs `admin`.',
    }),
    windows: t.expose('windows', {
      type: [Window],
      description: 'When URLs may be handed out; none: always.',
    }),
    retries: t.expose('retries', { type: Retries, description: 'What follows a failure.' }),
    limits: t.expose('limits', { type: Limits, description: 'Bounds of one visit.' }),
    recrawl: t.field({
      type: Recrawl,
      description: 'When a later run asks for a page again.',
      resolve: (rules) => rules.recrawl ?? { shortestMs: 0, longestMs: 0 },
    }),
    retention: t.field({
      type: Retention,
      description: 'What is kept of runs that are over.',
      resolve: (rules) => rules.retention ?? { runs: null, days: null },
    }),
    contentTypes: t.exposeStringList('contentTypes', {
      description: 'Media types whose bodies are kept, `type/*` allowed; none: all.',
    }),
    maxPagesPerHost: t.exposeInt('maxPagesPerHost', {
      nullable: true,
      description: 'Pages of one host a run may fetch; null: no limit.',
    }),
    maxPagesPerDomain: t.exposeInt('maxPagesPerDomain', {
      nullable: true,
      description: 'Pages of all hosts of a registrable domain a run may fetch; null: no limit.',
    }),
    budgets: t.expose('budgets', {
      type: [PathBudget],
      description: 'Pages a run may fetch by path; a URL that matches several counts for each.',
    }),
  }),
});
