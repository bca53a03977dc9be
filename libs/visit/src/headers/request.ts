import type { Policy, Validators } from '@trunkline/policy';
import type { Place } from '../connect/place.ts';
import type { Visit } from '../visit.ts';

const cache = new WeakMap<Policy, string[]>();

/** Headers of a visit's request for its URL: name, value, name, value… */
export function requestHeaders({ config, validators }: Visit): string[] {
  const headers = policyHeaders(config.policy);
  const conditions = conditionsOf(validators);
  return conditions.length > 0 ? [...headers, ...conditions] : headers;
}

/** What a header may carry; what was read as one always may. */
const fieldValue = /^[\x20-\x7e\x80-\xff]+$/;

/**
 * Asks for the body only if it changed (RFC 9110 §13.1). Not asked where no capture is known: a 304 would leave
 * us without a body.
 */
export function conditionsOf(validators: Validators | null | undefined): string[] {
  if (!validators?.capture) return [];
  const { etag, lastModified } = validators;
  const conditions: string[] = [];
  if (etag !== null && fieldValue.test(etag)) conditions.push('If-None-Match', etag);
  if (lastModified !== null && fieldValue.test(lastModified))
    conditions.push('If-Modified-Since', lastModified);
  return conditions;
}

/** Request headers under a policy; the same array for each request. */
export function policyHeaders(policy: Policy): string[] {
  let headers = cache.get(policy);
  if (!headers) {
    headers = [
      'User-Agent',
      policy.userAgent,
      'Accept',
      'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'Accept-Encoding',
      'gzip, deflate, br, zstd',
    ];
    cache.set(policy, headers);
  }
  return headers;
}

/** The request as it went over the wire, for the archive; secrets are never among these headers. */
export function requestText(place: Place, headers: readonly string[]): string {
  const host = place.origin.slice(place.origin.indexOf('//') + 2);
  let text = `GET ${place.path} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n`;
  for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return `${text}\r\n`;
}
