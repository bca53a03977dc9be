import { codingsOf } from './codings.ts';
import { decode, decodeAtOnce } from './decode.ts';

/**
 * A stored body with its content codings off, as the visit that stored it read it: at most `limit` bytes, which is what
 * it found. What is broken or cut off gives what there is.
 */
export async function decodeStored(
  { headers, body }: { headers: readonly (readonly [string, string])[]; body: Uint8Array },
  limit: number,
): Promise<Uint8Array> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const codings = codingsOf(headers);
  if ('error' in codings) return bytes.subarray(0, 0);
  const bounds = { most: limit, keep: limit };
  const decoded = decodeAtOnce(bytes, codings, bounds) ?? (await decode(bytes, codings, bounds));
  return decoded.bytes.subarray(0, limit);
}
