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
