import {
  askedOf,
  type CaptureRecord,
  MOST_OMISSIONS,
  nextStep,
  type Outcome,
  type VisitRecord,
} from '@trunkline/policy';
import { origin } from '@trunkline/web/url';
import { bringCookies, takeCookies } from './cookies/cookies.ts';
import { isAnswer, isKept, judge, withBody } from './outcome/judge.ts';
import type { Leave } from './stages/body/room.ts';
import { placeOf } from './stages/connect/place.ts';
import { directivesOf } from './stages/extract/directives.ts';
import { discover, type Found, placeLedTo, redirectTarget } from './stages/extract/discover.ts';
import type { Reading } from './stages/extract/extract.ts';
import { inSitemap, modifiedIn, namedSitemaps } from './stages/extract/sitemap.ts';
import type { Head } from './stages/headers/head.ts';
import type { Stages } from './stages/stages.ts';
import type { VisitClaim, VisitConfig, VisitResult } from './types.ts';
import { Ended, type Visit } from './visit.ts';

/**
 * One claim from its start to its outcome, through the stages in order; `settle` is the caller's. Read this, then
 * the folder of the stage you need. Rejects with a LocalFault only: then nothing is known of the URL.
 */
export async function visitClaim(claim: VisitClaim, visit: Visit, stages: Stages): Promise<VisitResult> {
  const { config } = visit;
  const place = placeOf(claim.url);
  const startedAt = Date.now();
  let again = false;
  const conclude = (outcome: Outcome, capture: CaptureRecord | null = null, found: Found = nothingFound) => {
    const named = namedSitemaps(claim, config, visit.sitemaps, stages);
    const all = { links: [...named.links, ...found.links], omitted: [...named.omitted, ...found.omitted] };
    return result(claim, visit, startedAt, outcome, capture, all, again, stages.worker);
  };

  const shape = claim.sitemap || claim.depth === 0 ? null : (config.holds?.(claim.host, claim.url) ?? null);
  if (shape !== null) return conclude({ kind: 'refused', by: 'quarantine', detail: shape });

  await stages.queue(visit);
  const forbidden = await stages.robots(visit, origin(claim.url));
  if (forbidden) return conclude(forbidden.outcome);

  await bringCookies(visit, claim, stages.cookies);
  const addresses = await stages.dns(visit, place);
  if (addresses instanceof Ended) return conclude(addresses.outcome);

  await stages.bandwidth(visit);
  const connection = await stages.connect(visit, place, addresses);
  if (connection instanceof Ended) return conclude(connection.outcome);

  const isLast = claim.attempt >= config.policy.retries.attempts;
  // Within the event that brought the headers: nothing can be written to the host between them and this.
  const wants = (head: Head) => {
    again = takeCookies(visit, claim, head, stages.cookies);
    const outcome = judge(claim, config, head, again);
    if (outcome.kind === 'throttled') stages.onThrottled(claim.host, outcome.retryAfterMs);
    return isKept(outcome, head, isLast);
  };
  const response = await stages.headers(visit, place, addresses, connection, wants);
  if (response instanceof Ended) return conclude(response.outcome);

  const { head } = response;
  stages.onHead(claim.url, head);
  const outcome = judge(claim, config, head, again);
  const body = await stages.body(visit, response);
  let leave: Leave | null = null;
  try {
    if (!isKept(outcome, head, isLast)) return conclude(outcome);
    leave = await stages.enterRoom(visit, body);
    if (claim.sitemap) {
      const reading = await stages.readSitemap(visit, head, body);
      const ending = withBody(outcome, body.truncated, reading.decodeError);
      const listed = inSitemap(claim, config, outcome, head, reading, stages.isKnown);
      const ended = conclude(ending, null, listed);
      const modified = modifiedIn(config, reading.sitemap);
      return modified.length > 0 ? { ...ended, record: { ...ended.record, modified } } : ended;
    }
    const isPage = outcome.kind === 'fetched' && isAnswer(head);
    const beginning = await stages.extract(visit, head, body, isPage);
    const unwanted = notToBeKept(config, head, outcome, beginning);
    // What is not stored cannot be read later.
    const all = !unwanted || !beginning.beginning;
    const reading = all ? beginning : await stages.extract(visit, head, body);
    const links = await found(claim, config, head, outcome, reading, stages);
    if (unwanted) return conclude(unwanted, null, links);
    const capture = await stages.store(visit, { place, head, body, reading });
    const ending = withBody(outcome, body.truncated, reading.decodeError);
    const ended = conclude(reading.failed ? gaveUp(claim) : ending, capture, links);
    const led = isPage ? placeLedTo(claim, config) : null;
    if (led !== null) ended.record.led = led;
    if (reading.page?.text) ended.text = reading.page.text;
    if (!reading.beginning) return ended;
    const unread = await stages.unread({ url: claim.url, startedAt }, head, body, capture.location);
    return { ...ended, unread };
  } finally {
    body.release();
    leave?.();
  }
}

