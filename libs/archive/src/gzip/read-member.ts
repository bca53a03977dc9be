import { crc32, inflateRawSync } from 'node:zlib';

/** What a look at the bytes of a possible member says. `cut`: it may be whole once more bytes are there. */
export type MemberRead =
  | { state: 'whole'; length: number; data: Buffer }
  | { state: 'cut' }
  | { state: 'damaged' };

const HEADER = 10;
const TRAILER = 8;

/**
 * Reads the gzip member (RFC 1952) that begins at the start of `bytes`, checksum included. Only members without
 * optional header fields are known: those this package writes.
 */
export function readMember(bytes: Buffer): MemberRead {
  if (bytes.length < HEADER) return { state: 'cut' };
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || bytes[3] !== 0) return { state: 'damaged' };
  const inflated = inflate(bytes.subarray(HEADER));
  if ('state' in inflated) return inflated;

  const end = HEADER + inflated.consumed;
  if (bytes.length < end + TRAILER) return { state: 'cut' };
  const { data } = inflated;
  const sound =
    bytes.readUInt32LE(end) === crc32(data) >>> 0 && bytes.readUInt32LE(end + 4) === data.length % 2 ** 32;
  return sound ? { state: 'whole', length: end + TRAILER, data } : { state: 'damaged' };
}

function inflate(bytes: Buffer): { data: Buffer; consumed: number } | MemberRead {
  try {
    // With `info` zlib tells how much it consumed; the type declarations do not know the option.
    const result = inflateRawSync(bytes, { info: true } as object) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { data: result.buffer, consumed: result.engine.bytesWritten };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') return { state: 'cut' };
    if (code === 'Z_DATA_ERROR') return { state: 'damaged' };
    throw error;
  }
}
