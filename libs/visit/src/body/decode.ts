import type { Transform } from 'node:stream';
import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { freeBuffer, type LargeBody } from '@trunkline/archive';
import type { Head } from '../headers/head.ts';
import { listOf } from '../headers/head.ts';

/** What decoding brought: the first bytes, how many there were in all, and what went wrong on the way. */
export type Decoded = { bytes: Buffer; length: number; error: string | null };

/** More than this much output per byte of input so far is a bomb, once the output is above the second number. */
const MAX_RATIO = 200;
const RATIO_FROM = 1 << 20;
const MAX_CODINGS = 2;
/** Outputs up to this length are put together at the end. */
const FEW = 256 << 10;
/** Bodies and outputs up to these lengths are decoded in one call; it costs less than a stream. */
const AT_ONCE_IN = 64 << 10;
const AT_ONCE_OUT = 512 << 10;
/** Decoders put out so much at a time: buffers of their own, not parts of Node's pool, so that they can be given back. */
const STEP = 64 << 10;
/** RFC 9659 §3: decoders of the zstd content coding need not take windows above 8 MiB. */
const zstdOptions = { params: { [constants.ZSTD_d_windowLogMax]: 23 } };

export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';
const codings: Record<string, Coding> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

/** Content codings of a response in the order they were applied, or why they cannot be taken off. */
export function codingsOf(head: Head): Coding[] | { error: string } {
  if (head.get('content-encoding') === undefined) return [];
  const named = listOf(head, 'content-encoding').filter((name) => name !== 'identity');
  if (named.length > MAX_CODINGS) return { error: 'TOO_MANY_CODINGS' };
  const known: Coding[] = [];
  for (const name of named) {
    const coding = codings[name];
    if (!coding) return { error: 'UNKNOWN_CODING' };
    known.push(coding);
  }
  return known;
}

/** Bounds of the output in bytes: how long it may be, and how much of its beginning is kept. */
export type Bounds = { most: number; keep: number };

/** The whole output where that costs little and nothing is wrong; null otherwise: see `decode`. */
export function decodeAtOnce(body: Buffer, applied: readonly Coding[], { most }: Bounds): Decoded | null {
  if (applied.length === 0 || body.length === 0) return { bytes: body, length: body.length, error: null };
  if (applied.length > 1 || body.length > AT_ONCE_IN) return null;
  try {
    const bytes = decodeOne(body, applied[0]!, Math.min(most, ratioBound(body.length), AT_ONCE_OUT));
    return { bytes, length: bytes.length, error: null };
  } catch {
    return null; // `decode` says what is wrong, and keeps what comes before it
  }
}

/**
 * Takes content codings off. Output is bounded by `most` bytes and by the ratio to the input. Errors keep what
 * was decoded before them: `TOO_LONG`, `RATIO`, or zlib's code. The bytes have a buffer of their own.
 */
export async function decode(
  body: Buffer | LargeBody,
  applied: readonly Coding[],
  bounds: Bounds,
): Promise<Decoded> {
  const source = await sourceOf(body);
  const decoded = await decodeStream(
    source,
    0,
    decodersFor(applied, source.head, { chunkSize: STEP }),
    bounds,
  );
  if (decoded.error === null || decoded.error === 'RATIO' || decoded.error === 'TOO_LONG') return decoded;
  return salvage(source, applied, bounds, decoded.error);
}

/**
 * Decodes what there is of a broken body. zlib drops what it had decoded in the step that failed: so in small
 * steps, an early end is taken as the end, and of gzip the bare deflate stream is read, whatever follows it.
 */
async function salvage(
  source: Source,
  applied: readonly Coding[],
  bounds: Bounds,
  error: string,
): Promise<Decoded> {
  const from = applied.at(-1) === 'gzip' ? gzipHeaderLength(source.head) : 0;
  if (from === 0) {
    const decoded = await decodeStream(source, 0, decodersFor(applied, source.head, lenient), bounds);
    return { ...decoded, error: decoded.error ?? error };
  }
  const deflated = createInflateRaw(lenient);
  const decoders = [deflated, ...decodersFor(applied.slice(0, -1), source.head, lenient)];
  const decoded = await decodeStream(source, from, decoders, bounds);
  // Whole, with its check sum, and junk behind it: browsers take that too.
  const isWhole = from + deflated.bytesWritten + GZIP_TRAILER < source.length;
  return { ...decoded, error: decoded.error ?? (isWhole ? null : error) };
}

/** A body to be decoded: its first bytes, and all of them one after the other. */
type Source = { head: Buffer; length: number; chunks(): Iterable<Buffer> | AsyncIterable<Uint8Array> };

