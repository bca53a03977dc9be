import { type DocumentSource, type Page, readDocument } from '@trunkline/web/html';

/** What is read out of a document. */
export type Extracted = Pick<Page, 'links' | 'title' | 'robots' | 'canonical' | 'language' | 'cut'> & {
  charset: string;
};

/** A document to be read: decoded bytes, and what its origin says of them. */
export type Document = DocumentSource & { bytes: Uint8Array; product: string };

/** CPU time one document may take, ms. */
export const EXTRACT_MS = 5000;

/** Decodes and reads a document in one pass; `cut` says when it was too much. */
export function readPage({ bytes, product, ...source }: Document): Extracted {
  const page = readDocument(bytes, source, { milliseconds: EXTRACT_MS, product });
  const { links, title, robots, canonical, language, cut, charset } = page;
  return { links, title, robots, canonical, language, cut, charset };
}
