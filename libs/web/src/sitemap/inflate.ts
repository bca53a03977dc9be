import { constants, gunzipSync, inflateRawSync } from 'node:zlib';
import { gzipHeaderLength } from '../coding/gzip-header.ts';

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
    const from = gzipHeaderLength(body);
    try {
      // Bare deflate ends where it says that it ends, whatever follows.
      if (from > 0) return { bytes: inflateRawSync(body.subarray(from), options) };
    } catch {} // the first error says what is wrong
    return { problem: `the archive is broken: ${message}` };
  }
}
