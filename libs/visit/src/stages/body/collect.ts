import { createHash, type Hash, randomUUID } from 'node:crypto';
import { closeSync, openSync, read, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LargeBody, sha1Digest, sha1Text } from '@trunkline/archive';
import type { Truncated } from '@trunkline/policy';
import { freeBuffer } from '@trunkline/web/memory';
import { createReadingPace, type Paused } from './reading-pace.ts';

const readFrom = promisify(read);

/** A body larger than this goes to a file, and one larger than the second while all of them fill the memory. */
export const LARGE = 512 << 10;
const MIDDLE = 1 << 16;

/**
 * A part of fewer bytes is put behind the one before, in buffers of at most so many: by itself each byte of a body that comes byte by
 * byte would take an object, and a write to the file.
 */
const SMALL = 4096;
const LONGEST_TAIL = 1 << 16;

/** Bytes of a large body that are kept in memory too. */
const BEGINNING = 128;
const nothing = Buffer.alloc(0);

/** A body as received, transfer coding off, content coding on. */
export type CollectedBody = {
  length: number;
  truncated: Truncated | undefined;
  /** Set when its bytes lie in a file: then they are better read from here, chunk by chunk. */
  large: LargeBody | null;
  /** The bytes, at most `most` of them; of a large body a copy. They are gone when it is released. */
  bytes(most?: number): Promise<Buffer> | Buffer;
  /** `sha1:` and base32, as the archive has it. */
  digest(): string;
  /** Must be called once, whatever happened. */
  release(): void;
};

export type BodyCollector = {
  readonly length: number;
  /** Keeps a chunk; false when the body is longer than it may be, and the rest was cut. */
  push(chunk: Buffer): boolean;
  finish(truncated: Truncated | undefined): CollectedBody;
  discard(): void;
};

export type Bodies = {
  collect(most: number): BodyCollector;
  /** A socket has brought so many bytes of a large body: it may be paused for a while. */
  took(socket: Paused, bytes: number): void;
};

/**
 * Collects bodies in `memory` bytes for all of them together; large ones go to unnamed files in the temporary
 * folder, written at once, so that a reader never makes a server wait and memory stays bounded.
 */
export function createBodies(memory = 8 << 20, folder = tmpdir()): Bodies {
  let held = 0;

  function collect(most: number): BodyCollector {
    let chunks: Buffer[] = [];
    let length = 0;
    let file = -1;
    let hash: Hash | null = null;
    let counted = 0;
    let beginning = nothing;
    /** Small parts, one behind the other, that are not taken yet. */
    let tail = nothing;
    let tailLength = 0;

    function append(part: Buffer): void {
      for (let at = 0; at < part.length; ) {
        if (tailLength === tail.length) {
          takeTail();
          tail = Buffer.allocUnsafeSlow(Math.min(Math.max(SMALL, length), LONGEST_TAIL));
        }
        const copied = part.copy(tail, tailLength, at);
        at += copied;
        tailLength += copied;
      }
    }

    function takeTail(): void {
      if (tailLength > 0) take(tail.subarray(0, tailLength));
      tail = nothing;
      tailLength = 0;
    }

    function take(part: Buffer): void {
      if (file >= 0) {
        keep(part);
        return;
      }
      chunks.push(part);
      held += part.length;
      counted += part.length;
      if (counted > LARGE || (counted > MIDDLE && held > memory)) toFile();
    }

    function toFile(): void {
      const name = join(folder, `trunkline-body-${randomUUID()}`);
      file = openSync(name, 'wx+', 0o600);
      unlinkSync(name);
      hash = createHash('sha1');
      beginning = Buffer.concat(chunks, BEGINNING);
      for (const chunk of chunks) keep(chunk);
      chunks = [];
      held -= counted;
      counted = 0;
    }

    /** The digest is made on the way: the whole would stop everything else for as long as it takes. */
    function keep(chunk: Buffer): void {
      writeAll(file, chunk);
      hash!.update(chunk);
      freeBuffer(chunk);
    }

    function release(): void {
      held -= counted;
      counted = 0;
      for (const chunk of chunks) freeBuffer(chunk, true);
      chunks = [];
      tail = nothing;
      if (file >= 0) closeSync(file);
      file = -1;
    }

    return {
      get length() {
        return length;
      },
      push(chunk) {
        const room = most - length;
        const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
        if (part.length > 0) {
          // Most bodies are one part, which stays where it lies.
          if (length > 0 && part.length < SMALL) append(part);
          else {
            takeTail();
            take(part);
          }
          length += part.length;
        }
        return part.length === chunk.length;
      },
      finish(truncated) {
        takeTail();
        const digest = hash && sha1Text(hash.digest());
        const whole = () => {
          if (chunks.length > 1) chunks = [joined(chunks, length)];
          return chunks[0] ?? Buffer.alloc(0);
        };
        return {
          length,
          truncated,
          large: file >= 0 ? { length, beginning, chunks: () => readAll(file, length) } : null,
          bytes: (upTo = length) =>
            file >= 0 ? readStart(file, Math.min(upTo, length)) : whole().subarray(0, upTo),
          digest: () => digest ?? sha1Digest(whole()),
          release,
        };
      },
      discard: release,
    };
  }

  return { collect, took: createReadingPace() };
}

/** The chunks in one buffer of its own; theirs are given back. */
function joined(chunks: readonly Buffer[], length: number): Buffer {
  const whole = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const chunk of chunks) {
    at += chunk.copy(whole, at);
    freeBuffer(chunk, true);
  }
  return whole;
}

function writeAll(file: number, chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
}

/** Bytes of a file that are read at once, into one buffer that is used again. */
const CHUNK = 1 << 20;

async function* readAll(file: number, length: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, length));
  try {
    for (let at = 0; at < length; ) {
      const { bytesRead } = await readFrom(file, buffer, 0, Math.min(buffer.length, length - at), at);
      if (bytesRead === 0) throw new Error(`A body of ${length} bytes ends after ${at} in its file`);
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    freeBuffer(buffer);
  }
}

async function readStart(file: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await readFrom(file, buffer, at, length - at, at);
    if (bytesRead === 0) return buffer.subarray(0, at);
    at += bytesRead;
  }
  return buffer;
}
