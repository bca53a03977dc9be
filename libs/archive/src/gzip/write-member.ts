import { crc32, gzipSync } from 'node:zlib';

/** RFC 1952 §2.3: magic, deflate, no flags, no time, no extra flags, unknown system. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Most a stored block holds (RFC 1951 §3.2.4). */
const BLOCK = 65_535;

/** One gzip member of `parts`, compressed. */
export function compressedMember(parts: readonly Uint8Array[], level: number): Buffer[] {
  const data = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  // A chunk that holds the whole result spares zlib a second one; level 1 shrinks any page that is worth it to half.
  const chunkSize = Math.min(1 << 20, Math.max(4096, data.length >> 1));
  return [gzipSync(data, { level, chunkSize })];
}

/**
 * One gzip member of `parts` in stored blocks: no work but the checksum, and no copy. For what would not shrink, and for
 * records so small that setting zlib up costs more than all the rest (25 µs against 1).
 */
export function storedMember(parts: readonly Uint8Array[]): Buffer[] {
  const out: Buffer[] = [header];
  let crc = 0;
  let size = 0;
  const last = parts.length - 1;
  parts.forEach((part, index) => {
    crc = crc32(part, crc);
    size += part.length;
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
  const trailer = Buffer.allocUnsafe(8);
  trailer.writeUInt32LE(crc >>> 0, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  out.push(trailer);
  return out;
}
