import type { Outcome } from '@trunkline/policy';
import { codingsOf, decode } from '@trunkline/web/coding';
import { parseSitemap, type Sitemap } from '@trunkline/web/sitemap';
import { canonicalUrl, hostKey, inScope, looksLikeTrap, type Scope, scopeReason } from '@trunkline/web/url';
import type { Discovered, VisitClaim, VisitConfig } from '../../types.ts';
import type { CollectedBody } from '../body/collect.ts';
import type { Head } from '../headers/head.ts';
import { type Found, redirectTarget } from './discover.ts';

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
  offThread: { readSitemap(document: SitemapDocument, take?: boolean): Promise<Sitemap | null> },
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

type Known = { isKnown(run: string, url: string): boolean; told(run: string, url: string): boolean };

/**
 * The sitemaps that the robots.txt of a page's origin names, on whatever host: to name one there is how a site gives leave for that
 * (sitemaps.org, "Sitemaps & Cross Submits"). Only `exclude` keeps one out; `include` is about pages.
 */
export function namedSitemaps(
  claim: VisitClaim,
  { policy, scope }: VisitConfig,
  named: readonly string[],
  { isKnown, told }: Known,
): Found {
  const found: Found = { links: [], omitted: [] };
  // Of a host that was asked for its sitemap alone nothing else is wanted.
  if (!policy.robots.sitemaps || named.length === 0 || isForeign(claim, scope)) return found;
  const omit = (why: string, sample: string, count = 1) => {
    if (told(claim.run, sample)) return;
    found.omitted.push({ kind: 'sitemapRefused', of: why, count, sample });
  };
  for (const address of named.slice(0, MOST_NAMED)) {
    const url = canonicalUrl(address, claim.url);
    if (url === null) {
      omit('what robots.txt names is no http or https URL', address.slice(0, 500));
      continue;
    }
    if (url === claim.url || isKnown(claim.run, url)) continue;
    const why = whyRefused(url, scope);
    if (why !== null) omit(why, url);
    else found.links.push({ url, depth: 0, hops: 0, urgent: false, sitemap: 1 });
  }
  const more = named.length - MOST_NAMED;
  if (more > 0) omit(`robots.txt names more than ${MOST_NAMED}`, named[MOST_NAMED]!.slice(0, 500), more);
  return found;
}

function isForeign({ url, sitemap }: VisitClaim, scope: Scope): boolean {
  return Boolean(sitemap) && inScope(url, { ...scope, include: [] }).inScope === false;
}

/** Why a sitemap is not followed, wherever it lies; null: it is. */
function whyRefused(url: string, scope: Scope): string | null {
  const trap = looksLikeTrap(url);
  if (trap !== null) return `it looks like a trap (${trap})`;
  const verdict = inScope(url, { ...scope, kind: 'any', include: [] });
  return verdict.inScope ? null : scopeReason(verdict);
}

/**
 * What a sitemap leads to: further sitemaps of its own host or in scope, or pages at depth 1, those that changed last first, so that a
 * run with a budget spends it on them. The job's scope decides about pages.
 */
export function inSitemap(
  claim: VisitClaim,
  config: VisitConfig,
  outcome: Outcome,
  head: Head,
  { sitemap, decodeError }: SitemapReading,
  isKnown: (run: string, url: string) => boolean,
): Found {
  if (outcome.kind === 'redirected') return redirectTarget(claim, config, outcome.target);
  if (outcome.kind !== 'fetched' || head.status >= 300) return { links: [], omitted: [] };
  if (!sitemap || sitemap.kind === 'none') {
    const why = decodeError ?? sitemap?.problem ?? 'it took too long to read';
    return {
      links: [],
      omitted: [{ kind: 'sitemapUnread', of: why.slice(0, 100), count: 1, sample: claim.url }],
    };
  }
  const { scope } = config;
  const omitted: Found['omitted'] = [];
  const omit = (why: string, urls: readonly string[]) => {
    if (urls.length > 0)
      omitted.push({ kind: 'sitemapRefused', of: why, count: urls.length, sample: urls[0]! });
  };
  if (sitemap.cut) omitted.push({ kind: 'sitemapCut', of: null, count: 1, sample: claim.url });
  const level = claim.sitemap ?? 1;
  const most = MOST_OF_INDEX[level] ?? 0;
  omit(
    most === 0 ? 'an index in an index in an index leads nowhere' : `an index names more than ${most}`,
    sitemap.sitemaps.slice(most),
  );
  const own = hostKey(claim.url);
  const further: Discovered[] = [];
  for (const url of sitemap.sitemaps.slice(0, most)) {
    if (url === claim.url || isKnown(claim.run, url)) continue;
    const near = hostKey(url) === own || inScope(url, { ...scope, include: [] }).inScope;
    const why = near ? whyRefused(url, scope) : 'an index names it that lies on another host';
    if (why !== null) omit(why, [url]);
    else further.push({ url, depth: 0, hops: 0, urgent: false, sitemap: level + 1 });
  }
  const wanted = (url: string) =>
    url !== claim.url &&
    !isKnown(claim.run, url) &&
    inScope(url, scope).inScope &&
    looksLikeTrap(url) === null;
  const pages = sitemap.urls
    .filter(({ url }) => wanted(url))
    .map(({ url, lastModified }) => ({ url, changed: Date.parse(lastModified ?? '') || 0 }))
    .sort((a, b) => b.changed - a.changed)
    .map(({ url }) => ({ url, depth: 1, hops: 0, urgent: false }));
  return { links: [...further, ...pages], omitted };
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
