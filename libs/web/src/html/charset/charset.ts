import { isAscii, isUtf8 } from 'node:buffer';
import { charsetOfLabel, DEFAULT_CHARSET } from '../../encoding/index.ts';
import { prescan } from './prescan.ts';
import { xmlEncoding } from './xml-encoding.ts';

/** The charset of a document, and who said so: `content` when nobody did, and its bytes can be nothing else. */
export type Charset = { name: string; from: 'bom' | 'header' | 'meta' | 'xml' | 'content' | 'default' };

/**
 * Finds the charset of an HTML document as browsers do (HTML §13.2.3.2): BOM, Content-Type header, `<meta>` or XML declaration
 * within the first 1,024 bytes. Where all are silent, what is valid UTF-8 and not ASCII is UTF-8, else windows-1252; a
 * `<meta>` that comes later is then heard too: see `laterCharset`. `label`: the charset parameter of the header, or null.
 */
export function findCharset(bytes: Uint8Array, label: string | null): Charset {
  const told = bomOrHeader(bytes, label);
  if (told !== null) return told;
  const meta = prescan(bytes);
  if (meta !== null) return { name: meta, from: 'meta' };
  const declared = xmlEncoding(bytes);
  if (declared !== null) return { name: declared, from: 'xml' };
  const text = whole(bytes);
  const speaks = !isAscii(text) && isUtf8(text);
  return speaks ? { name: 'utf-8', from: 'content' } : { name: DEFAULT_CHARSET, from: 'default' };
}

/** The same of a document that is XML (XML §F, RFC 7303 §3): its declaration, else UTF-8. */
export function findXmlCharset(bytes: Uint8Array, label: string | null): Charset {
  const told = bomOrHeader(bytes, label);
  if (told !== null) return told;
  const declared = xmlEncoding(bytes);
  return declared === null ? { name: 'utf-8', from: 'default' } : { name: declared, from: 'xml' };
}

/**
 * The charset that a `<meta>` behind the first 1,024 bytes names, where it changes how the document is to be read (HTML
 * §13.2.3.4, "changing the encoding while parsing"); null when it does not: others have said, or it says the same.
 */
export function laterCharset({ name, from }: Charset, declared: string | null): string | null {
  const isTentative = from === 'content' || from === 'default';
  return isTentative && declared !== null && declared !== name ? declared : null;
}

function bomOrHeader(bytes: Uint8Array, label: string | null): Charset | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { name: 'utf-8', from: 'bom' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { name: 'utf-16be', from: 'bom' };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf-16le', from: 'bom' };
  const header = label === null ? null : charsetOfLabel(label);
  return header === null ? null : { name: header, from: 'header' };
}

/** Without a character at the end that is not all there: the document may have been cut anywhere. */
function whole(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0)
      return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.subarray(0, -back) : bytes;
  }
  return bytes;
}
