/** Where a canonical URL is asked for, and what for. */
export type Place = {
  /** Scheme, host and port as in the URL. */
  origin: string;
  secure: boolean;
  /** A name, or an address without brackets. */
  hostname: string;
  port: number;
  /** Path and query, as sent in the request line. */
  path: string;
};

/** Takes a canonical URL apart; cheaper than `URL`, which has parsed it once already. */
export function placeOf(url: string): Place {
  const secure = url.startsWith('https:');
  const from = secure ? 8 : 7;
  const slash = url.indexOf('/', from);
  const authority = url.slice(from, slash);
  const colon = authority.lastIndexOf(':');
  const named = colon > authority.lastIndexOf(']') ? authority.slice(0, colon) : authority;
  const hostname = named.startsWith('[') ? named.slice(1, -1) : named;
  const port = named.length < authority.length ? Number(authority.slice(colon + 1)) : secure ? 443 : 80;
  return { origin: url.slice(0, slash), secure, hostname, port, path: url.slice(slash) };
}
