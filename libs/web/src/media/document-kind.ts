import { computedMIMEType } from 'whatwg-mimetype';
import { isXhtml } from '../html/scan/xml-names.ts';
import type { MediaType } from './media-type.ts';

/** Which reader a document is for: that of HTML, or that of XML. */
export type DocumentKind = 'html' | 'xhtml';

/** Bytes of a body that tell its type where nothing else does (MIME Sniffing §5.2). */
export const SNIFF_BYTES = 1445;

/** Spellings that servers send of what they know nothing of: the body decides whether it is text (MIME Sniffing §5.1). */
const distrusted = /^text\/plain(?:; charset=(?:ISO-8859-1|iso-8859-1|UTF-8))?$/;

/** The type of a body as browsers compute it (MIME Sniffing §7): what its headers say, and what it begins with where they do not. */
export function computedType({ essence, header, noSniff }: MediaType, bytes: Uint8Array): string {
  const isDistrusted = essence === 'text/plain' && !noSniff && header !== null && distrusted.test(header);
  if (essence !== null && !isDistrusted) return essence;
  const start = bytes.subarray(0, SNIFF_BYTES);
  return computedMIMEType(start, isDistrusted ? { contentTypeHeader: header } : { noSniff }).essence;
}

/** Whether a body of this type may be a document that is read for links. */
export function mayBeDocument({ essence }: MediaType): boolean {
  return essence === null || essence === 'text/html' || essence === 'application/xhtml+xml' || isXml(essence);
}

/**
 * Which kind of document a body is, null: none. `bytes`: its beginning, or all of it. XML under a common name is one
 * when its root is XHTML; what has no type is one when it begins so.
 */
export function documentKind(media: MediaType, bytes: Uint8Array): DocumentKind | null {
  // A BOM would make text of it; what follows tells more.
  const type = computedType(media, bytes[0] === 0xef && media.essence === null ? bytes.subarray(3) : bytes);
  if (type === 'text/html') return 'html';
  if (type === 'application/xhtml+xml') return 'xhtml';
  return isXml(type) && isXhtml(bytes) ? 'xhtml' : null;
}

function isXml(type: string): boolean {
  return type === 'text/xml' || type === 'application/xml';
}
