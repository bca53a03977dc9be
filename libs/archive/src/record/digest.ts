import { hash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `sha1:` and the base32 (RFC 4648 §6) of the SHA-1 of these bytes, the form WARC files use. */
export function sha1Digest(bytes: Uint8Array): string {
  return sha1Text(hash('sha1', bytes, 'buffer'));
}

/** The same of a SHA-1 that is known. */
export function sha1Text(sum: Buffer): string {
  let text = 'sha1:';
  // 20 bytes are 4 groups of 5, and 5 bytes are 8 characters.
  for (let at = 0; at < 20; at += 5) {
    const high = sum.readUInt32BE(at);
    const low = sum[at + 4]!;
    text +=
      ALPHABET[high >>> 27]! +
      ALPHABET[(high >>> 22) & 31]! +
      ALPHABET[(high >>> 17) & 31]! +
      ALPHABET[(high >>> 12) & 31]! +
      ALPHABET[(high >>> 7) & 31]! +
      ALPHABET[(high >>> 2) & 31]! +
      ALPHABET[((high & 3) << 3) | (low >>> 5)]! +
      ALPHABET[low & 31]!;
  }
  return text;
}
