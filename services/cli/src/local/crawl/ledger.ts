import { closeSync, fdatasync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { DiscoveredUrl, KnownUrl, Ledger } from '@trunkline/frontier';
import type { LeftOut, OutcomeKind, VisitRecord } from '@trunkline/policy';
import { hostKey } from '@trunkline/web/url';

/** What is kept of an attempt: what the frontier and the summary need to be put back. */
export type Attempt = Pick<VisitRecord, 'url' | 'attempt' | 'final' | 'outcome'> & {
  sitemap: number;
  /** End of the rest a host asked for, ms of the clock on the wall; 0: none. */
  restUntil: number;
  bytes: number;
  html: boolean;
  dead: boolean;
  led?: string;
  /** What it left out. */
  left?: LeftOut[];
};

/** A line: URLs that were found, or attempts that ended. */
type Line = { d: [url: string, depth: number, hops: number, sitemap: number][] } | { s: Attempt[] };

/** Between two syncs; what a power failure takes is fetched again, what kill -9 takes is nothing, ms. */
const SYNC_MS = 1000;

/**
 * The ledger of a crawl of one process: a file to which a line is added for what was found and for what ended, in the
 * order in which the frontier says it. So its size is bounded by the URLs and their attempts, and its prefix is always
 * true: a page that ended is preceded by its links.
 */
export function openLedger(path: string) {
  let past = readPast(path);
  const file = openSync(path, 'a');
  let dirty = false;
  const timer = setInterval(sync, SYNC_MS);
  timer.unref();

  function sync(): void {
    if (!dirty) return;
    dirty = false;
    // Only the moment of durability hangs on it; the next one tries again.
    fdatasync(file, (error) => {
      dirty ||= error !== null;
    });
  }

  function add(line: Line): void {
    writeSync(file, `${JSON.stringify(line)}\n`);
    dirty = true;
  }

  return {
    /** What the file said when it was opened. */
    get past(): Past {
      return past;
    },
    /** The frontier has it now: it need not be in memory twice. */
    forgetPast(): void {
      past = { urls: new Map(), attempts: [], led: [] };
    },
    discovered: (urls: readonly DiscoveredUrl[]) =>
      add({ d: urls.map(({ url, depth, hops, sitemap }) => [url, depth, hops, sitemap]) }),
    ended: (attempts: Attempt[]) => add({ s: attempts }),
    close(): void {
      clearInterval(timer);
      closeSync(file);
    },
  };
}

export type CrawlLedger = ReturnType<typeof openLedger>;

/** `led`: places that redirects of seeds ended at. */
export type Past = { urls: Map<string, KnownUrl>; attempts: Attempt[]; led: string[] };

function readPast(path: string): Past {
  const past: Past = { urls: new Map(), attempts: [], led: [] };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return past;
    throw error;
  }
  // The last line may be torn: whoever was killed had not finished it.
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  for (let at = 0; at < whole; ) {
    const end = bytes.indexOf(0x0a, at);
    addLine(past, JSON.parse(bytes.toString('utf8', at, end)) as Line);
    at = end + 1;
  }
  return past;
}

function addLine(past: Past, line: Line): void {
  if ('d' in line) {
    for (const [url, depth, hops, sitemap] of line.d)
      past.urls.set(url, { url, depth, hops, sitemap, tries: 0, finished: false, fetched: false });
    return;
  }
  for (const attempt of line.s) {
    past.attempts.push(attempt);
    if (attempt.led !== undefined) past.led.push(attempt.led);
    const known = past.urls.get(attempt.url);
    if (!known) continue;
    known.tries = attempt.attempt;
    known.finished = attempt.final;
    known.fetched = attempt.outcome.kind === 'fetched' && !attempt.sitemap;
  }
}

/** The past as a frontier takes it back. */
export function ledgerOf({ urls, attempts }: Past): Ledger {
  const counters: Partial<Record<OutcomeKind | 'bytes' | 'dead', number>> = {};
  const count = (name: keyof typeof counters, by = 1) => {
    counters[name] = (counters[name] ?? 0) + by;
  };
  const resting = new Map<string, number>();
  for (const { url, outcome, sitemap, restUntil, bytes, dead } of attempts) {
    if (!sitemap || outcome.kind !== 'fetched') count(outcome.kind);
    count('bytes', bytes);
    if (dead) count('dead');
    if (restUntil > 0) resting.set(hostKey(url), Math.max(restUntil, resting.get(hostKey(url)) ?? 0));
  }
  return { urls: urls.values(), counters, resting };
}
