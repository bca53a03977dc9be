import type { Head } from '../headers/head.ts';
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
  visit.jar = await source.jar(claim.run, claim.host, isFresh);
  visit.cookie = visit.jar?.header(claim.url) ?? null;
}

/**
 * Takes the cookies of a response. True: it is a redirect that set one which the request did not carry, so that the same URL may answer
 * otherwise now: a page that sets a cookie and redirects to itself, or away and back, to see whether it comes back.
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
  const sent = namesIn(visit.cookie);
  const carries = namesIn(visit.jar.header(claim.url));
  return [...carries].some((name) => name !== '' && !sent.has(name));
}
