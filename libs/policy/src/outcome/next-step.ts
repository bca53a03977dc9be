import type { Policy } from '../policy.ts';
import type { Outcome } from './outcome.ts';

/** What the frontier does with a URL after a visit. `dead` is final too, but kept and retryable by hand. */
export type Next =
  | { do: 'settle' }
  | { do: 'retry'; delayMs: number }
  /** Back to the head of its queue, not counted as a try: its host could not be reached, and is left alone for a while. */
  | { do: 'requeue' }
  | { do: 'dead'; reason: string };

/** What a visit says of its host: leave it alone for a while, forget its failures, or nothing. */
export type HostSignal =
  | { kind: 'answered' }
  | { kind: 'throttled'; retryAfterMs: number | null }
  | { kind: 'unreachable'; code: string }
  | { kind: 'none' };

const DAY = 86_400_000;

/**
 * What follows an outcome, for the URL and for its host. `attempt` counts from 1, without those that were not charged.
 * A host that cannot be reached (DNS, connect, TLS) is charged itself: it is left alone for longer and longer, and given up
 * after `retries.giveUp` failures in a row. A name that does not exist is no trouble that passes: it is charged to the URL, as
 * throttling is, so that one URL that is always refused cannot keep its run alive.
 */
export function nextStep(
  outcome: Outcome,
  attempt: number,
  policy: Policy,
): { next: Next; host: HostSignal } {
  switch (outcome.kind) {
    case 'fetched':
    case 'notModified':
    case 'redirected':
      return { next: { do: 'settle' }, host: { kind: 'answered' } };
    case 'refused':
      // Kept for whoever reviews it: a release is a retry.
      if (outcome.by === 'quarantine')
        return { next: { do: 'dead', reason: 'quarantine' }, host: { kind: 'none' } };
      return {
        next: { do: 'settle' },
        host: { kind: outcome.by === 'contentType' || outcome.by === 'noindex' ? 'answered' : 'none' },
      };
    case 'throttled':
      return {
        next: retryOrDie(attempt, policy, 'throttled'),
        host: { kind: 'throttled', retryAfterMs: outcome.retryAfterMs },
      };
    case 'failed':
      switch (outcome.code) {
        case 'DNS_NOT_FOUND':
          return {
            next: retryOrDie(attempt, policy, outcome.code),
            host: { kind: 'unreachable', code: outcome.code },
          };
        case 'DNS_FAILED':
        case 'DNS_TIMEOUT':
        case 'CONNECT_REFUSED':
        case 'CONNECT_TIMEOUT':
        case 'CONNECT_FAILED':
        case 'TLS_FAILED':
          return {
            next: { do: 'requeue' },
            host: { kind: 'unreachable', code: outcome.code },
          };
        case 'PROXY_FAILED': // of the job, not of the host
        case 'HEADERS_TIMEOUT':
        case 'RESET':
        case 'TIMEOUT':
        case 'SERVER_ERROR':
          return { next: retryOrDie(attempt, policy, outcome.code), host: { kind: 'none' } };
        case 'HEADERS_TOO_LARGE':
        case 'BAD_HTTP':
        case 'REDIRECT_LOOP':
        case 'BAD_REDIRECT':
        case 'EXTRACT_FAILED':
          return { next: { do: 'dead', reason: outcome.code }, host: { kind: 'answered' } };
      }
  }
}

function retryOrDie(attempt: number, policy: Policy, reason: string): Next {
  if (attempt >= policy.retries.attempts) return { do: 'dead', reason };
  return { do: 'retry', delayMs: Math.min(policy.retries.delayMs * 2 ** (attempt - 1), DAY) };
}
