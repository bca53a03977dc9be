import { createHash } from 'node:crypto';

/** 64 bits of key, as two unsigned 32-bit words. */
export type FingerprintKey = readonly [number, number];

/**
 * A key from a secret, such as random bytes kept with the run. Whoever does not know the secret cannot make
 * pages whose URLs collide with others.
 */
export function fingerprintKey(secret: string | Uint8Array): FingerprintKey {
  const digest = createHash('sha256').update(secret).digest();
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}

/**
 * The top 53 bits of a keyed 64-bit hash of the URL (HalfSipHash-2-4 over its UTF-8 bytes), so that
 * JavaScript and Lua numbers hold it exactly.
 */
export function fingerprint(url: string, key: FingerprintKey): number {
  for (let i = 0; i < url.length; i++) {
    if (url.charCodeAt(i) > 0x7f) return hash(Buffer.from(url, 'utf8').toString('latin1'), key);
  }
  return hash(url, key);
}

/** HalfSipHash-2-4 with 64 bits of output, of a string of bytes; its first 53 bits, first word highest. */
function hash(bytes: string, [k0, k1]: FingerprintKey): number {
  let v0 = k0 | 0;
  let v1 = k1 ^ 0xee;
  let v2 = 0x6c796765 ^ k0;
  let v3 = 0x74656462 ^ k1;

  const whole = bytes.length & ~3;
  let high = 0;
  for (let at = 0, block = 0; block < 4; ) {
    let rounds = 2;
    let word = 0;
    if (at < whole) {
      word = wordAt(bytes, at);
      at += 4;
      v3 ^= word;
    } else if (block === 0) {
      word = tail(bytes, whole);
      v3 ^= word;
      block = 1;
    } else if (block === 1) {
      v2 ^= 0xee;
      rounds = 4;
      block = 2;
    } else {
      high = v1 ^ v3;
      v1 ^= 0xdd;
      rounds = 4;
      block = 4;
    }
    for (; rounds > 0; rounds--) {
      v0 = (v0 + v1) | 0;
      v1 = (v1 << 5) | (v1 >>> 27);
      v1 ^= v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = (v3 << 8) | (v3 >>> 24);
      v3 ^= v2;
      v0 = (v0 + v3) | 0;
      v3 = (v3 << 7) | (v3 >>> 25);
      v3 ^= v0;
      v2 = (v2 + v1) | 0;
      v1 = (v1 << 13) | (v1 >>> 19);
      v1 ^= v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    if (block < 2) v0 ^= word;
  }
  const low = v1 ^ v3;
  return (high >>> 0) * 0x200000 + (low >>> 11);
}

function wordAt(bytes: string, at: number): number {
  return (
    bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)
  );
}

/** The last word: up to three bytes, and the length in the highest byte. */
function tail(bytes: string, at: number): number {
  let word = bytes.length << 24;
  for (let i = at, shift = 0; i < bytes.length; i++, shift += 8) word |= bytes.charCodeAt(i) << shift;
  return word;
}
