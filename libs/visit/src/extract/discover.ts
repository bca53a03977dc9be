import { inScope, looksLikeTrap, origin } from '@trunkline/web/url';
import type { Head } from '../headers/head.ts';
import type { Discovered, VisitClaim, VisitConfig } from '../types.ts';
import { directivesOf } from './directives.ts';
import type { Extracted } from './page.ts';

/** A page of more links is no page like others. */
const FEW = 500;

/** The links of a page that belong to the job and look like no trap. */
export function discover(
  claim: Pick<VisitClaim, 'run' | 'url' | 'depth'>,
  config: VisitConfig,
  head: Head,
  page: Extracted,
  isKnown: (run: string, url: string) => boolean,
): Discovered[] {
  const { scope, policy } = config;
  if (policy.robots.obeyNofollow && directivesOf(head, page, policy.userAgent).nofollow) return [];
  const found: Discovered[] = [];
  const depth = claim.depth + 1;
  const few = page.links.length <= FEW;
  for (const { url, nofollow } of page.links) {
    if (nofollow && policy.robots.obeyNofollow) continue;
    // Most links of a page are those of the pages before it: asking that first spares the rules below. Of an index most are its own.
    if (url === claim.url || (few && isKnown(claim.run, url))) continue;
    if (!inScope(url, scope).inScope || looksLikeTrap(url) !== null) continue;
    found.push({ url, depth, hops: 0, urgent: false });
  }
  return found;
}

/** Where a redirect leads, as a URL to visit: a redirected sitemap stays one. */
export function redirectTarget(claim: VisitClaim, { scope }: VisitConfig, url: string): Discovered[] {
  if (!inScope(url, scope).inScope || looksLikeTrap(url) !== null) return [];
  const { depth, hops, sitemap } = claim;
  const urgent = origin(url) !== origin(claim.url);
  return [{ url, depth, hops: hops + 1, urgent, ...(sitemap ? { sitemap } : {}) }];
}
