import { inflateRawSync } from 'node:zlib';

/** Length of the header of a gzip member (RFC 1952 §2.3); 0 when there is none. */
export function gzipHeaderLength(body: Uint8Array): number {
  if (body.length < 18 || body[0] !== 0x1f || body[1] !== 0x8b || body[2] !== 8) return 0;
  const flags = body[3]!;
  let at = 10;
  if (flags & 4) at += 2 + body[at]! + body[at + 1]! * 256;
  for (const flag of [8, 16]) {
    if (flags & flag) at = body.indexOf(0, at) + 1;
    if (at === 0) return 0;
  }
  if (flags & 2) at += 2;
  return at < body.length ? at : 0;
}

const MEMBER = Buffer.from([0x1f, 0x8b, 8]);
/** Check sum and length behind the deflate stream of a member. */
export const GZIP_TRAILER = 8;

/**
 * Whether a body is more than one gzip member (RFC 1952 §2.2), the first of at most `most` bytes without its coding. One look for
 * the first bytes of a member; only where they are found the first one is read to its end.
 */
export function hasMoreMembers(body: Buffer, most: number): boolean {
  const start = gzipHeaderLength(body);
  if (start === 0 || body.indexOf(MEMBER, start) < 0) return false;
  const end = start + bytesOfDeflate(body.subarray(start), most) + GZIP_TRAILER;
  return body.subarray(end, end + MEMBER.length).equals(MEMBER);
}

/** How long deflated data is of which other bytes may follow; as long as all there is when it is broken or too long. */
function bytesOfDeflate(data: Buffer, most: number): number {
  try {
    // With `info` the engine comes along, which the types do not know.
    const read = inflateRawSync(data, { info: true, maxOutputLength: most }) as unknown as Inflated;
    return read.engine.bytesWritten;
  } catch {
    return data.length;
  }
}

type Inflated = { engine: { bytesWritten: number } };
