import type { Policy } from '@trunkline/policy';
import type { Place } from '../connect/place.ts';

const cache = new WeakMap<Policy, string[]>();

/** Request headers under a policy: name, value, name, value… The same array for each request. */
export function requestHeaders(policy: Policy): string[] {
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
