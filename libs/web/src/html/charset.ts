import { isAscii } from 'node:buffer';
import { prescan } from './prescan.ts';

/** The charset of a document, and who said so. */
export type Charset = { name: string; from: 'bom' | 'header' | 'meta' | 'default' };

/** What a document of no known charset is read as (HTML §13.2.3.2, the default of most locales). */
const DEFAULT = 'windows-1252';

/** Names of labels that were asked for; pages name a handful, hostile ones any number. */
const names = new Map<string, string | null>();
const MOST_NAMES = 500;

/**
 * The canonical name of a charset label (Encoding Standard §4.2), lower case; null when there is none of that
 * name, or this runtime cannot decode it.
 */
export function charsetOfLabel(label: string): string | null {
  const known = names.get(label);
  if (known !== undefined) return known;
  const name = nameOf(label.trim().toLowerCase());
  if (label.length < 40 && names.size < MOST_NAMES) names.set(label, name);
  return name;
}

function nameOf(trimmed: string): string | null {
  if (trimmed === 'x-user-defined') return DEFAULT;
  try {
    return new TextDecoder(trimmed).encoding;
  } catch {
    return null; // a RangeError is how TextDecoder says that it does not know a label
  }
}

/** The charset parameter of a Content-Type header; null when there is none that can be decoded. */
export function charsetOfContentType(header: string): string | null {
  const found = /;[\t ]*charset[\t ]*=[\t ]*(?:"([^"]*)"?|([^;\s]*))/i.exec(header);
  return found ? charsetOfLabel(found[1] ?? found[2] ?? '') : null;
}

/**
 * Finds the charset of an HTML document as browsers do: BOM, Content-Type header, `<meta>` within the first
 * 1,024 bytes, else windows-1252. `contentType`: the whole header, or null.
 */
export function findCharset(bytes: Uint8Array, contentType: string | null): Charset {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { name: 'utf-8', from: 'bom' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { name: 'utf-16be', from: 'bom' };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf-16le', from: 'bom' };

  const header = contentType === null ? null : charsetOfContentType(contentType);
  if (header !== null) return { name: header, from: 'header' };

  const meta = prescan(bytes);
  return meta === null ? { name: DEFAULT, from: 'default' } : { name: meta, from: 'meta' };
}

/** The name of the charset that `findCharset` finds. */
export function sniffCharset(bytes: Uint8Array, contentType: string | null = null): string {
  return findCharset(bytes, contentType).name;
}

/** Decodes a document; a BOM of its charset is left out, broken sequences become U+FFFD. */
export function decodeText(bytes: Uint8Array, charset: string): string {
  return new TextDecoder(charsetOfLabel(charset) ?? DEFAULT).decode(bytes);
}

/** Charsets of one byte per character, in which ASCII is ASCII. */
const ofOneByte = /^(?:windows-12|iso-8859-|koi8-)/;

/**
 * A document in UTF-8, for `parseHtml`: the bytes themselves where they are that already, as nearly all are. Broken
 * sequences are left as they are; whoever reads text out of them makes U+FFFD of each.
 */
export function utf8Of(bytes: Uint8Array, charset: string): Uint8Array {
  if (charset === 'utf-8' || (ofOneByte.test(charset) && isAscii(bytes))) return bytes;
  return Buffer.from(decodeText(bytes, charset));
}
