const LF = 10;
const CR = 13;

/** So many bytes of blank lines may be left of an earlier message. */
const MOST_BLANK = 16;

/**
 * Where the status line begins: after line ends that are left of an earlier message (as RFC 9112 §2.2 has it of requests).
 * -1: more bytes are needed to say; null: this is no HTTP/1, whatever follows.
 */
export function startOfHead(bytes: Uint8Array): number | null {
  let at = 0;
  while (at < MOST_BLANK && at < bytes.length && isBlank(bytes[at]!)) at++;
  const most = Math.min(4, bytes.length - at);
  for (let n = 0; n < most; n++) if ((bytes[at + n]! | 32) !== HTTP[n]) return null;
  return most < 4 ? -1 : at;
}

const HTTP = Buffer.from('http');
const isBlank = (byte: number) => byte === CR || byte === LF || byte === 32 || byte === 9;

/**
 * Where a head ends: the offset after the line end of its blank line, which may be CR LF or LF alone (RFC 9112 §2.2);
 * -1 while it has not come. `from`: nothing before it needs to be looked at again.
 */
export function endOfHead(bytes: Uint8Array, from = 0): number {
  const last = bytes.length - 1;
  for (let at = from; at < last; at++) {
    if (bytes[at] !== LF) continue;
    const next = bytes[at + 1];
    if (next === LF) return at + 2;
    if (next === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}
