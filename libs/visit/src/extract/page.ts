import { type Page, parseHtml, sniffCharset, utf8Of } from '@trunkline/web/html';

/** What is read out of a document. */
export type Extracted = Pick<Page, 'links' | 'title' | 'robots' | 'canonical' | 'language' | 'cut'> & {
  charset: string;
};

/** A document to be read: decoded bytes, its address and the type the origin gave it. */
export type Document = {
  bytes: Uint8Array;
  url: string;
  contentType: string | undefined;
  product: string;
};

/** CPU time one document may take, ms. */
export const EXTRACT_MS = 5000;

/** Decodes and reads a document in one pass; `cut` says when it was too much. */
export function readPage({ bytes, url, contentType, product }: Document): Extracted {
  const charset = sniffCharset(bytes, contentType ?? null);
  const page = parseHtml(utf8Of(bytes, charset), url, { milliseconds: EXTRACT_MS, product });
  const { links, title, robots, canonical, language, cut } = page;
  return { links, title, robots, canonical, language, cut, charset };
}

/** Whether a body of this type can be an HTML document. */
export function mayBeHtml(type: string | null): boolean {
  return type === null || type === 'text/html' || type === 'application/xhtml+xml';
}

/** Whether a body is an HTML document: by its type, or where there is none by how it begins. */
export function isHtml(type: string | null, bytes: Uint8Array): boolean {
  if (type !== null) return mayBeHtml(type);
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1');
  return /^(?:\xef\xbb\xbf)?\s*(?:<!--[^>]*-->\s*)*<(?:!doctype html|html|head|body|title|a|p|div|h1)[\s>]/i.test(
    start,
  );
}
