import { crc32 } from 'node:zlib';
import type { Deflater } from './deflater.ts';

/** RFC 1952 §2.3: magic, deflate, no flags, no time, no extra flags, unknown system. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Most a stored block holds (RFC 1951 §3.2.4). */
const BLOCK = 65_535;

/** One gzip member of `parts`, compressed. */
export function compressedMember(parts: readonly Uint8Array[], deflate: Deflater): Buffer[] {
  return [header, ...deflate(parts), trailer(parts)];
}

/**
 * One gzip member of `parts` in stored blocks: no work but the checksum, and no copy. For what would not shrink, and for
 * records so small that compressing them costs more than it saves.
 */
export function storedMember(parts: readonly Uint8Array[]): Buffer[] {
  const out: Buffer[] = [header];
  const last = parts.length - 1;
  parts.forEach((part, index) => {
    let from = 0;
    do {
      const length = Math.min(BLOCK, part.length - from);
      const final = index === last && from + length === part.length;
      const head = Buffer.allocUnsafe(5);
      head[0] = final ? 1 : 0;
      head.writeUInt16LE(length, 1);
      head.writeUInt16LE(~length & 0xffff, 3);
      out.push(head, Buffer.from(part.buffer, part.byteOffset + from, length));
      from += length;
    } while (from < part.length);
  });
  out.push(trailer(parts));
  return out;
}

/** Checksum and length of the uncompressed bytes (RFC 1952 §2.3.1). */
function trailer(parts: readonly Uint8Array[]): Buffer {
  let crc = 0;
  let size = 0;
  for (const part of parts) {
    crc = crc32(part, crc);
    size += part.length;
  }
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeUInt32LE(crc >>> 0, 0);
  bytes.writeUInt32LE(size % 2 ** 32, 4);
  return bytes;
}
