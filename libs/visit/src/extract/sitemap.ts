import type { Outcome } from '@trunkline/policy';
import { codingsOf, decode } from '@trunkline/web/coding';
import { parseSitemap, type Sitemap } from '@trunkline/web/sitemap';
import { canonicalUrl, inScope, looksLikeTrap } from '@trunkline/web/url';
import type { CollectedBody } from '../body/collect.ts';
import type { Head } from '../headers/head.ts';
import type { Discovered, VisitClaim, VisitConfig } from '../types.ts';
import { redirectTarget } from './discover.ts';
import type { OffThread } from './off-thread.ts';

/** Decoded bytes that are read, as sitemaps.org bounds a sitemap. */
const READ_MOST = 50 << 20;
/** Sitemaps above this many bytes are read in another thread; compressed ones may be of any size. */
const OFF_THREAD = 128 << 10;
/** Sitemaps that are followed of one robots.txt. */
const MOST_NAMED = 100;
/** Sitemaps that are followed of one index, by how deep it is: an index in an index in an index leads nowhere. */
const MOST_OF_INDEX = [0, 1000, 100];

/** Pages of one sitemap of which is told when they were modified: those that were last. */
const MOST_MODIFIED = 5000;

export type SitemapReading = { sitemap: Sitemap | null; decodeError: string | null };

/** A sitemap to be read: bytes without content coding, its address and the type the origin gave it. */
export type SitemapDocument = { bytes: Uint8Array; url: string; contentType: string | null };

/** Takes off the content coding and reads what is there; null: nothing could be read within the time. */
export async function readSitemap(
  url: string,
  head: Head,
  body: CollectedBody,
  offThread: OffThread,
): Promise<SitemapReading> {
  const codings = codingsOf(head.headers);
  if ('error' in codings) return { sitemap: null, decodeError: codings.error };
  const decoded =
    codings.applied.length > 0
      ? await decode(body.large ?? (await body.bytes()), codings, { most: READ_MOST, keep: READ_MOST })
      : { bytes: await body.bytes(READ_MOST), error: null };
  const { bytes, error } = decoded;
  const document = { bytes, url, contentType: head.get('content-type') ?? null };
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const small = bytes.length <= OFF_THREAD && !isZipped;
  return {
    sitemap: small
      ? readHere(document)
      : await offThread.readSitemap(document, codings.applied.length > 0 || body.large !== null),
    decodeError: error,
  };
}

export function readHere({ bytes, url, contentType }: SitemapDocument): Sitemap {
  return parseSitemap(bytes, { url, contentType });
}

/** The sitemaps the robots.txt of the claim's origin names, where the policy wants them and the job's scope has them. */
export function namedSitemaps(
  claim: VisitClaim,
  { policy, scope }: VisitConfig,
  named: readonly string[],
  isKnown: (run: string, url: string) => boolean,
): Discovered[] {
  if (!policy.robots.sitemaps || named.length === 0) return [];
  const found: Discovered[] = [];
  for (const address of named.slice(0, MOST_NAMED)) {
    const url = canonicalUrl(address, claim.url);
    if (url === null || url === claim.url || isKnown(claim.run, url)) continue;
    if (!inScope(url, scope).inScope || looksLikeTrap(url) !== null) continue;
    found.push({ url, depth: 0, hops: 0, urgent: false, sitemap: 1 });
  }
  return found;
}

/**
 * What a sitemap leads to: further sitemaps, or pages at depth 1, those that changed last first, so that a run with a
 * budget spends it on them. The job's scope decides about both.
 */
export function inSitemap(
  claim: VisitClaim,
  config: VisitConfig,
  outcome: Outcome,
  head: Head,
  sitemap: Sitemap | null,
  isKnown: (run: string, url: string) => boolean,
): Discovered[] {
  if (outcome.kind === 'redirected') return redirectTarget(claim, config, outcome.target);
  if (outcome.kind !== 'fetched' || head.status >= 300 || !sitemap) return [];
  const level = claim.sitemap ?? 1;
  const wanted = (url: string) =>
    url !== claim.url &&
    !isKnown(claim.run, url) &&
    inScope(url, config.scope).inScope &&
    looksLikeTrap(url) === null;
  const further = sitemap.sitemaps
    .slice(0, MOST_OF_INDEX[level] ?? 0)
    .filter(wanted)
    .map((url) => ({ url, depth: 0, hops: 0, urgent: false, sitemap: level + 1 }));
  const pages = sitemap.urls
    .filter(({ url }) => wanted(url))
    .map(({ url, lastModified }) => ({ url, changed: Date.parse(lastModified ?? '') || 0 }))
    .sort((a, b) => b.changed - a.changed)
    .map(({ url }) => ({ url, depth: 1, hops: 0, urgent: false }));
  return [...further, ...pages];
}

/**
 * When pages of the job were modified last, in seconds, as a sitemap says, the latest first: a hint for the next run. None where
 * every run asks for every page. What it says of the future is no fact.
 */
export function modifiedIn(
  { scope, policy }: VisitConfig,
  sitemap: Sitemap | null,
): [url: string, at: number][] {
  if (!sitemap || policy.recrawl.longestMs === 0) return [];
  const now = Date.now();
  return sitemap.urls
    .map(({ url, lastModified }): [string, number] => [url, Date.parse(lastModified ?? '')])
    .filter(([url, at]) => at > 0 && at <= now && inScope(url, scope).inScope)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_MODIFIED)
    .map(([url, at]) => [url, Math.floor(at / 1000)]);
}
