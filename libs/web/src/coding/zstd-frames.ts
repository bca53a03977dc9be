import { Transform, type TransformCallback } from 'node:stream';
import { createZstdDecompress, type ZstdOptions } from 'node:zlib';

/** Frames of one body that are read; a decoder takes some 40 µs for one, and one may be of nine bytes. */
const MOST_FRAMES = 10_000;

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** Finds where the frames of a zstd body end, from the lengths that they state (RFC 8878 §3.1); nothing is decoded. */
class FrameEnds {
  #state: 'frame' | 'header' | 'block' | 'rest' = 'frame';
  /** Bytes of a part whose first ones are being collected, and how many of them there have to be. */
  readonly #part = Buffer.alloc(8);
  #have = 0;
  #need = 4;
  /** Bytes that are passed over before the next part begins. */
  #skip = 0;
  #checksum = 0;

  /** Whether what was gone through ends at the end of a frame. */
  get atEnd(): boolean {
    return this.#state === 'frame' && this.#have === 0 && this.#skip === 0;
  }

  /** The place behind the frame that ends in these bytes, looked at from `from` on; their length when none does. */
  next(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length) {
      if (this.#state === 'rest') return bytes.length;
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, bytes.length - at);
        this.#skip -= passed;
        at += passed;
      } else {
        this.#part[this.#have++] = bytes[at++]!;
        if (this.#have === this.#need) this.#read();
      }
      if (this.atEnd) return at;
    }
    return at;
  }

  #expect(state: 'frame' | 'header' | 'block' | 'rest', need: number, skip: number): void {
    this.#state = state;
    this.#have = 0;
    this.#need = need;
    this.#skip = skip;
  }

  /** Reads the first bytes of a part: what follows them is told by nothing else. */
  #read(): void {
    const part = this.#part;
    if (this.#state === 'frame') {
      const magic = part.readUInt32LE(0);
      if (magic === MAGIC) this.#expect('header', 1, 0);
      else if ((magic & ~15) !== SKIPPABLE)
        this.#expect('rest', 0, 0); // no frame: the decoder says what it is
      else if (this.#need === 4) this.#need = 8;
      else this.#expect('frame', 4, part.readUInt32LE(4));
    } else if (this.#state === 'header') {
      const flags = part[0]!;
      const single = (flags >> 5) & 1;
      const size = [single, 2, 4, 8][flags >> 6]!;
      this.#checksum = flags & 4;
      this.#expect('block', 3, 1 - single + [0, 1, 2, 4][flags & 3]! + size);
    } else {
      const block = part.readUIntLE(0, 3);
      const kind = (block >> 1) & 3;
      const length = kind === 1 ? 1 : block >> 3; // one byte is repeated
      if (kind === 3) this.#expect('rest', 0, 0);
      else if (block & 1) this.#expect('frame', 4, length + this.#checksum);
      else this.#expect('block', 3, length);
    }
  }
}

/** Whether these bytes are one frame, as a decoder in one call takes them. */
export function isOneFrame(bytes: Uint8Array): boolean {
  const ends = new FrameEnds();
  return ends.next(bytes, 0) === bytes.length && ends.atEnd && bytes.length > 0;
}

function tooMany(): Error {
  return Object.assign(new Error('A body of more frames than are read'), { code: 'TOO_MANY_FRAMES' });
}

/**
 * Takes zstd off whole: a body is one or more frames, skippable ones among them (RFC 8878 §3). Node's decoder takes what
 * stands behind a frame for the end of everything, unless that comes in a call of its own.
 */
export class ZstdFrames extends Transform {
  readonly #decoder;
  readonly #ends = new FrameEnds();
  #frames = 0;

  constructor(options: ZstdOptions) {
    super();
    this.#decoder = createZstdDecompress(options);
    this.#decoder.on('data', (chunk) => {
      if (!this.push(chunk)) this.#decoder.pause();
    });
    this.#decoder.on('error', (error) => this.destroy(error));
  }

  /** Bytes of the input that were decoded by now. */
  get bytesWritten(): number {
    return this.#decoder.bytesWritten;
  }

  override _read(size: number): void {
    this.#decoder.resume();
    super._read(size);
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    const next = (from: number): void => {
      if (from >= chunk.length || this.#frames > MOST_FRAMES) {
        done(from < chunk.length ? tooMany() : null);
        return;
      }
      const to = this.#ends.next(chunk, from);
      if (this.#ends.atEnd) this.#frames++;
      this.#decoder.write(chunk.subarray(from, to), (error) => {
        if (!error) next(to); // else told by the decoder
      });
    };
    next(0);
  }

  override _flush(done: TransformCallback): void {
    this.#decoder.once('end', done);
    this.#decoder.end();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#decoder.destroy();
    done(error);
  }
}
