import { setImmediate as othersRun } from 'node:timers/promises';
import { type Omission, type Policy, policySchema } from '@trunkline/policy';
import {
  inScope,
  LONGEST_LED,
  leadsOn,
  looksLikeTrap,
  origin,
  ownPlace,
  scopeReason,
} from '@trunkline/web/url';
import type { Discovered, VisitClaim, VisitConfig } from '../../types.ts';
import type { Head } from '../headers/head.ts';
import { directivesOf } from './directives.ts';
import { headerLinks } from './headers-that-lead.ts';
import type { Extracted } from './page.ts';

/** What a response leads to, and what of it was left out. */
export type Found = { links: Discovered[]; omitted: Omission[] };

/** A page of more links is no page like others. */
const FEW = 500;
/** So many links are looked at, and for so long, ms, before others have their turn. */
const AT_ONCE = 64;
const TURN_MS = 2;
/** More links are told of as so many. */
const MOST_COUNTED = 1_000_000;

const { limits: defaults } = policySchema.parse({});

/** How many new links of a page are followed; a run that was begun before there was such a rule has the default. */
export const newLinksOf = ({ newLinks }: Policy['limits']): number => newLinks ?? defaults.newLinks;

type Asks = {
  isKnown(run: string, url: string): boolean;
  /** New links that are followed; default: those of the policy. */
  most?: number;
};

/**
 * The links of a page that belong to the job and look like no trap, so many of those that are new; of one that is no document those of its
 * headers. Of many others have their turn in between.
 */
export async function discover(
  claim: Pick<VisitClaim, 'run' | 'url' | 'depth'>,
  config: VisitConfig,
  head: Head,
  page: Extracted | null,
  { isKnown, most = newLinksOf(config.policy.limits) }: Asks,
): Promise<Found> {
  const { scope, policy } = config;
  if (policy.robots.obeyNofollow && directivesOf(head, page, policy.userAgent).nofollow)
    return { links: [], omitted: [] };
  const found: Discovered[] = [];
  const depth = claim.depth + 1;
  const ofPage = page?.links ?? [];
  const ofHead = headerLinks(head, claim.url);
  const links = ofHead.length === 0 ? ofPage : [...ofPage, ...ofHead];
  // Most links of a page are those of the pages before it: asking that first spares the rules below. Of an index most are its own.
  const asksFirst = links.length <= FEW;
  const asks = asksFirst || links.length > most;
  const seen = new Set<string>();
  const own = ownPlace(claim.url, scope);
  let left = page?.more ?? 0;
  let looked = 0;
  let began = performance.now();
  for (const { url, nofollow } of links) {
    if (++looked % AT_ONCE === 0 && performance.now() - began > TURN_MS) {
      await othersRun();
      began = performance.now();
    }
    if (nofollow && policy.robots.obeyNofollow) continue;
    if (url === claim.url || (asksFirst && isKnown(claim.run, url))) continue;
    if (!inScope(url, scope, own).inScope || looksLikeTrap(url) !== null) continue;
    if (ofHead.length > 0 && seen.size === seen.add(url).size) continue;
    if (asks && !asksFirst && isKnown(claim.run, url)) continue;
    if (found.length < most) found.push({ url, depth, hops: 0, urgent: false });
    else left++;
  }
  const omitted: Omission[] = [];
  const omit = (kind: Omission['kind'], of: string, count: number) =>
    omitted.push({ kind, of, count, sample: claim.url });
  if (left > 0) omit('links', String(newLinksOf(policy.limits)), Math.min(left, MOST_COUNTED));
  if (page?.cut === 'time' || page?.cut === 'length') omit('unread', page.cut, 1);
  return { links: found, omitted };
}

/** Where a redirect leads, as a URL to visit: a redirected sitemap stays one. What a seed redirects to is as good as the seed. */
export function redirectTarget(claim: VisitClaim, { scope }: VisitConfig, url: string): Found {
  const { depth, hops, sitemap } = claim;
  const verdict = inScope(url, scope, ownPlace(claim.url, scope));
  const omit = (kind: Omission['kind'], of: string): Found => ({
    links: [],
    omitted: [{ kind, of, count: 1, sample: claim.url }],
  });
  const led = sitemap
    ? leadsOn(url, { ...scope, include: [], followSeedRedirects: true })
    : isOfSeed(claim) && leadsOn(url, scope);
  if (!verdict.inScope && !led) return omit('redirectOutOfScope', scopeReason(verdict));
  const trap = looksLikeTrap(url);
  if (trap !== null) return omit('redirectToTrap', trap);
  if (url === claim.url) return { links: [], omitted: [] };
  const urgent = origin(url) !== origin(claim.url);
  return { links: [{ url, depth, hops: hops + 1, urgent, ...(sitemap ? { sitemap } : {}) }], omitted: [] };
}

/** A seed, or what one redirects to: all else is found at some depth. */
function isOfSeed({ depth, sitemap }: Pick<VisitClaim, 'depth' | 'sitemap'>): boolean {
  return depth === 0 && !sitemap;
}

/** The place that a page adds to the scope because the redirects of a seed end there; null: none. */
export function placeLedTo(claim: VisitClaim, { scope }: VisitConfig): string | null {
  const place = isOfSeed(claim) && claim.hops > 0 ? ownPlace(claim.url, scope) : null;
  return place !== null && place.length <= LONGEST_LED ? place : null;
}
