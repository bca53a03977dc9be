import { markOf, type RequestRow, type RunKeys } from '@trunkline/database';
import type { Asked, VisitRecord } from '@trunkline/policy';
import { hostKey } from '@trunkline/web/url';

/** What the ledger of its host is told of a visit: the request, and what failed. */
export function requestsOf(
  { url, asked, outcome, startedAt }: VisitRecord,
  keys: RunKeys,
): RequestRow[] | null {
  const failure =
    outcome.kind === 'throttled'
      ? `throttled ${outcome.status}`
      : outcome.kind === 'failed'
        ? outcome.code
        : null;
  if (!asked) {
    if (failure === null) return null;
    const none = [startedAt, 0, 0, 'policy'] as const;
    return [{ ...requestRow(keys, hostKey(url), 'page', [...none], url), isRequest: false, failure }];
  }
  return [{ ...requestRow(keys, hostKey(url), 'page', asked, url), failure }];
}

/** A request of a run to a host; `of` tells it apart from others of the same millisecond. */
export function requestRow(
  { run }: RunKeys,
  host: string,
  kind: RequestRow['kind'],
  [at, delayMs, concurrency, decidedBy]: Asked,
  of: string,
): RequestRow {
  return {
    run,
    host,
    kind,
    at,
    delayMs,
    concurrency,
    decidedBy,
    isRequest: true,
    mark: markOf(of),
    failure: null,
  };
}
