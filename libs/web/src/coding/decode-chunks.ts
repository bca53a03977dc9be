import { decodedPieces, isBound } from './attempts.ts';
import { type Coding, type Codings, codingsOf } from './codings.ts';
import { type Chunked, MOST_WHOLE, type Source, sourceOf } from './source.ts';

/** Memory of a reader without a decoder: what was read, inflated and put out, a piece or two of each. */
const READER = 1 << 20;
/** Most that a decoder of each coding keeps: its window, or what is looked through for members of gzip. */
const windows: Record<Coding, number> = {
  gzip: MOST_WHOLE,
  deflate: 128 << 10,
  br: 17 << 20,
  zstd: 9 << 20,
};

/** Bytes of memory that `decodeChunks` takes at most for the first `limit` bytes of a body. */
export function memoryFor(headers: StoredChunks['headers'], limit: number): number {
  const codings = codingsOf(headers);
  if ('error' in codings) return READER;
  const [outermost, ...others] = codings.applied;
  if (outermost === undefined) return READER;
  // A window is as long as what went through it, rounded up; of several codings only the last output is bounded.
  if (others.length === 0) return READER + Math.min(windows[outermost], 2 * limit);
  return codings.applied.reduce((sum, coding) => sum + windows[coding], READER);
}

/** A stored body: its headers, and its bytes from the beginning whenever they are asked for. */
export type StoredChunks = Chunked & { headers: readonly (readonly [string, string])[] };

/**
 * A stored body with its content codings off, as `decodeStored` gives it, piece by piece: one is decoded when it is asked for, and
 * whatever the length, some hundred KiB are in memory (with `zstd` and `br` their windows too, 8 and 16 MiB at most). At most `limit`
 * bytes. What is broken or cut off gives what there is.
 * @throws what reading the chunks throws
 */
export async function* decodeChunks(stored: StoredChunks, limit: number): AsyncGenerator<Buffer> {
  const codings = codingsOf(stored.headers);
  if ('error' in codings || limit <= 0) return;
  let sent = 0;
  for await (const piece of read(sourceOf(stored), codings, limit)) {
    const part = piece.subarray(0, limit - sent);
    sent += part.length;
    if (part.length > 0) yield part;
    if (sent >= limit) return;
  }
}

/** As `decode` reads it, though what is put out cannot be taken back. */
async function* read(source: Source, { applied, sure }: Codings, limit: number): AsyncGenerator<Buffer> {
  // Something was named that is no coding, and brotli reads much that is none.
  if (!sure && applied.at(-1) === 'br' && (await isBroken(source, applied, limit)))
    return yield* source.pieces();
  let some = false;
  const all = decodedPieces(source, applied, false);
  for (;;) {
    const { done, value } = await all.next();
    if (!done) {
      some = true;
      yield value;
    } else if (value !== null && !isBound(value) && !sure && !some) return yield* source.pieces();
    else return;
  }
}

async function isBroken(source: Source, applied: readonly Coding[], limit: number): Promise<boolean> {
  let length = 0;
  const all = decodedPieces(source, applied, false);
  for (;;) {
    const { done, value } = await all.next();
    if (done) return value !== null && !isBound(value);
    length += value.length;
    if (length <= limit) continue;
    await all.return(null);
    return false;
  }
}
