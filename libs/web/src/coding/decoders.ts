import type { Transform } from 'node:stream';
import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import type { Coding } from './codings.ts';
import { isOneFrame, ZstdFrames } from './zstd-frames.ts';

/** RFC 9659 §3: decoders of the zstd content coding need not take windows above 8 MiB. */
const zstdOptions = { params: { [constants.ZSTD_d_windowLogMax]: 23 } };

/** Of what is broken or cut off: in small steps, and an early end is the end. */
export const lenient = { chunkSize: 1024, finishFlush: constants.Z_SYNC_FLUSH };
type Steps = { chunkSize?: number; finishFlush?: number };

/** The output of a decoder in one call, which throws when it is longer or the body broken; null where one call is not enough. */
export function decodeOne(body: Buffer, coding: Coding, maxOutputLength: number): Buffer | null {
  switch (coding) {
    case 'gzip':
      return gunzipSync(body, { maxOutputLength });
    case 'deflate':
      return hasZlibHeader(body)
        ? inflateSync(body, { maxOutputLength })
        : inflateRawSync(body, { maxOutputLength });
    case 'br':
      return brotliDecompressSync(body, { maxOutputLength });
    case 'zstd':
      // Of several frames it would give the first.
      return isOneFrame(body) ? zstdDecompressSync(body, { maxOutputLength, ...zstdOptions }) : null;
  }
}

/** Decoders in the order in which they come off. */
export function decodersFor(applied: readonly Coding[], body: Buffer, steps: Steps): Transform[] {
  // Only of the outermost coding the first bytes are at hand; an inner `deflate` is what the RFC says it is.
  return [...applied].reverse().map((coding, at) => decoderFor(coding, at > 0 || hasZlibHeader(body), steps));
}

function decoderFor(coding: Coding, isZlib: boolean, steps: Steps): Transform {
  const flush = (operation: number) => (steps.finishFlush === undefined ? {} : { finishFlush: operation });
  switch (coding) {
    case 'gzip':
      return createGunzip(steps);
    case 'deflate':
      return isZlib ? createInflate(steps) : createInflateRaw(steps);
    case 'br':
      return createBrotliDecompress({ ...steps, ...flush(constants.BROTLI_OPERATION_FLUSH) });
    case 'zstd':
      return new ZstdFrames({ ...steps, ...flush(constants.ZSTD_e_flush), ...zstdOptions });
  }
}

/** `deflate` means zlib (RFC 9110 §8.4.1.2), yet many servers send raw deflate. */
function hasZlibHeader(body: Buffer): boolean {
  return body.length > 1 && (body[0]! & 15) === 8 && ((body[0]! << 8) + body[1]!) % 31 === 0;
}
