import type { Exchange } from '../types.ts';

/** The name of a transfer coding where it would mislead. */
const KEPT_AS = 'X-Archive-Orig-Transfer-Encoding';
const isCoding = /^transfer-encoding$/i;

/** The name of a content coding that the body is in no more. */
const DECODED_AS = 'X-Archive-Orig-Content-Encoding';

/** Readers look so far for a chunk size. */
const LOOK = 64;

/**
 * The bytes of a response head for the archive: those that were received, but for what readers of WARC cannot do without. The
 * blank line, with the line end before it, is CR LF CR LF: warcio for npm looks for no other. And where the body begins as chunks
 * might, a Transfer-Encoding has another name: its chunks are undone, and readers would undo some again; elsewhere they see that there
 * are none. So has the Content-Encoding of a body that is kept without it.
 */
export function headForRecord({ head, body, large, revisit, decoded }: Exchange): Uint8Array {
  const { headers } = head;
  const whole = withBlankLine(Buffer.from(head.bytes.buffer, head.bytes.byteOffset, head.bytes.byteLength));
  const bytes = decoded ? renamed(whole, 'content-encoding', DECODED_AS) : whole;
  if (revisit || !headers.some(([name]) => isCoding.test(name))) return bytes;
  const beginning = large ? large.beginning : body;
  if (!mayBeChunks(beginning, !large)) return bytes;
  return renamed(bytes, 'transfer-encoding', KEPT_AS);
}

function renamed(head: Buffer, name: string, to: string): Buffer {
  const text = head.toString('latin1').replace(new RegExp(`^${name}(?=[ \\t]*:)`, 'gim'), to);
  return Buffer.from(text, 'latin1');
}

const BLANK_LINE = Buffer.from('\r\n\r\n');

function withBlankLine(bytes: Buffer): Buffer {
  if (bytes.subarray(-4).equals(BLANK_LINE)) return bytes;
  const text = bytes.toString('latin1').replace(/\r?\n\r?\n$/, '\r\n\r\n');
  return Buffer.from(text, 'latin1');
}

/** Whether a reader that is told of chunks might find some: warcio for Python wants a size alone in its line, that for npm its end too. */
function mayBeChunks(body: Uint8Array, isWhole: boolean): boolean {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(LOOK, body.byteLength)).toString('latin1');
  const line = start.slice(0, start.indexOf('\n') + 1) || start;
  const size = Number.parseInt(line, 16);
  if (Number.isNaN(size)) return false;
  if (!isWhole || /^\s*[+-]?(?:0x)?[0-9a-f_]+\s*(?:;|$)/i.test(line)) return true;
  const end = line.length + size;
  return body[end] === 13 && body[end + 1] === 10;
}

/** The name a header was received by. */
export const nameOf = (kept: string) => (kept === KEPT_AS ? 'transfer-encoding' : kept);
