import { crc32 } from 'node:zlib';

const HEAD = 8;

/** A blob as it lies in a file: its length and its CRC-32, then itself. */
export function frame(blob: Buffer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(blob.length, 0);
  head.writeUInt32LE(crc32(blob), 4);
  return Buffer.concat([head, blob]);
}

export type Frame = { offset: number; length: number; blob: Buffer };

/** The frame that begins at `offset`; null: it was never written to its end. */
export function readFrame(text: Buffer, offset: number): Frame | null {
  if (offset + HEAD > text.length) return null;
  const end = offset + HEAD + text.readUInt32LE(offset);
  if (end > text.length) return null;
  const blob = text.subarray(offset + HEAD, end);
  if (blob.length === 0 || crc32(blob) !== text.readUInt32LE(offset + 4)) return null;
  return { offset, length: end - offset, blob };
}

/** All whole frames of a file; a torn one ends it. */
export function readFrames(text: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0, found = readFrame(text, at); found; found = readFrame(text, at)) {
    frames.push(found);
    at += found.length;
  }
  return frames;
}
