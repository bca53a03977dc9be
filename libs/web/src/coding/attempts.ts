import { createInflateRaw } from 'node:zlib';
import type { Coding } from './codings.ts';
import { decodersFor, lenient } from './decoders.ts';
import { GZIP_TRAILER, gzipHeaderLength } from './gzip-header.ts';
import { run, STEP } from './run-decoders.ts';
import type { Source } from './source.ts';

/** Whether it was left because it is too much, not because it is broken. */
export const isBound = (error: string): boolean => error === 'RATIO' || error === 'TOO_MANY_FRAMES';

/**
 * A body with these codings off, in pieces, one decoded when it is asked for; answers with the code of what went wrong on the way, if
 * anything. What is broken is read in one way after the other, each going on behind what came out already. `bounded`: not beyond the
 * ratio of output to input that no page has.
 * @throws what reading the source throws
 */
export async function* decodedPieces(
  source: Source,
  applied: readonly Coding[],
  bounded: boolean,
): AsyncGenerator<Buffer, string | null> {
  if (applied.length === 0) {
    yield* source.pieces();
    return null;
  }
  const head = await source.head();
  const decoders = decodersFor(applied, head, { chunkSize: STEP });
  const { error, length } = yield* run(source.pieces(), decoders, { source, bounded });
  if (error === null || isBound(error)) return error;
  return yield* salvaged({ source, head, applied, bounded, sent: length, error });
}

type Broken = {
  source: Source;
  head: Buffer;
  applied: readonly Coding[];
  bounded: boolean;
  /** Bytes that came out already. */
  sent: number;
  /** What is said of it when another way of reading it ends well. */
  error: string;
};

/**
 * What there is of a broken body. zlib drops what it had decoded in the step that failed: so in small steps, an early end is taken as
 * the end, and of gzip the bare deflate stream is read, whatever follows it.
 */
async function* salvaged(broken: Broken): AsyncGenerator<Buffer, string | null> {
  const { source, head, applied, bounded, sent } = broken;
  const from = applied.at(-1) === 'gzip' ? gzipHeaderLength(head) : 0;
  const inner = () => decodersFor(applied.slice(0, -1), head, lenient);
  if (from > 0) {
    const deflated = createInflateRaw(lenient);
    const { error, length } = yield* run(source.pieces(from), [deflated, ...inner()], {
      ...{ source, bounded, skip: sent },
    });
    // Whole, with its check sum, and junk behind it: browsers take that too. It may stand behind further members.
    const end = from + deflated.bytesWritten + GZIP_TRAILER;
    if (end >= source.length || error !== null) return error ?? broken.error;
    return applied.length === 1 ? yield* members(broken, end, length) : null;
  }
  const again = yield* run(source.pieces(), decodersFor(applied, head, lenient), {
    ...{ source, bounded, skip: sent },
  });
  if (Math.max(sent, again.length) > 0 || applied.at(-1) !== 'deflate') return again.error ?? broken.error;
  // Bare deflate may happen to begin as zlib does.
  const bare = yield* run(source.pieces(), [createInflateRaw(lenient), ...inner()], { source, bounded });
  return bare.length > 0 ? bare.error : (again.error ?? broken.error);
}

/** Further members of gzip, as far as they are such; `before`: bytes that those before gave. Of a body that fits in memory: where one ends tells where the next begins. */
async function* members(
  { source, bounded, sent }: Broken,
  from: number,
  before: number,
): AsyncGenerator<Buffer, string | null> {
  const body = await source.whole();
  if (body === null) return null;
  for (let [at, given] = [from, before]; ; ) {
    const header = gzipHeaderLength(body.subarray(at));
    if (header === 0) return null;
    const deflated = createInflateRaw(lenient);
    const skip = Math.max(0, sent - given);
    const { error, length } = yield* run([body.subarray(at + header)], [deflated], { source, bounded, skip });
    if (error !== null) return error;
    given += length;
    at += header + deflated.bytesWritten + GZIP_TRAILER;
  }
}