async function sourceOf(body: Buffer | LargeBody): Promise<Source> {
  if (Buffer.isBuffer(body)) return { head: body, length: body.length, chunks: () => [body] };
  let head = Buffer.alloc(0);
  for await (const chunk of body.chunks()) {
    head = Buffer.from(chunk);
    break;
  }
  return { head, length: body.length, chunks: () => body.chunks() };
}

const GZIP_TRAILER = 8;

/** Length of the header of a gzip member (RFC 1952 §2.3); 0 when there is none. */
function gzipHeaderLength(body: Buffer): number {
  if (body.length < 18 || body[0] !== 0x1f || body[1] !== 0x8b || body[2] !== 8) return 0;
  const flags = body[3]!;
  let at = 10;
  if (flags & 4) at += 2 + body.readUInt16LE(at);
  for (const flag of [8, 16]) {
    if (flags & flag) at = body.indexOf(0, at) + 1;
    if (at === 0) return 0;
  }
  if (flags & 2) at += 2;
  return at < body.length ? at : 0;
}

const ratioBound = (input: number) => Math.max(RATIO_FROM, input * MAX_RATIO);

const lenient = { chunkSize: 1024, finishFlush: constants.Z_SYNC_FLUSH };
type Steps = { chunkSize?: number; finishFlush?: number };

function decodeOne(body: Buffer, coding: Coding, maxOutputLength: number): Buffer {
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
      return zstdDecompressSync(body, { maxOutputLength, ...zstdOptions });
  }
}

/** Decoders in the order in which they come off. */
function decodersFor(applied: readonly Coding[], body: Buffer, steps: Steps): Transform[] {
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
      return createZstdDecompress({ ...steps, ...flush(constants.ZSTD_e_flush), ...zstdOptions });
  }
}

/** `deflate` means zlib (RFC 9110 §8.4.1.2), yet many servers send raw deflate. */
function hasZlibHeader(body: Buffer): boolean {
  return body.length > 1 && (body[0]! & 15) === 8 && ((body[0]! << 8) + body[1]!) % 31 === 0;
}

function decodeStream(
  source: Source,
  from: number,
  decoders: Transform[],
  { most, keep }: Bounds,
): Promise<Decoded> {
  return new Promise((resolve) => {
    const first = decoders[0] as Transform & { bytesWritten: number };
    const last = decoders.length - 1;
    const kept = createKept(Math.min(keep, most));
    let length = 0;
    let over = false;
    const end = (error: string | null) => {
      if (over) return;
      over = true;
      for (const decoder of decoders) decoder.destroy();
      resolve({ bytes: kept.bytes(), length, error });
    };
    decoders.forEach((decoder, at) => {
      let out = 0;
      decoder.on('data', (chunk: Buffer) => {
        if (over) return;
        out += chunk.length;
        if (at === last) {
          kept.push(chunk);
          length = Math.min(out, most);
        }
        if (out > most) end('TOO_LONG');
        // `bytesWritten` is what zlib has taken of its input by now.
        else if (out > ratioBound(first.bytesWritten)) end('RATIO');
      });
      decoder.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'DECODE_ERROR'));
      if (at < last) decoder.pipe(decoders[at + 1]!);
    });
    decoders[last]!.on('end', () => end(null));
    feed(source, from, first, () => over).catch((error: NodeJS.ErrnoException) =>
      end(error.code ?? 'DECODE_ERROR'),
    );
  });
}

/** Gives a decoder its input, a chunk when the one before is used up. */
async function feed(source: Source, from: number, decoder: Transform, isOver: () => boolean): Promise<void> {
  let skip = from;
  for await (const chunk of source.chunks()) {
    await new Promise<void>((resolve) => {
      decoder.once('close', resolve);
      decoder.write(chunk.subarray(skip), () => {
        decoder.off('close', resolve);
        resolve();
      });
    });
    skip = 0;
    if (isOver()) return;
  }
  decoder.end();
}

/** Keeps the first bytes of a stream, in a buffer of their own, which takes memory only where it is written. */
function createKept(most: number) {
  const few: Buffer[] = [];
  let many: Buffer | null = null;
  let length = 0;

  return {
    push(chunk: Buffer): void {
      const part = chunk.subarray(0, most - length);
      if (!many && length + part.length > FEW) {
        many = Buffer.allocUnsafeSlow(most);
        let at = 0;
        for (const each of few) {
          at += each.copy(many, at);
          freeBuffer(each);
        }
        few.length = 0;
      }
      length += part.length;
      if (!many && part.length > 0) {
        few.push(part);
        return;
      }
      if (many) part.copy(many, length - part.length);
      freeBuffer(chunk);
    },
    bytes(): Buffer {
      if (many) return many.subarray(0, length);
      const all = Buffer.allocUnsafeSlow(length);
      let at = 0;
      for (const each of few) {
        at += each.copy(all, at);
        freeBuffer(each);
      }
      return all;
    },
  };
}
