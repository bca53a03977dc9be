export { type Coding, type Codings, codingsOf } from './codings.ts';
export { type Bounds, type Decoded, decode, decodeAtOnce } from './decode.ts';
export { decodeChunks, memoryFor, type StoredChunks } from './decode-chunks.ts';
export { decodeStored } from './decode-stored.ts';
export { hasMoreMembers } from './gzip-header.ts';
export type { Chunked } from './source.ts';
