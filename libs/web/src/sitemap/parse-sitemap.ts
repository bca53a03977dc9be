import { decodeText } from '../encoding/index.ts';
import { findXmlCharset } from '../html/charset/charset.ts';
import { mediaTypeOf } from '../media/index.ts';
import { canonicalUrl } from '../url/index.ts';
import { inflate } from './inflate.ts';
import { lastModified } from './last-modified.ts';
import { readEntries } from './read-entries.ts';

export type SitemapUrl = {
  /** Canonical. */
  url: string;
  /** ISO 8601; a date alone is allowed. */
  lastModified?: string;
};

export type Sitemap = {
  kind: 'urlset' | 'index' | 'text' | 'feed' | 'none';
  /** Pages, each once, in order. */
  urls: SitemapUrl[];
  /** Further sitemaps, of an index; canonical, each once. */
  sitemaps: string[];
  /** True when there was more than the limits allow. */
  cut: boolean;
  /** Why the kind is `none`, for people. */
  problem: string | null;
};

export type SitemapSource = {
  /** Where the body came from; relative addresses are resolved against it. */
  url: string;
  contentType?: string | null;
  /** Bytes that are read, after decompression; default 50 MiB, as sitemaps.org says. */
  maxBytes?: number;
  /** Entries that are read; default 50,000, as sitemaps.org says. */
  maxUrls?: number;
};

/**
 * Reads a sitemap, sitemap index, RSS or Atom feed, or a text of one URL per line; gzipped or not. What the
 * body is decides, not its name. Never throws: what cannot be read is `none` with the problem. Documents that
 * declare entities and archives that inflate beyond the limit are refused; a bare `&` is read as such.
 */
export function parseSitemap(body: Uint8Array, source: SitemapSource): Sitemap {
  const { url, contentType = null, maxBytes = 50 * 1024 * 1024, maxUrls = 50_000 } = source;
  const inflated = inflate(body, maxBytes);
  if ('problem' in inflated) return none(inflated.problem);
  const tooLong = inflated.bytes.length > maxBytes;
  const text = decode(tooLong ? inflated.bytes.subarray(0, maxBytes) : inflated.bytes, contentType);

  const begins = /^[\uFEFF\s]*</.test(text);
  if (!begins && !/\bxml\b/i.test(contentType ?? '')) return readText(text, maxUrls, tooLong);
  const found = readEntries(text, maxUrls, url);
  if (found.kind === 'none') {
    const list = begins ? null : readText(text, maxUrls, tooLong); // said to be XML, which it is not
    return list && list.kind !== 'none' ? list : none(found.problem);
  }

  const urls = new Map<string, SitemapUrl>();
  for (const { location, base, changed } of found.entries) {
    const canonical = location === '' ? null : canonicalUrl(location, base ?? url);
    if (canonical === null || urls.has(canonical)) continue;
    const time = changed === null ? null : lastModified(changed);
    urls.set(canonical, time === null ? { url: canonical } : { url: canonical, lastModified: time });
  }
  const cut = found.cut || tooLong;
  if (found.kind === 'index') {
    return { kind: 'index', urls: [], sitemaps: [...urls.keys()], cut, problem: null };
  }
  return { kind: found.kind, urls: [...urls.values()], sitemaps: [], cut, problem: null };
}

function none(problem: string): Sitemap {
  return { kind: 'none', urls: [], sitemaps: [], cut: false, problem };
}

/** BOM, Content-Type, XML declaration, else UTF-8, as both XML and sitemaps.org say. */
function decode(bytes: Uint8Array, contentType: string | null): string {
  const { charset } = mediaTypeOf(contentType === null ? [] : [['Content-Type', contentType]]);
  let at = 0; // a declaration may stand behind white space, though it must not
  while (bytes[at] === 0x20 || (bytes[at]! >= 0x09 && bytes[at]! <= 0x0d)) at++;
  const { name, from } = findXmlCharset(bytes.subarray(at), charset);
  // A header that says UTF-16 of what can be read in ASCII is wrong.
  const isWrong = from === 'header' && name.startsWith('utf-16') && bytes[at] !== 0 && bytes[at + 1] !== 0;
  return decodeText(bytes, isWrong ? 'utf-8' : name);
}

/** Longest line of a text that is read as a URL, in characters. */
const MAX_LINE = 8192;

function readText(text: string, maxUrls: number, tooLong: boolean): Sitemap {
  const urls = new Set<string>();
  let cut = tooLong;
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    if (line.length > MAX_LINE || !/^\s*https?:\/\//i.test(line)) continue;
    const url = canonicalUrl(line.trim());
    if (url === null) continue;
    if (urls.size >= maxUrls) {
      cut ||= !urls.has(url);
      break;
    }
    urls.add(url);
  }
  if (urls.size === 0) return none('no line of the text is a URL');
  return { kind: 'text', urls: Array.from(urls, (url) => ({ url })), sitemaps: [], cut, problem: null };
}
