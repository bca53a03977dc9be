import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Below this many characters a frame costs more than it saves: a compressor takes 0.1 ms to begin (`npm run bench -- frontier`). */
const WORTH_IT = 8192;
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * The records of one call as they stand in the outcomes stream: a line each, and a Zstandard frame (RFC 8878) of that when they are
 * many. Redis copies each byte five times on its one thread (socket, Lua, its hash, stream, append-only file), workers are many.
 */
export function packRecords(lines: readonly string[]): string | Buffer {
  const text = lines.join('\n');
  return text.length < WORTH_IT ? text : zstdCompressSync(text, fast);
}

/** The lines that `packRecords` packed; a record is JSON, so it never begins as a frame does. */
export function unpackRecords(packed: Buffer): string[] {
  const isFrame = packed.length >= 4 && packed.readUInt32LE(0) === 0xfd2fb528;
  return (isFrame ? zstdDecompressSync(packed) : packed).toString().split('\n');
}
