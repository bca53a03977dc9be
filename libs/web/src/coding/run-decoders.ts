import type { Transform } from 'node:stream';
import type { Source } from './source.ts';

/** Decoders put out so much at a time: buffers of their own, not parts of Node's pool, so that they can be given back. */
export const STEP = 64 << 10;
/** What is put out and not taken yet, bytes: beyond it decoders wait. */
const MOST_AHEAD = 2 * STEP;
/** More than this much output per byte of input so far is a bomb, once the output is above the second number. */
const MAX_RATIO = 200;
const RATIO_FROM = 1 << 20;

/** Most output that so many bytes of input may have. */
export const ratioBound = (input: number): number => Math.max(RATIO_FROM, input * MAX_RATIO);

/** `skip`: bytes of the output that are left out at its beginning. */
type Running = { source: Source; bounded: boolean; skip?: number };

/**
 * What decoders put out of these pieces, one behind the other; answers with its length and the code of what went wrong, if anything.
 * What came out before that is not lost.
 */
export async function* run(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  decoders: readonly Transform[],
  { source, bounded, skip = 0 }: Running,
): AsyncGenerator<Buffer, { error: string | null; length: number }> {
  const first = decoders[0] as Transform & { bytesWritten: number };
  const last = decoders.at(-1)!;
  const ready: Buffer[] = [];
  let ahead = 0;
  let ended: { error: string | null } | null = null;
  let wake = () => {};
  const end = (error: string | null) => {
    ended ??= { error };
    wake();
  };
  for (const [at, decoder] of decoders.entries()) {
    let out = 0;
    decoder.on('data', (chunk: Buffer) => {
      if (ended) return;
      out += chunk.length;
      if (decoder === last) {
        ready.push(chunk);
        ahead += chunk.length;
        if (ahead >= MOST_AHEAD) last.pause();
        wake();
      }
      // `bytesWritten` is what zlib has taken of its input by now.
      if (bounded && out > ratioBound(first.bytesWritten)) end('RATIO');
    });
    decoder.on('error', (error) => end(codeOf(error)));
    if (decoder !== last) decoder.pipe(decoders[at + 1]!);
  }
  last.on('end', () => end(null));
  feed(pieces, first).catch((error: Error) => end(codeOf(error)));
  let passed = 0;
  try {
    for (;;) {
      const piece = ready.shift();
      if (piece !== undefined) {
        ahead -= piece.length;
        const part = passed < skip ? piece.subarray(skip - passed) : piece;
        passed += piece.length;
        if (part.length > 0) yield part;
      } else if (ended) {
        if (source.fault !== null) throw source.fault.error;
        return { ...(ended as { error: string | null }), length: passed };
      } else {
        const changed = new Promise<void>((resolve) => {
          wake = resolve;
        });
        last.resume();
        await changed;
      }
    }
  } finally {
    end(null);
    for (const decoder of decoders) decoder.destroy();
  }
}

const codeOf = (error: NodeJS.ErrnoException): string => error.code ?? 'DECODE_ERROR';

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
