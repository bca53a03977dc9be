import type { Claim } from '@trunkline/frontier';
import { LocalFault, type VisitRecord } from '@trunkline/policy';
import { type Attributes, type Trace, type Tracer, urlAttributes } from '@trunkline/telemetry';
import type { RobotsResult, Settling } from '@trunkline/visit';
import { codeOf } from './counts.ts';

/** Begins the trace of one claim; null: nobody asks for one, or this one is not kept. */
export function beginTrace(tracer: Tracer | null, claim: Claim): Trace | null {
  return (
    tracer?.begin(claim.kind === 'robots' ? 'robots.txt' : 'visit', () => ({
      ...urlAttributes(claim.url),
      'http.request.method': 'GET',
      'trunkline.run': claim.run,
      'trunkline.depth': claim.depth,
      'trunkline.attempt': claim.attempt,
    })) ?? null
  );
}

/** The clock of the last stage, which also ends the trace: with what is known of the visit by then. */
export function endingTrace(settling: Settling, trace: Trace | null, visit: Ended): Settling {
  if (!trace) return settling;
  return {
    sent: settling.sent,
    safe: settling.safe,
    over(ok) {
      settling.over(ok);
      trace.end(visit.attributes, visit.ok && ok);
    },
  };
}

type Ended = { attributes: Attributes; ok: boolean };

export function pageEnded({ outcome, capture }: VisitRecord): Ended {
  const attributes: Attributes = { 'trunkline.outcome': outcome.kind, 'trunkline.code': codeOf(outcome) };
  if ('status' in outcome) attributes['http.response.status_code'] = outcome.status;
  if (capture) attributes['http.response.body.size'] = capture.wireBytes;
  return { attributes, ok: outcome.kind !== 'failed' };
}

export function robotsEnded({ verdict }: RobotsResult): Ended {
  return { attributes: { 'trunkline.robots': verdict.state }, ok: verdict.state !== 'unreachable' };
}

/** A claim that goes back, or whose visit broke: of a fault only its code is told, for its words name the URL. */
export function endBroken(trace: Trace | null, fault: unknown): void {
  const code = fault instanceof LocalFault ? fault.code : 'BUG';
  trace?.end({ 'trunkline.local_fault': code }, false);
}
