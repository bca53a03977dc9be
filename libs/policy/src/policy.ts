import { z } from 'zod';

const ms = (least: number, most: number) => z.int().min(least).max(most);

/** One URL per host at a time, the next start `delayMs` after the last one. */
const delayPace = z.strictObject({ mode: z.literal('delay'), delayMs: ms(0, 86_400_000) });

/** Up to `concurrency` URLs of a host at once, their starts spaced by 1/`perSecond`. */
const ratePace = z.strictObject({
  mode: z.literal('rate'),
  perSecond: z.number().positive().max(10_000),
  concurrency: z.int().min(1).max(256),
});

export const paceSchema = z.discriminatedUnion('mode', [delayPace, ratePace]);

/** How often one host may be asked. */
export type Pace = z.infer<typeof paceSchema>;

/** One day: the longest a host is left alone, whatever it asks for. */
const DAY = 86_400_000;
const YEAR = 365 * DAY;

/**
 * The rules of a throttling policy, as stored (jsonb), compiled into the frontier and handed to workers.
 * Every field has a default, so `policySchema.parse({})` is the polite default policy.
 */
export const policySchema = z.strictObject({
  pace: paceSchema.default({ mode: 'delay', delayMs: 1000 }),
  /** Sent as User-Agent; its product token is what robots.txt groups are matched with (RFC 9309 §2.2.1). */
  userAgent: z.string().min(1).max(256).default('Trunkline/0.1'),
  robots: z
    .strictObject({
      obey: z.boolean().default(true),
      /** A longer Crawl-delay is cut to this, and reported as cut. */
      maxCrawlDelayMs: ms(0, DAY).default(300_000),
      /** Links are left alone where rel=nofollow, meta robots or X-Robots-Tag says so. */
      obeyNofollow: z.boolean().default(false),
      /** Pages are not kept where meta robots or X-Robots-Tag says noindex; their links are followed all the same. */
      obeyNoindex: z.boolean().default(false),
      /** The sitemaps that robots.txt names are read for links, too. */
      sitemaps: z.boolean().default(false),
    })
    .prefault({}),
  /** Addresses outside the public internet may be connected to. Needs an admin key. */
  allowPrivateNetworks: z.boolean().default(false),
  /** Times of the week in which URLs may be handed out; none: always. Minutes since Monday 00:00 UTC. */
  windows: z
    .array(z.strictObject({ opens: z.int().min(0).max(10_079), closes: z.int().min(1).max(10_080) }))
    .max(32)
    .default([]),
  retries: z
    .strictObject({
      /** Fetches of one URL before it is dead, the first one included. */
      attempts: z.int().min(1).max(20).default(4),
      /** Wait before the second attempt; doubles with each further one. */
      delayMs: ms(0, DAY).default(10_000),
      /** Failures of a host in a row (over at least an hour) before its URLs are dead as host-unreachable. */
      giveUp: z.int().min(1).max(1000).default(10),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Whole attempt, from connecting to the last byte. */
      totalMs: ms(100, 3_600_000).default(30_000),
      connectMs: ms(100, 120_000).default(10_000),
      headersMs: ms(100, 600_000).default(20_000),
      /** Bytes of a body on the wire; the rest is cut and recorded as truncated. */
      bodyBytes: z.int().min(0).max(4_294_967_296).default(16_777_216),
      /** Bytes of a body after decoding. */
      decodedBytes: z.int().min(0).max(4_294_967_296).default(67_108_864),
      /** Body bytes a second of all requests of a run together; null: no cap. Kept by admission: no body is paused. */
      bytesPerSecond: z.int().min(1000).nullable().default(null),
      headerBytes: z.int().min(1024).max(262_144).default(262_144),
      headerCount: z.int().min(10).max(10_000).default(10_000),
      /** A body slower than this after 10 s is cut as too slow, bytes per second. */
      minBytesPerSecond: z.int().min(0).default(100),
    })
    .prefault({}),
  /** Media types whose bodies are read and archived, `type/*` allowed; none: all. Decided at the headers. */
  contentTypes: z.array(z.string().min(3).max(127)).max(64).default([]),
  /**
   * When a later run asks for a page again: as often as it changes, between these bounds, and never more than once a run.
   * 0 and 0: every run asks for every page.
   */
  recrawl: z
    .strictObject({ shortestMs: ms(0, YEAR).default(0), longestMs: ms(0, YEAR).default(0) })
    .prefault({}),
  /** What is kept of runs that are over: the last `runs` of them, those younger than `days`; null: all. */
  retention: z
    .strictObject({
      runs: z.int().min(1).max(100_000).nullable().default(null),
      days: z.int().min(1).max(36_500).nullable().default(null),
    })
    .prefault({}),
  /** Pages of one host a run may fetch; null: no limit. */
  maxPagesPerHost: z.int().min(1).nullable().default(null),
  /** Pages of one registrable domain (public suffix list), all its hosts together, a run may fetch; null: no limit. */
  maxPagesPerDomain: z.int().min(1).nullable().default(null),
  /** Pages a run may fetch of all URLs whose path and query match, at any host; a URL that matches several counts for each. */
  budgets: z
    .array(
      z.strictObject({
        /** `*` is any run of characters, all else itself, over the whole path and query: `/tag/*`, `*.pdf`. */
        pattern: z
          .string()
          .max(500)
          .regex(/^[/*][!-~]*$/, 'must begin with / or * and have no spaces'),
        maxPages: z.int().min(1).max(9_007_199_254_740_991),
      }),
    )
    .max(32)
    .default([]),
});

/** The rules of a policy with every default filled in. */
export type Policy = z.infer<typeof policySchema>;

/** What a user may write: any part of a policy. */
export type PolicyInput = z.input<typeof policySchema>;
