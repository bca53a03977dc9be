import { type DocumentSource, type Link, type Page, readDocument } from '@trunkline/web/html';
import { textFeatures } from '@trunkline/web/shapes';

/** Links in document order, each made when its turn comes. */
type Links = Iterable<Link> & { readonly length: number };

/** What is read out of a document. */
export type Extracted = Pick<Page, 'title' | 'robots' | 'canonical' | 'language' | 'more' | 'cut'> & {
  links: Links;
  charset: string;
  /** What it says, if that was asked for. */
  text?: Uint32Array;
};

/** A document to be read: decoded bytes, what its origin says of them, and how many links are wanted at most. */
export type Document = DocumentSource & {
  bytes: Uint8Array;
  product: string;
  most: number;
  wantsText?: boolean;
};

/** CPU time one document may take, ms. */
export const EXTRACT_MS = 5000;

/** Decodes and reads a document in one pass; `cut` says when it was too much. */
export function readPage({
  bytes,
  product,
  most,
  wantsText,
  ...source
}: Document): Extracted & { links: Link[] } {
  const page = readDocument(bytes, source, { milliseconds: EXTRACT_MS, product, links: most });
  const { links, title, robots, canonical, language, more, cut, charset } = page;
  const read = { links, title, robots, canonical, language, more, cut, charset };
  return wantsText ? { ...read, text: textFeatures(bytes, source.url) } : read;
}

/** Links looked at for each that may be followed, as many are known or out of scope; and at least and at most. */
const PER_NEW = 4;
const FEWEST = 20_000;
const MOST = 100_000;

/** How many links of a document are looked at one by one, of which so many new ones are followed; the rest is counted. */
export const lookedAt = (newLinks: number) => Math.min(Math.max(FEWEST, PER_NEW * newLinks), MOST);

/** A page as it comes from another thread: as objects its links would keep this one busy for a tenth of a second. */
export type PackedPage = Omit<Extracted, 'links'> & { urls: string; nofollow: Uint8Array };

export function packed({ links, ...page }: Extracted & { links: Link[] }): PackedPage {
  const nofollow = Uint8Array.from(links, (link) => (link.nofollow ? 1 : 0));
  return { ...page, urls: links.map(({ url }) => url).join('\n'), nofollow };
}

export function unpacked({ urls, nofollow, ...page }: PackedPage): Extracted {
  function* links(): Generator<Link> {
    let at = 0;
    for (const one of nofollow) {
      const end = urls.indexOf('\n', at);
      yield { url: urls.slice(at, end < 0 ? urls.length : end), nofollow: one === 1 };
      at = end + 1;
    }
  }
  return { ...page, links: { length: nofollow.length, [Symbol.iterator]: links } };
}
