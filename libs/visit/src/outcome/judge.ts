import type { Outcome, Truncated } from '@trunkline/policy';
import { headerUrl } from '@trunkline/web/url';
import { type Head, mediaType, takesType } from '../stages/headers/head.ts';
import { conditionsOf } from '../stages/headers/request.ts';
import type { VisitClaim, VisitConfig } from '../types.ts';
import { restOf } from './retry-after.ts';

/** A URL may be reached by so many redirects in a row. */
const MAX_HOPS = 10;

/** How a visit ends whose response has this head, but for what its body adds. `again`: with a new cookie it may answer otherwise. */
export function judge(claim: VisitClaim, config: VisitConfig, head: Head, again = false): Outcome {
  const { status } = head;
  if (status === 304) {
    if (conditionsOf(claim.validators).length > 0) return { kind: 'notModified', status };
    return {
      kind: 'failed',
      code: 'BAD_HTTP',
      detail: `${claim.url} answered 304 to a request without conditions`,
    };
  }
  const redirected = isRedirect(head) ? redirect(claim, head, again) : null;
  if (redirected) return redirected;
  const rest = restOf(head);
  if (rest) return { kind: 'throttled', status, ...rest };
  if (status >= 500 && status <= 599) {
    return { kind: 'failed', code: 'SERVER_ERROR', detail: `${claim.url} answered ${status}` };
  }
  const type = mediaType(head);
  if (isAnswer(head) && !claim.sitemap && !takesType(config.policy.contentTypes, type)) {
    return { kind: 'refused', by: 'contentType', detail: type ?? 'no type' };
  }
  return { kind: 'fetched', status, ...(head.mended === null ? {} : { detail: head.mended }) };
}

function isRedirect({ status, get }: Head): boolean {
  if (status === 301 || status === 302 || status === 303 || status === 307 || status === 308) return true;
  return status === 300 && get('location') !== undefined;
}

/** Null: it leads nowhere that can be asked for, so it is the answer itself (Fetch, HTTP-redirect fetch). */
function redirect(claim: VisitClaim, head: Head, again: boolean): Outcome | null {
  const location = head.get('location');
  const target = location === undefined ? null : headerUrl(location, claim.url);
  if (target === null) return null;
  if ((target === claim.url && !again) || claim.hops + 1 > MAX_HOPS) {
    const how =
      target === claim.url ? 'redirects to itself' : `is the end of more than ${MAX_HOPS} redirects`;
    return { kind: 'failed', code: 'REDIRECT_LOOP', detail: `${claim.url} ${how}` };
  }
  return { kind: 'redirected', status: head.status, target };
}

/** Whether a fetched response is what was asked for, so that it is read: also a redirect that leads nowhere, which browsers show. */
export function isAnswer({ status }: Head): boolean {
  return status < 300 || (status <= 308 && status !== 304);
}

/** Adds to a fetch what its body had: that bytes are missing, or could not be decoded. */
export function withBody(
  outcome: Outcome,
  truncated: Truncated | undefined,
  decodeError: string | null,
): Outcome {
  if (outcome.kind !== 'fetched' || (!truncated && decodeError === null)) return outcome;
  return {
    ...outcome,
    ...(truncated ? { truncated } : {}),
    ...(decodeError === null ? {} : { decodeError }),
  };
}

/** Whether a response with this outcome is kept, and so its body read: also the last word of a failing server. */
export function isKept(outcome: Outcome, head: Head, isLastAttempt: boolean): boolean {
  if (outcome.kind === 'fetched' || outcome.kind === 'redirected' || outcome.kind === 'notModified')
    return true;
  return isLastAttempt && head.status >= 500 && head.status <= 599;
}
