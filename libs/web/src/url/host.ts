import { isIP } from 'node:net';
import { getDomain } from 'tldts';

/** The authority of a canonical URL: host name and port as written. */
function authority(url: string): string {
  const from = url.indexOf('//') + 2;
  return url.slice(from, url.indexOf('/', from));
}

/**
 * The politeness key of a canonical URL: host name, plus the port unless 80 or 443. Both schemes of a name
 * share one key, since one server answers them.
 */
export function hostKey(url: string): string {
  const whole = authority(url);
  if (whole.endsWith(':80')) return whole.slice(0, -3);
  if (whole.endsWith(':443')) return whole.slice(0, -4);
  return whole;
}

/** Scheme, host and port of a canonical URL, as robots.txt is kept by (RFC 9309 §2.3). */
export function origin(url: string): string {
  return url.slice(0, url.indexOf('/', url.indexOf('//') + 2));
}

/** A politeness key without its port, and an IPv6 address without its brackets. */
export function hostName(host: string): string {
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']'));
  const colon = host.indexOf(':');
  return colon < 0 || host.indexOf(':', colon + 1) > 0 ? host : host.slice(0, colon);
}

/**
 * The domain somebody registered, by the public suffix list with its private part: `a.b.co.uk` → `b.co.uk`,
 * `me.github.io` stays. `host` is a name or a politeness key. An address, a public suffix and a name without
 * a dot are their own domain.
 */
export function registrableDomain(host: string): string {
  const name = hostName(host);
  if (isIP(name) !== 0) return name;
  return getDomain(name, domainOptions) ?? name;
}

const domainOptions = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };
