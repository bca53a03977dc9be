import { hostKey } from './host.ts';

/** A canonical URL in two parts: its politeness key, and what is left of it, to be kept under that key. */
export type SplitUrl = { host: string; entry: string };

/**
 * Splits a canonical URL into politeness key and entry, without loss: `http://h:8080/a?b` becomes `h:8080`
 * and `http:/a?b`. An entry never has a space, and names a port only where the key hides one that is not
 * the scheme's own (`http://h:443/` → `h`, `http::443/`).
 */
export function splitUrl(url: string): SplitUrl {
  const host = hostKey(url);
  const scheme = url.indexOf('//');
  return { host, entry: url.slice(0, scheme) + url.slice(scheme + 2 + host.length) };
}

/** The canonical URL that `splitUrl` took apart. */
export function joinUrl(host: string, entry: string): string {
  const scheme = entry.indexOf(':') + 1;
  return `${entry.slice(0, scheme)}//${host}${entry.slice(scheme)}`;
}
