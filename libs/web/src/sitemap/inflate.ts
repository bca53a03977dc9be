import { constants, gunzipSync, inflateRawSync } from 'node:zlib';

/** Takes gzip off a sitemap, where it is on; bounded. A truncated or soiled archive gives what it has. */
export function inflate(body: Uint8Array, maxBytes: number): { bytes: Uint8Array } | { problem: string } {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return { bytes: body };
  const options = { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return { bytes: gunzipSync(body, options) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return { problem: `the archive inflates to more than ${maxBytes} bytes` };
    const from = headerLength(body);
    try {
      // Bare deflate ends where it says that it ends, whatever follows.
      if (from > 0) return { bytes: inflateRawSync(body.subarray(from), options) };
    } catch {} // the first error says what is wrong
    return { problem: `the archive is broken: ${message}` };
  }
}

/** Length of the header of a gzip member (RFC 1952 §2.3); 0 when there is none. */
function headerLength(body: Uint8Array): number {
  if (body.length < 18 || body[2] !== 8) return 0;
  const flags = body[3]!;
  let at = 10;
  if (flags & 4) at += 2 + body[at]! + body[at + 1]! * 256;
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    at = body.indexOf(0, at) + 1;
    if (at === 0) return 0;
  }
  if (flags & 2) at += 2;
  return at < body.length ? at : 0;
}
