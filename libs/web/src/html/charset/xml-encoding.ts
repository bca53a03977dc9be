import { charsetOfLabel } from '../../encoding/index.ts';

/** Bytes of a document in which its XML declaration ends. */
const DECLARATION_BYTES = 1024;

/**
 * The encoding that an XML declaration names (HTML §13.2.3.2, "get an XML encoding"), also of one in UTF-16 without BOM; null
 * when the document does not begin with one, or it names none. A named UTF-16 that could be read as ASCII is UTF-8.
 */
export function xmlEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] !== 0x3c && bytes[0] !== 0) return null;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARATION_BYTES));
  const text = start.toString('latin1');
  if (text.startsWith('<\0?\0x\0')) return 'utf-16le';
  if (text.startsWith('\0<\0?\0x')) return 'utf-16be';
  if (!text.startsWith('<?xml')) return null;
  const end = text.indexOf('>');
  if (end < 0) return null;
  const found = /encoding[\0- ]*=[\0- ]*(?:"([^"\0- ]*)"|'([^'\0- ]*)')/.exec(text.slice(0, end));
  const name = found && charsetOfLabel(found[1] ?? found[2] ?? '');
  return name?.startsWith('utf-16') ? 'utf-8' : (name ?? null);
}
