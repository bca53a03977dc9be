import type { Outcome, Truncated } from '@trunkline/policy';
import { headerUrl } from '@trunkline/web/url';
import { type Head, mediaType, takesType } from '../headers/head.ts';
import { conditionsOf } from '../headers/request.ts';
import type { VisitClaim, VisitConfig } from '../types.ts';
import { restOf } from './retry-after.ts';

/** A URL may be reached by so many redirects in a row. */
const MAX_HOPS = 10;

/** How a visit ends whose response has this head, but for what its body adds. */
export function judge(claim: VisitClaim, config: VisitConfig, head: Head): Outcome {
  const { status } = head;
  if (status === 304) {
    if (conditionsOf(claim.validators).length > 0) return { kind: 'notModified', status };
    return {
      kind: 'failed',
      code: 'BAD_HTTP',
      detail: `${claim.url} answered 304 to a request without conditions`,
    };
  }
  if (isRedirect(head)) return redirect(claim, head);
  const rest = restOf(head);
  if (rest) return { kind: 'throttled', status, ...rest };
  if (status >= 500 && status <= 599) {
    return { kind: 'failed', code: 'SERVER_ERROR', detail: `${claim.url} answered ${status}` };
  }
  const type = mediaType(head);
  if (status < 300 && !claim.sitemap && !takesType(config.policy.contentTypes, type)) {
    return { kind: 'refused', by: 'contentType', detail: type ?? 'no type' };
  }
  return { kind: 'fetched', status };
}

function isRedirect({ status, get }: Head): boolean {
  if (status === 301 || status === 302 || status === 303 || status === 307 || status === 308) return true;
  return status === 300 && get('location') !== undefined;
}

function redirect(claim: VisitClaim, head: Head): Outcome {
  const location = head.get('location');
  const target = location === undefined ? null : headerUrl(location, claim.url);
  if (target === null) {
    const detail = `${claim.url} redirects to ${location === undefined ? 'nowhere' : location.slice(0, 500)}`;
    return { kind: 'failed', code: 'BAD_REDIRECT', detail };
  }
  if (target === claim.url || claim.hops + 1 > MAX_HOPS) {
    const how =
      target === claim.url ? 'redirects to itself' : `is the end of more than ${MAX_HOPS} redirects`;
    return { kind: 'failed', code: 'REDIRECT_LOOP', detail: `${claim.url} ${how}` };
  }
  return { kind: 'redirected', status: head.status, target };
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