function gaveUp({ url }: VisitClaim): Outcome {
  return { kind: 'failed', code: 'EXTRACT_FAILED', detail: `${url}: the document could not be read in time` };
}

/** A page that asks crawlers to keep no copy of it is not kept, where the policy obeys that; its links count all the same. */
function notToBeKept(
  { policy }: VisitConfig,
  head: Head,
  outcome: Outcome,
  { page }: Reading,
): Outcome | null {
  if (!policy.robots.obeyNoindex || outcome.kind !== 'fetched' || !isAnswer(head)) return null;
  if (!directivesOf(head, page, policy.userAgent).noindex) return null;
  const detail = page?.robots.noindex ? 'meta robots says noindex' : 'X-Robots-Tag says noindex';
  return { kind: 'refused', by: 'noindex', detail };
}

/** So much later a URL is asked again that redirected away with a cookie: what it leads to may set more of them, ms. */
const AWAY_MS = 1000;

/** What a response leads to: its links, or where it redirects. */
async function found(
  claim: VisitClaim,
  config: VisitConfig,
  head: Head,
  outcome: Outcome,
  { page, beginning }: Reading,
  { isKnown }: Pick<Stages, 'isKnown'>,
): Promise<Found> {
  if (outcome.kind === 'redirected') return redirectTarget(claim, config, outcome.target);
  if (outcome.kind !== 'fetched' || !isAnswer(head)) return nothingFound;
  const all = await discover(claim, config, head, page, { isKnown });
  // What of a page is left out is known when its rest is read.
  return beginning ? { ...all, omitted: [] } : all;
}

const nothingFound: Found = { links: [], omitted: [] };

function result(
  claim: VisitClaim,
  visit: Visit,
  startedAt: number,
  outcome: Outcome,
  capture: CaptureRecord | null,
  { links, omitted }: Found,
  again: boolean,
  worker: string,
): VisitResult {
  const { next: planned, host } = nextStep(
    outcome,
    claim.attempt - (claim.uncharged ?? 0),
    visit.config.policy,
  );
  const next: typeof planned =
    again && outcome.kind === 'redirected'
      ? { do: 'retry', delayMs: outcome.target === claim.url ? 0 : AWAY_MS }
      : planned;
  const at = visit.wroteRequestEpoch;
  const record: VisitRecord = {
    url: claim.url,
    ...(claim.sitemap ? { sitemap: claim.sitemap } : {}),
    depth: claim.depth,
    hops: claim.hops,
    attempt: claim.attempt,
    final: next.do === 'settle' || next.do === 'dead',
    ...(next.do === 'dead' ? { deadReason: next.reason } : {}),
    outcome,
    ...(at === null ? {} : { asked: askedOf(at, visit.config.policy, claim.pace) }),
    startedAt,
    timings: visit.timings,
    address: visit.address,
    ...(visit.tlsFault === null ? {} : { tlsFault: visit.tlsFault }),
    worker,
    capture,
    ...(omitted.length === 0 ? {} : { omitted: omitted.slice(0, MOST_OMISSIONS) }),
  };
  return { record, next, hostSignal: host, discovered: links, wroteRequestAt: visit.wroteRequestAt };
}
