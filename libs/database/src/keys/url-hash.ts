import { hash } from 'node:crypto';

/** The key of a page in its job: the first 64 bits of SHA-256 of its canonical URL, as a signed decimal string. */
export function urlHash(url: string): string {
  return hash('sha256', url, 'buffer').readBigInt64BE().toString();
}
