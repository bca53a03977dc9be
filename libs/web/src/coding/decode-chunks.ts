import type { Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { type Coding, type Codings, codingsOf } from './codings.ts';
import { type Chunked, isBound } from './decode.ts';
import { decodersFor, lenient } from './decoders.ts';
import { GZIP_TRAILER, gzipHeaderLength } from './gzip-header.ts';

/** Decoders put out so much at a time: buffers of their own, which whoever has done with them can give back. */
const STEP = 64 << 10;
/** Of a body up to so many bytes further members of gzip are looked for where the stream is broken: it is in memory then. */
const MEMBERS_IN = 1 << 20;

/** Memory of a reader without a decoder: what was read, inflated and put out, a piece or two of each. */
const READER = 1 << 20;
/** Most that a decoder of each coding keeps: its window, or what is looked through for members of gzip. */
const windows: Record<Coding, number> = {
  gzip: MEMBERS_IN,
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
  const source = readAgain(stored);
  for await (const piece of attempts(source, codings, limit, () => sent)) {
    const part = piece.subarray(0, limit - sent);
    sent += part.length;
    if (part.length > 0) yield part;
    if (sent >= limit) return;
  }
}

/** One way after the other to read it, each going on behind what was put out already, until one says that it was the last. */
async function* attempts(
  source: Source,
  { applied, sure }: Codings,
  limit: number,
  sent: () => number,
): AsyncGenerator<Buffer> {
  if (applied.length === 0) return yield* source.pieces();
  // Something was named that is no coding, and brotli reads much that is none: what is put out cannot be taken back.
  if (!sure && applied.at(-1) === 'br' && (await isBroken(source, applied, limit)))
    return yield* source.pieces();
  const ended = yield* decoded(source, applied, sent);
  if (ended && !sure && sent() === 0) yield* source.pieces();
}

async function isBroken(source: Source, applied: readonly Coding[], limit: number): Promise<boolean> {
  let length = 0;
  const all = decoded(source, applied, () => length);
  for (;;) {
    const { done, value } = await all.next();
    if (done) return value;
    length += value.length;
    if (length <= limit) continue;
    await all.return(false);
    return false;
  }
}

/** Answers whether it ended with an error, other than by a bound. */
async function* decoded(
  source: Source,
  applied: readonly Coding[],
  sent: () => number,
): AsyncGenerator<Buffer, boolean> {
  const head = await source.head();
  const decoders = decodersFor(applied, head, { chunkSize: STEP });
  const { error } = yield* run(source.pieces(), decoders, source, 0);
  if (error === null || isBound(error)) return false;
  return yield* salvaged(source, head, applied, sent);
}

/** As `salvage` of `decode`: see there. */
async function* salvaged(
  source: Source,
  head: Buffer,
  applied: readonly Coding[],
  sent: () => number,
): AsyncGenerator<Buffer, boolean> {
  const from = applied.at(-1) === 'gzip' ? gzipHeaderLength(head) : 0;
  if (from > 0) {
    const deflated = createInflateRaw(lenient);
    const decoders = [deflated, ...decodersFor(applied.slice(0, -1), head, lenient)];
    const { error, length } = yield* run(source.pieces(from), decoders, source, sent());
    const end = from + deflated.bytesWritten + GZIP_TRAILER;
    if (end >= source.length || error !== null) return true;
    return applied.length === 1 ? yield* members(source, end, length, sent) : false;
  }
  yield* run(source.pieces(), decodersFor(applied, head, lenient), source, sent());
  if (sent() > 0 || applied.at(-1) !== 'deflate') return true;
  // Bare deflate may happen to begin as zlib does.
  const bare = [createInflateRaw(lenient), ...decodersFor(applied.slice(0, -1), head, lenient)];
  const { error } = yield* run(source.pieces(), bare, source, 0);
  return error !== null || sent() === 0;
}

/** Further members of gzip, as far as they are such; `before`: bytes that those before gave. */
async function* members(
  source: Source,
  from: number,
  before: number,
  sent: () => number,
): AsyncGenerator<Buffer, boolean> {
  if (source.length > MEMBERS_IN) return false;
  const all: Buffer[] = [];
  for await (const piece of source.pieces()) all.push(piece);
  const body = Buffer.concat(all);
  for (let [at, given] = [from, before]; ; ) {
    const header = gzipHeaderLength(body.subarray(at));
    if (header === 0) return false;
    const deflated = createInflateRaw(lenient);
    const skip = Math.max(0, sent() - given);
    const { error, length } = yield* run([body.subarray(at + header)], [deflated], source, skip);
    if (error !== null) return true;
    given += length;
    at += header + deflated.bytesWritten + GZIP_TRAILER;
  }
}

/** What decoders put out behind the first `skip` bytes of it; answers with its length and the code of what went wrong, if anything. */
async function* run(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  decoders: Transform[],
  source: Source,
  skip: number,
): AsyncGenerator<Buffer, { error: string | null; length: number }> {
  const [first, last] = [decoders[0]!, decoders.at(-1)!];
  for (const [at, decoder] of decoders.entries()) {
    // Its errors come out at the end, where they are read; of those behind the first one nobody is told any more.
    decoder.on('error', (error) => last.destroy(error));
    if (decoder !== last) decoder.pipe(decoders[at + 1]!);
  }
  feed(pieces, first).catch((error: Error) => last.destroy(error));
  let passed = 0;
  try {
    for await (const piece of last as AsyncIterable<Buffer>) {
      const part = piece.subarray(Math.max(0, skip - passed));
      passed += piece.length;
      if (part.length > 0) yield part;
    }
    return { error: null, length: passed };
  } catch (error) {
    if (source.fault !== null) throw source.fault.error;
    return { error: (error as NodeJS.ErrnoException).code ?? 'DECODE_ERROR', length: passed };
  } finally {
    for (const decoder of decoders) decoder.destroy();
  }
}

/** Gives a decoder its input, a piece when the one before is used up, until it is closed. */
async function feed(pieces: AsyncIterable<Buffer> | Iterable<Buffer>, decoder: Transform): Promise<void> {
  for await (const piece of pieces) {
    if (decoder.destroyed) return;
    await new Promise<void>((resolve) => {
      decoder.once('close', resolve);
      decoder.write(piece, () => {
        decoder.off('close', resolve);
        resolve();
      });
    });
  }
  decoder.end();
}

/** A body that is read from its beginning as often as need be; a fault of its reader is none of its coding. */
type Source = {
  length: number;
  fault: { error: unknown } | null;
  head(): Promise<Buffer>;
  pieces(from?: number): AsyncGenerator<Buffer>;
};

function readAgain(stored: Chunked): Source {
  const source: Source = {
    length: stored.length,
    fault: null,
    async head() {
      for await (const chunk of source.pieces()) return chunk;
      return Buffer.alloc(0);
    },
    async *pieces(from = 0) {
      let skip = from;
      try {
        for await (const chunk of stored.chunks()) {
          // A chunk holds good until the next one is asked for, and streams ask before they are done.
          const piece = Buffer.from(chunk.subarray(skip));
          skip -= Math.min(skip, chunk.length);
          if (piece.length > 0) yield piece;
        }
      } catch (error) {
        source.fault = { error };
        throw error;
      }
    },
  };
  return source;
}
