import { FrontierMisuse } from '../errors.ts';

/** The letters of the origins a host may have. */
export const schemes = ['h', 's', 'H', 'S'] as const;

/**
 * A waiting URL as Redis keeps it: `<scheme><recoveries>[<sitemap>][!][+<uncharged>] <depth> <hops> <tries> <path>`, and of a
 * recrawl ` <validators>`. Host and scheme are in the key, too. What scripts look at stands at fixed positions; validators they carry along unseen. `scheme`: h http, s https, H http on port 443, S https on port 80.
 */
export type Entry = {
  scheme: (typeof schemes)[number];
  recoveries: number;
  /** 0: a page; else a sitemap, and how deep in sitemap indexes, from 1 to 9. */
  sitemap: number;
  /** `!`: it was put before the others. */
  urgent?: true;
  /** Tries of it that were the host's fault: its attempts are numbered on, but these do not count. */
  uncharged?: number;
  depth: number;
  hops: number;
  tries: number;
  path: string;
  /** Packed: see validators.ts; empty for a plain entry. */
  validators: string;
};

/** Splits a canonical URL into politeness key (host name, port unless 80 or 443), scheme letter and path. */
export function splitUrl(url: string): { host: string; scheme: Entry['scheme']; path: string } {
  const secure = url.startsWith('https://');
  const from = secure ? 8 : 7;
  const slash = url.indexOf('/', from);
  const authority = url.slice(from, slash);
  if (
    (!secure && !url.startsWith('http://')) ||
    slash <= from ||
    /[?#\s]/.test(authority) ||
    /\s/.test(url)
  ) {
    throw new FrontierMisuse(`Not a canonical http(s) URL: ${url.slice(0, 200)}`);
  }
  const path = url.slice(slash);
  if (!secure && authority.endsWith(':443')) return { host: authority.slice(0, -4), scheme: 'H', path };
  if (secure && authority.endsWith(':80')) return { host: authority.slice(0, -3), scheme: 'S', path };
  return { host: authority, scheme: secure ? 's' : 'h', path };
}

const origins = { h: ['http://', ''], s: ['https://', ''], H: ['http://', ':443'], S: ['https://', ':80'] };

/** The letters of the origins a host may have: a port that is named is that of both, else each scheme may be on the other's. */
export const lettersOf = (host: string): Entry['scheme'][] =>
  /:\d+$/.test(host) ? ['h', 's'] : ['h', 's', 'H', 'S'];

export function joinUrl(host: string, scheme: Entry['scheme'], path: string): string {
  const [before, after] = origins[scheme];
  return `${before}${host}${after}${path}`;
}

export function formatEntry(entry: Entry): string {
  const { scheme, recoveries, sitemap, depth, hops, tries, path, validators } = entry;
  const marks = `${entry.urgent ? '!' : ''}${entry.uncharged ? `+${entry.uncharged}` : ''}`;
  const plain = `${scheme}${recoveries}${sitemap || ''}${marks} ${depth} ${hops} ${tries} ${path}`;
  return validators ? `${plain} ${validators}` : plain;
}

/** Where a robots.txt redirects to, as the host and the entry of a claim there. */
export function hopTo(url: string, hops: number): { host: string; entry: string } {
  const { host, scheme, path } = splitUrl(url);
  const plain = { recoveries: 0, sitemap: 0, depth: 0, tries: 0, validators: '' };
  return { host, entry: formatEntry({ ...plain, scheme, path, hops }) };
}

/** Reads an entry by position; entries are written by this package only. */
export function parseEntry(text: string): Entry {
  return readEntry(text.split(' '), 0);
}

/** The entry of which the words begin at `first`. */
export function readEntry(words: readonly string[], first: number): Entry {
  const flags = words[first] ?? '';
  const marked = flags.length > 2 ? /^(\d?)(!?)(?:\+(\d+))?$/.exec(flags.slice(2)) : null;
  return {
    scheme: flags.charAt(0) as Entry['scheme'],
    recoveries: Number(flags.charAt(1)),
    sitemap: Number(marked?.[1] ?? 0),
    ...(marked?.[2] && { urgent: true as const }),
    ...(marked?.[3] && { uncharged: Number(marked[3]) }),
    depth: Number(words[first + 1]),
    hops: Number(words[first + 2]),
    tries: Number(words[first + 3]),
    path: words[first + 4] ?? '/',
    validators: words.length > first + 5 ? words.slice(first + 5).join(' ') : '',
  };
}
