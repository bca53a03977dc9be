import { decodedPieces, isBound } from './attempts.ts';
import type { Codings } from './codings.ts';
import { decodeOne } from './decoders.ts';
import { createKept } from './kept.ts';
import { ratioBound } from './run-decoders.ts';
import { type Chunked, sourceOf } from './source.ts';

/** What decoding brought: the first bytes, how many there were in all, and what went wrong on the way. */
export type Decoded = { bytes: Buffer; length: number; error: string | null };

/** Bodies and outputs up to these lengths are decoded in one call; it costs less than a stream. */
const AT_ONCE_IN = 64 << 10;
const AT_ONCE_OUT = 512 << 10;

/** Bounds of the output in bytes: how long it may be, and how much of its beginning is kept. */
export type Bounds = { most: number; keep: number };

/** The whole output where that costs little and nothing is wrong; null otherwise: see `decode`. */
export function decodeAtOnce(body: Buffer, { applied }: Codings, { most }: Bounds): Decoded | null {
  if (applied.length === 0 || body.length === 0) return { bytes: body, length: body.length, error: null };
  if (applied.length > 1 || body.length > AT_ONCE_IN) return null;
  try {
    const bytes = decodeOne(body, applied[0]!, Math.min(most, ratioBound(body.length), AT_ONCE_OUT));
    return bytes && { bytes, length: bytes.length, error: null };
  } catch {
    return null; // `decode` says what is wrong, and keeps what comes before it
  }
}

/**
 * Takes content codings off. Output is bounded by `most` bytes and by the ratio to the input. Errors keep what
 * was decoded before them: `TOO_LONG`, `RATIO`, or zlib's code. The bytes have a buffer of their own.
 */
export async function decode(
  body: Buffer | Chunked,
  { applied, sure }: Codings,
  bounds: Bounds,
): Promise<Decoded> {
  const source = sourceOf(body);
  const decoded = await collect(decodedPieces(source, applied, true), bounds, applied.length === 0);
  const { error, length } = decoded;
  // Something was named that is no coding: so may be what stands beside it.
  if (sure || error === null || error === 'TOO_LONG' || isBound(error)) return decoded;
  return length === 0 || applied.at(-1) === 'br'
    ? collect(decodedPieces(source, [], true), bounds, true)
    : decoded;
}

/** `copied`: the pieces are the source's own. */
async function collect(
  pieces: AsyncGenerator<Buffer, string | null>,
  { most, keep }: Bounds,
  copied = false,
): Promise<Decoded> {
  const kept = createKept(Math.min(keep, most));
  let length = 0;
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return { bytes: kept.bytes(), length, error: value };
    length += value.length;
    kept.push(copied ? Buffer.from(value) : value);
    if (length <= most) continue;
    await pieces.return(null);
    return { bytes: kept.bytes(), length: most, error: 'TOO_LONG' };
  }
}
