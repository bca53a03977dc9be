import { isAscii } from 'node:buffer';
import { normalizeEncoding, TextDecoder } from '@exodus/bytes/encoding.js';

/** What a document of no known charset is read as (HTML §13.2.3.2, the default of most locales). */
export const DEFAULT_CHARSET = 'windows-1252';

/** Names of labels that were asked for; pages name a handful, hostile ones any number. */
const names = new Map<string, string | null>();
const MOST_NAMES = 500;

/** The name of the encoding of a label (Encoding Standard §4.2, "get an encoding"), lower case; null when there is none. */
export function charsetOfLabel(label: string): string | null {
  const known = names.get(label);
  if (known !== undefined) return known;
  const name = normalizeEncoding(label.slice(0, 100));
  if (label.length < 40 && names.size < MOST_NAMES) names.set(label, name);
  return name;
}

/**
 * Decodes a document as the Encoding Standard says, which Node's own TextDecoder does of some encodings only; a BOM of its
 * charset is left out, broken sequences become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, charset: string): string {
  const name = charsetOfLabel(charset) ?? DEFAULT_CHARSET;
  // A page cannot be read in encodings that hide markup (§14.1).
  if (name === 'replacement') return bytes.length > 0 ? '\uFFFD' : '';
  return new TextDecoder(name).decode(bytes);
}

/** Encodings in which ASCII is something else. */
const notAscii = /^(?:utf-16|iso-2022-jp$|replacement$)/;

/**
 * A document in UTF-8, for `parseHtml`: the bytes themselves where they are that already, as nearly all are. Broken
 * sequences are left as they are; whoever reads text out of them makes U+FFFD of each.
 */
export function utf8Of(bytes: Uint8Array, charset: string): Uint8Array {
  if (charset === 'utf-8' || (isAscii(bytes) && !notAscii.test(charset))) return bytes;
  return Buffer.from(decodeText(bytes, charset));
}
