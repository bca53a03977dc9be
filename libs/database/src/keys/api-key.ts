import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const shape = /^tl_([0-9a-f]{16})_([0-9a-f]{64})$/;

/** A new key `tl_<id>_<secret>` with 256 random bits; the text is shown once, id and hash are kept. */
export function newKey(): { id: string; key: string; hash: string } {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('hex');
  return { id, key: `tl_${id}_${secret}`, hash: hashKey(secret) };
}

/** Takes a key apart; null when it is none. */
export function parseKey(key: string): { id: string; secret: string } | null {
  const [, id, secret] = shape.exec(key) ?? [];
  return id && secret ? { id, secret } : null;
}

/** SHA-256 of a secret, hexadecimal. A slow hash would protect nothing: the secret has full entropy. */
export function hashKey(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares a secret with a stored hash in constant time. */
export function keyMatches(secret: string, hash: string): boolean {
  const [a, b] = [Buffer.from(hashKey(secret)), Buffer.from(hash)];
  return a.length === b.length && timingSafeEqual(a, b);
}
