import type { Pace as PaceValue, Policy as Rules } from '@trunkline/policy';
import { builder } from '../kit/builder.ts';
import { shown } from '../kit/shown.ts';

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
  fields: (t) =>
    shown(t, {
      obey: ['Boolean', 'Whether it is obeyed at all.'],
      maxCrawlDelayMs: ['Int', 'A longer Crawl-delay is cut to this.'],
      obeyNofollow: [
        'Boolean',
        'Whether links are left alone where rel=nofollow, meta robots or X-Robots-Tag says so.',
      ],
      obeyNoindex: [
        'Boolean',
        'Whether pages are not kept where meta robots or X-Robots-Tag says noindex. Their links are followed all the same.',
      ],
      sitemaps: ['Boolean', 'Whether the sitemaps that robots.txt names are read for links, too.'],
    }),
});

const Window = builder.objectRef<Rules['windows'][number]>('Window').implement({
  description: 'A time of the week in which URLs may be handed out.',
  fields: (t) =>
    shown(t, {
      opens: ['Int', 'Minutes since Monday 00:00 UTC.'],
      closes: ['Int', 'Minutes since Monday 00:00 UTC.'],
    }),
});

const Retries = builder.objectRef<Rules['retries']>('RetryRules').implement({
  description: 'What follows a failure.',
  fields: (t) =>
    shown(t, {
      attempts: ['Int', 'Fetches of one URL before it is dead.'],
      delayMs: ['Int', 'Wait before the second attempt; doubles each time.'],
      giveUp: ['Int', 'Failures of a host in a row before its URLs are dead.'],
    }),
});

const Limits = builder.objectRef<Rules['limits']>('VisitLimits').implement({
  description: 'Bounds of one visit.',
  fields: (t) =>
    shown(t, {
      totalMs: ['Int', 'Whole attempt, from connecting to the last byte.'],
      connectMs: ['Int', 'Connecting, TLS included.'],
      headersMs: ['Int', 'Until the response headers are whole.'],
      bodyBytes: ['Long', 'Body on the wire; the rest is cut.'],
      decodedBytes: ['Long', 'Body after decoding.'],
      headerBytes: ['Int', 'All response headers together.'],
      headerCount: ['Int', 'Number of response headers.'],
      bytesPerSecond: ['Long?', 'All bodies of a run together, bytes a second; null: no cap.'],
      minBytesPerSecond: ['Long', 'A body slower than this after 10 s is cut.'],
    }),
});

const Recrawl = builder.objectRef<Rules['recrawl']>('RecrawlRules').implement({
  description: 'When a later run asks for a page again: as often as it changes, between two bounds.',
  fields: (t) =>
    shown(t, {
      shortestMs: ['Long', 'Never sooner than this after the run before.'],
      longestMs: ['Long', 'At the latest after this; 0: in every run.'],
    }),
});

const Retention = builder.objectRef<Rules['retention']>('RetentionRules').implement({
  description: 'What is kept of runs that are over; both null: all.',
  fields: (t) =>
    shown(t, {
      runs: ['Int?', 'Only the last so many.'],
      days: ['Int?', 'Only those that ended so many days ago at most.'],
    }),
});

const PathBudget = builder.objectRef<Rules['budgets'][number]>('PathBudget').implement({
  description: 'Pages a run may fetch of all URLs whose path and query match, at any host.',
  fields: (t) =>
    shown(t, {
      pattern: ['String', '`*` is any run of characters: `/tag/*`, `*.pdf`.'],
      maxPages: ['Long', 'Pages of all that match.'],
    }),
});

export const PolicyRules = builder.objectRef<Rules>('PolicyRules').implement({
  description: 'The rules of a policy, every default filled in.',
  fields: (t) => ({
    ...shown(t, {
      pace: [Pace, 'How often one host may be asked.'],
      userAgent: ['String', 'Sent as User-Agent, and matched in robots.txt.'],
      robots: [Robots, 'How robots.txt is read.'],
      allowPrivateNetworks: [
        'Boolean',
        'Addresses outside the public internet may be connected to. Setting it needs `admin`.',
      ],
      windows: [[Window], 'When URLs may be handed out; none: always.'],
      retries: [Retries, 'What follows a failure.'],
      limits: [Limits, 'Bounds of one visit.'],
      contentTypes: ['[String]', 'Media types whose bodies are kept, `type/*` allowed; none: all.'],
      maxPagesPerHost: ['Int?', 'Pages of one host a run may fetch; null: no limit.'],
      maxPagesPerDomain: [
        'Int?',
        'Pages of all hosts of a registrable domain a run may fetch; null: no limit.',
      ],
      budgets: [[PathBudget], 'Pages a run may fetch by path; a URL that matches several counts for each.'],
    }),
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
  }),
});
