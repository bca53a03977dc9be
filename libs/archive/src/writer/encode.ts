import type { Deflater } from '../gzip/deflater.ts';
import { compressedMember, storedMember } from '../gzip/write-member.ts';
import { exchangeRecords, type RecordParts } from '../record/build.ts';
import type { Exchange } from '../types.ts';

/** An exchange as bytes of a segment: the response member, then the request member. */
export type Encoded = { buffers: Buffer[]; responseLength: number; length: number; digest: string };

/** Records below this are stored: compressing saves less than the call costs. */
const SMALL = 1024;

const dense =
  /^(image\/(?!svg|bmp)|audio\/|video\/|font\/woff|application\/(zip|gzip|zstd|x-(7z|xz|bzip2?|rar)))/i;

/** Builds the members of an exchange; without a deflater all is stored. */
export function encodeExchange(run: string, exchange: Exchange, deflate: Deflater | null): Encoded {
  const { response, request, payloadDigest } = exchangeRecords(run, exchange);
  const member = (parts: RecordParts, dense: boolean) =>
    !deflate || dense || byteLength(parts) < SMALL ? storedMember(parts) : compressedMember(parts, deflate);
  const first = member(response, isDense(exchange));
  const second = member(request, false);
  const responseLength = byteLength(first);
  return {
    buffers: [...first, ...second],
    responseLength,
    length: responseLength + byteLength(second),
    digest: payloadDigest ?? '-',
  };
}

/** True for bodies that are compressed already. */
export function isDense({ head }: Pick<Exchange, 'head'>): boolean {
  return head.headers.some(([name, value]) => {
    const lower = name.toLowerCase();
    if (lower === 'content-encoding') return value !== '' && value !== 'identity';
    return lower === 'content-type' && dense.test(value);
  });
}

export function byteLength(parts: readonly Uint8Array[]): number {
  let total = 0;
  for (const part of parts) total += part.length;
  return total;
}
