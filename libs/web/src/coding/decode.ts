import type { Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { Coding, Codings } from './codings.ts';
import { decodeOne, decodersFor, lenient } from './decoders.ts';
import { GZIP_TRAILER, gzipHeaderLength } from './gzip-header.ts';
import { createKept } from './kept.ts';

/** What decoding brought: the first bytes, how many there were in all, and what went wrong on the way. */
export type Decoded = { bytes: Buffer; length: number; error: string | null };

/** More than this much output per byte of input so far is a bomb, once the output is above the second number. */
const MAX_RATIO = 200;
const RATIO_FROM = 1 << 20;
/** Bodies and outputs up to these lengths are decoded in one call; it costs less than a stream. */
const AT_ONCE_IN = 64 << 10;
const AT_ONCE_OUT = 512 << 10;
/** Decoders put out so much at a time: buffers of their own, not parts of Node's pool, so that they can be given back. */
const STEP = 64 << 10;

/** Bounds of the output in bytes: how long it may be, and how much of its beginning is kept. */
export type Bounds = { most: number; keep: number };

/** A body in pieces, each gone when the next one is asked for. */
export type Chunked = { length: number; chunks(): AsyncIterable<Uint8Array> };

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
  const source = await sourceOf(body);
  const decoded = await decodeApplied(source, applied, bounds);
  const { error, length } = decoded;
  // Something was named that is no coding: so may be what stands beside it.
  if (sure || error === null || isBound(error)) return decoded;
  return length === 0 || applied.at(-1) === 'br' ? asItIs(source, bounds) : decoded;
}

async function asItIs({ length, chunks }: Whole, { most, keep }: Bounds): Promise<Decoded> {
  const kept = createKept(Math.min(keep, most));
  for await (const chunk of chunks()) kept.push(Buffer.from(chunk));
  return { bytes: kept.bytes(), length: Math.min(length, most), error: length > most ? 'TOO_LONG' : null };
}

async function decodeApplied(source: Whole, applied: readonly Coding[], bounds: Bounds): Promise<Decoded> {
  const decoders = decodersFor(applied, source.head, { chunkSize: STEP });
  const decoded = await decodeStream(source, 0, decoders, bounds);
  if (decoded.error === null || isBound(decoded.error)) return decoded;
  return salvage(source, applied, bounds, decoded.error);
}

/** Whether it was left because it is too much, not because it is broken. */
export function isBound(error: string): boolean {
  return error === 'RATIO' || error === 'TOO_LONG' || error === 'TOO_MANY_FRAMES';
}

/**
 * Decodes what there is of a broken body. zlib drops what it had decoded in the step that failed: so in small
 * steps, an early end is taken as the end, and of gzip the bare deflate stream is read, whatever follows it.
 */
async function salvage(
  source: Whole,
  applied: readonly Coding[],
  bounds: Bounds,
  error: string,
): Promise<Decoded> {
  const from = applied.at(-1) === 'gzip' ? gzipHeaderLength(source.head) : 0;
  const again = () => decodeStream(source, 0, decodersFor(applied, source.head, lenient), bounds);
  if (from > 0) {
    const deflated = createInflateRaw(lenient);
    const decoders = [deflated, ...decodersFor(applied.slice(0, -1), source.head, lenient)];
    const first = await decodeStream(source, from, decoders, bounds);
    // Whole, with its check sum, and junk behind it: browsers take that too. It may stand behind further members.
    const end = from + deflated.bytesWritten + GZIP_TRAILER;
    if (end >= source.length || first.error !== null) return { ...first, error: first.error ?? error };
    return applied.length === 1 ? withMembers(source, end, first, bounds) : first;
  }
  const decoded = await again();
  if (decoded.length > 0 || applied.at(-1) !== 'deflate')
    return { ...decoded, error: decoded.error ?? error };
  // Bare deflate may happen to begin as zlib does.
  const decoders = [createInflateRaw(lenient), ...decodersFor(applied.slice(0, -1), source.head, lenient)];
  const bare = await decodeStream(source, 0, decoders, bounds);
  return bare.length > 0 ? bare : { ...decoded, error: decoded.error ?? error };
}

/** Further members of gzip, as far as they are such: of a body in memory, since where one ends tells where the next begins. */
async function withMembers(source: Whole, from: number, first: Decoded, bounds: Bounds): Promise<Decoded> {
  const { head, length } = source;
  const parts = [first.bytes];
  let at = from;
  let total = first.length;
  while (head.length === length) {
    const header = gzipHeaderLength(head.subarray(at));
    if (header === 0) break;
    const deflated = createInflateRaw(lenient);
    const room = { most: bounds.most - total, keep: bounds.keep - Math.min(total, bounds.keep) };
    const { bytes, length: more, error } = await decodeStream(source, at + header, [deflated], room);
    parts.push(bytes);
    total += more;
    if (error !== null) return { bytes: Buffer.concat(parts), length: total, error };
    at += header + deflated.bytesWritten + GZIP_TRAILER;
  }
  return { bytes: parts.length > 1 ? Buffer.concat(parts) : first.bytes, length: total, error: null };
}

/** A body to be decoded: its first bytes, and all of them one after the other. */
type Whole = { head: Buffer; length: number; chunks(): Iterable<Buffer> | AsyncIterable<Uint8Array> };

async function sourceOf(body: Buffer | Chunked): Promise<Whole> {
  if (Buffer.isBuffer(body)) return { head: body, length: body.length, chunks: () => [body] };
  let head = Buffer.alloc(0);
  for await (const chunk of body.chunks()) {
    head = Buffer.from(chunk);
    break;
  }
  return { head, length: body.length, chunks: () => body.chunks() };
}

const ratioBound = (input: number) => Math.max(RATIO_FROM, input * MAX_RATIO);

function decodeStream(
  source: Whole,
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
async function feed(source: Whole, from: number, decoder: Transform, isOver: () => boolean): Promise<void> {
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
