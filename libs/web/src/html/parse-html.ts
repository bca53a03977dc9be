import { queryEscaper } from '../encoding/index.ts';
import type { RobotsDirectives } from './directives/robots-directives.ts';
import type { Reference } from './links/references.ts';
import { createResolver, type Resolve } from './links/resolver.ts';
import { PageReader } from './page-reader.ts';

/** A place to go to from a page. `nofollow`: every link to it says so. */
export type Link = { url: string; nofollow: boolean };

/** What a crawler wants to know of a document. */
export type Page = {
  /** Canonical URLs of the navigation targets, each once, in document order. */
  links: Link[];
  /** White space collapsed, at most 1,000 characters; null when there is none or it is empty. */
  title: string | null;
  robots: RobotsDirectives;
  /** The canonical URL the page claims, wherever it points. */
  canonical: string | null;
  /** The `lang` of the document, else its Content-Language, as written. */
  language: string | null;
  /** What relative references are resolved against. */
  base: string;
  /** The charset that its first meta tag names which names one, wherever that stands. */
  declared: string | null;
  /** Links beyond `limits.links`, counted as often as they stand there. */
  more: number;
  /** Why the rest of the document was not looked at, or its links not resolved. */
  cut: 'time' | 'length' | 'links' | null;
};

export type ParseLimits = {
  /** Milliseconds of `now`; default: none. */
  milliseconds?: number;
  now?: () => number;
  /** Bytes of the document that are looked at; default: all. */
  length?: number;
  /** Different links; default 100,000. */
  links?: number;
  /** Meta tags of this name are obeyed beside `robots`: the product token of the crawler. */
  product?: string;
  /** The charset the document was in, as which the queries of its links are escaped; default: UTF-8. */
  charset?: string;
  /** The document is XML: XHTML under its own type. */
  xml?: boolean;
};

/** The navigation targets of a document: a, area, SVG a, iframe, frame, meta refresh. See `parseHtml`. */
export function extractLinks(html: string | Uint8Array, baseUrl: string): Link[] {
  return parseHtml(html, baseUrl).links;
}

/**
 * Reads a document in one pass, as a browser without scripts would: `<noscript>` counts, templates, comments
 * and the text of scripts do not. Never throws, whatever the document; `cut` says when a limit was met.
 *
 * `html` is the document as a string, or as the bytes of UTF-8 that `utf8Of` makes of it: those cost less.
 */
export function parseHtml(html: string | Uint8Array, baseUrl: string, limits: ParseLimits = {}): Page {
  const { milliseconds, now = () => performance.now(), product, charset = 'utf-8', xml = false } = limits;
  const bytes =
    typeof html === 'string' ? Buffer.from(html) : Buffer.from(html.buffer, html.byteOffset, html.byteLength);
  const length = limits.length ?? bytes.length;
  const deadline = milliseconds === undefined ? Number.POSITIVE_INFINITY : now() + milliseconds;
  const isLate = milliseconds === undefined ? () => false : () => now() > deadline;

  const most = limits.links ?? MAX_LINKS;
  const room = { left: SPELLINGS * most, more: 0 };
  const reader = new PageReader(product ?? null, 0, room);
  const finished = reader.read(bytes.length > length ? bytes.subarray(0, length) : bytes, isLate, xml);
  const base = documentBase(reader.base, baseUrl);
  const resolve = createResolver(base, queryEscaper(charset));
  const links = collect(targetsOf(reader, base, resolve), most, isLate);
  const more = room.more + links.more;
  return {
    links: links.found,
    title: detached(reader.title),
    robots: reader.robots,
    canonical: reader.canonical === null ? null : resolve(reader.canonical),
    language: detached(reader.language),
    base,
    declared: reader.charset,
    more,
    cut: finished && !links.late ? (bytes.length > length ? 'length' : more > 0 ? 'links' : null) : 'time',
  };
}

const MAX_LINKS = 100_000;
/** References kept for each link there may be: some name the same in other words. */
const SPELLINGS = 2;
/** References between two looks at the clock. */
const CLOCK_REFERENCES = 256;

/** The document base URL (HTML §2.4.2): what `<base href>` says, where that can be one. */
function documentBase(href: string | null, baseUrl: string): string {
  if (href === null) return baseUrl;
  const url = URL.parse(href, baseUrl);
  return url === null || url.protocol === 'data:' || url.protocol === 'javascript:' ? baseUrl : url.href;
}

type Targets = { references: readonly Reference[]; resolve: Resolve };

/** The references of a document and of those within it, each with its own base (HTML §2.4.2, fallback base URL). */
function* targetsOf(reader: PageReader, base: string, resolve: Resolve): Generator<Targets> {
  yield { references: reader.references.all, resolve };
  for (const frame of reader.frames) {
    const own = documentBase(frame.base, base);
    yield* targetsOf(frame, own, createResolver(own)); // they are in UTF-8, whatever the page is in
  }
}

/** Resolves references, each target once, so many of them; a target is nofollow when every link to it is. */
function collect(
  targets: Iterable<Targets>,
  limit: number,
  isLate: () => boolean,
): { found: Link[]; more: number; late: boolean } {
  const links = new Map<string, Link>();
  let looked = 0;
  let more = 0;
  for (const { references, resolve } of targets) {
    for (const { target, plain, nofollow } of references) {
      if (++looked % CLOCK_REFERENCES === 0 && isLate())
        return { found: [...links.values()], more, late: true };
      const url = resolve(target, plain);
      if (url === null) continue;
      const known = links.get(url);
      if (known) known.nofollow &&= nofollow;
      else if (links.size === limit) more++;
      else links.set(url, { url, nofollow });
    }
  }
  return { found: [...links.values()], more, late: false };
}

/** A copy that does not keep the longer text alive of which `text` may be a part. */
function detached<T extends string | null>(text: T): T {
  return (text === null ? text : ` ${text}`.slice(1)) as T;
}
