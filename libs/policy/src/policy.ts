import { z } from 'zod';
import { problemOfContact, problemOfUserAgent } from './user-agent.ts';

/** Whole numbers; those that may exceed 31 bits are Long in the API. */
const whole = (least: number, most: number) => z.int().min(least).max(most);
/** Milliseconds. */
const ms = whole;

/** One URL per host at a time, the next start `delayMs` after the last one. */
const delayPace = z.strictObject({ mode: z.literal('delay'), delayMs: ms(0, 86_400_000) });

/** Up to `concurrency` URLs of a host at once, their starts spaced by 1/`perSecond`. */
const ratePace = z.strictObject({
  mode: z.literal('rate'),
  perSecond: z.number().positive().max(10_000),
  concurrency: whole(1, 256),
});

export const paceSchema = z.discriminatedUnion('mode', [delayPace, ratePace]);

/** Refuses a text for what is wrong with it. */
const refuse = (problemOf: (text: string) => string | null) => (text: string, context: z.RefinementCtx) => {
  const problem = problemOf(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
};

/** How often one host may be asked. */
export type Pace = z.infer<typeof paceSchema>;

/** One day: the longest a host is left alone, whatever it asks for. */
const DAY = 86_400_000;
const YEAR = 365 * DAY;
const MOST_INT = 2_147_483_647;
const MOST_BYTES = 4_294_967_296;

const robots = z
  .strictObject({
    obey: z.boolean().default(true).describe('Whether it is obeyed at all.'),
    maxCrawlDelayMs: ms(0, DAY)
      .default(300_000)
      .describe('A longer Crawl-delay is cut to this, and reported as cut.'),
    // RFC 9309 §2.3.1.4, §2.4.
    maxCopyAgeMs: ms(DAY, 30 * DAY)
      .default(7 * DAY)
      .describe(
        'While a robots.txt cannot be had again, the copy that was read last goes on deciding until it is so old, one day to thirty; after that nothing of its origin is fetched.',
      ),
    obeyNofollow: z
      .boolean()
      .default(false)
      .describe('Whether links are left alone where rel=nofollow, meta robots or X-Robots-Tag says so.'),
    obeyNoindex: z
      .boolean()
      .default(false)
      .describe(
        'Whether pages are not kept where meta robots or X-Robots-Tag says noindex. Their links are followed all the same.',
      ),
    sitemaps: z
      .boolean()
      .default(false)
      .describe('Whether the sitemaps that robots.txt names are read for links, too.'),
  })
  .meta({ title: 'RobotsRules', description: 'How robots.txt is read (RFC 9309).' });

const window = z
  .strictObject({
    opens: whole(0, 10_079).describe('Minutes since Monday 00:00 UTC, 0 to 10,079.'),
    closes: whole(1, 10_080).describe('Minutes since Monday 00:00 UTC, 1 to 10,080.'),
  })
  .meta({ title: 'Window', description: 'A time of the week in which URLs may be handed out.' });

const retries = z
  .strictObject({
    attempts: whole(1, 20)
      .default(4)
      .describe('Fetches of one URL before it is dead, the first one included; 1 to 20.'),
    delayMs: ms(0, DAY).default(10_000).describe('Wait before the second attempt; doubles each time.'),
    giveUp: whole(1, 1000)
      .default(10)
      .describe('Failures of a host in a row (over at least an hour) before its URLs are dead; 1 to 1,000.'),
  })
  .meta({ title: 'RetryRules', description: 'What follows a failure.' });

const limits = z
  .strictObject({
    totalMs: ms(100, 3_600_000).default(30_000).describe('Whole attempt, from connecting to the last byte.'),
    connectMs: ms(100, 120_000).default(10_000).describe('Connecting, TLS included.'),
    headersMs: ms(100, 600_000).default(20_000).describe('Until the response headers are whole.'),
    bodyBytes: whole(0, MOST_BYTES)
      .default(16_777_216)
      .describe('Body on the wire; the rest is cut, and recorded as truncated.'),
    decodedBytes: whole(0, MOST_BYTES).default(67_108_864).describe('Body after decoding.'),
    // Kept by admission: no body is paused.
    bytesPerSecond: whole(1000, Number.MAX_SAFE_INTEGER)
      .nullable()
      .default(null)
      .describe('All bodies of a run together, bytes a second, at least 1,000; null: no cap.'),
    headerBytes: whole(1024, 262_144)
      .default(262_144)
      .describe('All response headers together, 1,024 to 262,144.'),
    headerCount: whole(10, 10_000).default(10_000).describe('Number of response headers, 10 to 10,000.'),
    newLinks: whole(0, 100_000)
      .default(10_000)
      .describe(
        'New links of one page that are followed, in document order, 0 to 100,000; the rest is counted as left out.',
      ),
    minBytesPerSecond: whole(0, Number.MAX_SAFE_INTEGER)
      .default(100)
      .describe('A body slower than this after 10 s is cut.'),
  })
  .meta({ title: 'VisitLimits', description: 'Bounds of one visit.' });

// As often as a page changes, between two bounds, and never more than once a run.
const recrawl = z
  .strictObject({
    shortestMs: ms(0, YEAR).default(0).describe('Never sooner than this after the run before.'),
    longestMs: ms(0, YEAR).default(0).describe('At the latest after this; 0: in every run.'),
  })
  .meta({
    title: 'RecrawlRules',
    description: 'When a later run asks for a page again: as often as it changes, between two bounds.',
  });

const retention = z
  .strictObject({
    runs: whole(1, 100_000).nullable().default(null).describe('Only the last so many; null: all.'),
    days: whole(1, 36_500)
      .nullable()
      .default(null)
      .describe('Only those that ended so many days ago at most; null: all.'),
  })
  .meta({ title: 'RetentionRules', description: 'What is kept of runs that are over; both null: all.' });

const pathBudget = z
  .strictObject({
    pattern: z
      .string()
      .max(500)
      .regex(/^[/*][!-~]*$/, 'must begin with / or * and have no spaces')
      .describe('`*` is any run of characters, over the whole path and query: `/tag/*`, `*.pdf`.'),
    maxPages: whole(1, Number.MAX_SAFE_INTEGER).describe('Pages of all that match, 1 or more.'),
  })
  .meta({
    title: 'PathBudget',
    description: 'Pages a run may fetch of all URLs whose path and query match, at any host.',
  });

const contentCoding = z.enum(['gzip', 'deflate', 'br', 'zstd']).meta({
  title: 'ContentCoding',
  description: 'How a body is compressed (RFC 9110 §8.4.1).',
  values: {
    gzip: 'RFC 1952; every tool that reads WARC knows it.',
    deflate: 'RFC 1950, and bare RFC 1951 as some servers send it.',
    br: 'Brotli (RFC 7932).',
    zstd: 'Zstandard (RFC 8878).',
  },
});

/**
 * The rules of a throttling policy, as stored (jsonb), compiled into the frontier and handed to workers.
 * Every field has a default, so `policySchema.parse({})` is the polite default policy. The API makes its types and inputs from
 * this table: titles are names of types, descriptions are what clients read.
 */
export const policySchema = z
  .strictObject({
    pace: paceSchema
      .default({ mode: 'delay', delayMs: 1000 })
      .describe('How often one host may be asked, by all workers together.'),
    // Its product token is what robots.txt groups are matched with (RFC 9309 §2.2.1).
    userAgent: z
      .string()
      .min(1)
      .max(256)
      .superRefine(refuse(problemOfUserAgent))
      .default('Trunkline/0.1')
      .describe(
        'Sent as User-Agent, with the contact as its comment where it has none; its product token alone is matched in robots.txt.',
      ),
    contact: z
      .string()
      .superRefine(refuse(problemOfContact))
      .nullable()
      .default(null)
      .describe('URL or mail address at which whoever asks can be reached; null: that of the installation.'),
    sendFrom: z
      .boolean()
      .default(false)
      .describe('Whether a contact that is a mail address is sent as From, too.'),
    // Bodies are archived as they come: what is asked for decides who can read the archive.
    codings: z
      .array(contentCoding)
      .max(4)
      .default(['gzip'])
      .describe(
        'Content codings that are asked for; none: bodies as they are. Bodies are archived in them, and many readers of WARC know gzip alone. A body in another one is archived without it.',
      ),
    robots: robots.prefault({}),
    cookies: z
      .enum(['off', 'host'])
      .meta({
        title: 'CookiePolicy',
        description: 'What becomes of cookies that sites set.',
        values: { off: 'They are ignored.', host: 'They go back to the host that set them, within the run.' },
      })
      .default('host')
      .describe(
        'Whether cookies that a site sets go back to its host, in the same run and nowhere else (`HOST`), or are ignored (`OFF`).',
      ),
    traps: z
      .enum(['quarantine', 'watch', 'off'])
      .meta({
        title: 'TrapPolicy',
        description: 'What becomes of URLs without end that bring nothing new.',
        values: {
          quarantine: 'They are held until somebody releases or keeps them.',
          watch: 'They are told of, and fetched all the same.',
          off: 'Nobody looks.',
        },
      })
      .default('quarantine')
      .describe(
        'Whether URLs of a shape (calendars, sessions, filters, circles) that keeps growing and brings nothing new are held for review (`QUARANTINE`), told of only (`WATCH`), or not looked for (`OFF`).',
      ),
    allowPrivateNetworks: z
      .boolean()
      .default(false)
      .describe(
        'Addresses outside the public internet may be connected to. Setting it needs the scope `admin`.',
      ),
    windows: z.array(window).max(32).default([]).describe('When URLs may be handed out; none: always.'),
    retries: retries.prefault({}),
    limits: limits.prefault({}),
    recrawl: recrawl.prefault({}),
    retention: retention.prefault({}),
    // Decided at the headers.
    contentTypes: z
      .array(z.string().min(3).max(127))
      .max(64)
      .default([])
      .describe('Media types whose bodies are kept, `type/*` allowed; none: all.'),
    maxPagesPerHost: whole(1, MOST_INT)
      .nullable()
      .default(null)
      .describe('Pages of one host a run may fetch; null: no limit.'),
    maxPagesPerDomain: whole(1, MOST_INT)
      .nullable()
      .default(null)
      .describe(
        'Pages of all hosts of a registrable domain (public suffix list) a run may fetch; null: no limit.',
      ),
    maxUrls: whole(1, Number.MAX_SAFE_INTEGER)
      .nullable()
      .default(20_000_000)
      .describe('URLs a run may know; links beyond are left out, and counted as such. Null: no limit.'),
    maxHosts: whole(1, MOST_INT)
      .nullable()
      .default(1_000_000)
      .describe('Hosts of which a run may know URLs; those of others are left out. Null: no limit.'),
    budgets: z
      .array(pathBudget)
      .max(32)
      .default([])
      .describe('Pages a run may fetch by path, up to 32; a URL that matches several counts for each.'),
  })
  .meta({ title: 'PolicyRules', description: 'The rules of a policy.' });

/** The rules of a policy with every default filled in. */
export type Policy = z.infer<typeof policySchema>;

/** What a user may write: any part of a policy. */
export type PolicyInput = z.input<typeof policySchema>;
