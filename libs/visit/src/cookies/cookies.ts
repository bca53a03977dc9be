import { headerUrl } from '@trunkline/web/url';
import type { Head } from '../stages/headers/head.ts';
import { waitsFor } from '../stages/waits-for.ts';
import type { CookieSource, VisitClaim } from '../types.ts';
import type { Visit } from '../visit.ts';
import { namesIn } from './host-jar.ts';

/** A URL is asked again for a redirect that set a cookie at most so often. */
const MOST_AGAIN = 3;

/** What the visit shows of cookies: those of its host, unless the policy or the job has it otherwise. */
export async function bringCookies(
  visit: Visit,
  claim: VisitClaim,
  source: CookieSource | undefined,
): Promise<void> {
  const { policy, access } = visit.config;
  if (
    !source ||
    policy.cookies === 'off' ||
    access?.headers.some(([name]) => name.toLowerCase() === 'cookie')
  )
    return;
  // Who was sent here, or comes again, may have been given a cookie a moment ago, by whichever worker.
  const isFresh = claim.attempt > 1 || claim.hops > 0;
  visit.jar = await waitsFor(visit, 'frontier', () => source.jar(claim.run, claim.host, isFresh));
  visit.cookie = visit.jar?.header(claim.url) ?? null;
}

/**
 * Takes the cookies of a response. True: the same URL may answer otherwise now. So it is where a page sets a cookie and redirects away
 * and back, to see whether it comes back: one that the request did not carry. Where it redirects to itself a new value is enough.
 */
export function takeCookies(
  visit: Visit,
  claim: VisitClaim,
  head: Head,
  source: CookieSource | undefined,
): boolean {
  if (!source || !visit.jar) return false;
  const headers = head.headers.flatMap(([name, value]) =>
    name.toLowerCase() === 'set-cookie' ? [value] : [],
  );
  if (headers.length === 0) return false;
  const changes = visit.jar.take(headers, claim.url);
  if (changes.length === 0) return false;
  source.keep(claim.run, claim.host, changes);
  const isRedirect = head.status >= 300 && head.status < 400 && head.status !== 304;
  if (!isRedirect || claim.attempt > MOST_AGAIN) return false;
  const header = visit.jar.header(claim.url);
  const location = head.get('location');
  if (location !== undefined && headerUrl(location, claim.url) === claim.url) return header !== visit.cookie;
  const sent = namesIn(visit.cookie);
  return [...namesIn(header)].some((name) => name !== '' && !sent.has(name));
}
