import { hash } from 'node:crypto';

/**
 * The top 53 bits of a hash of the URL, keyed by the run: exact in JavaScript and Lua. Among a billion URLs about 55
 * pairs share one. The key is the run's UUID, so nobody can prepare URLs that collide.
 */
export function fingerprint(runId: string, url: string): number {
  const digest = hash('sha1', `${runId} ${url}`, 'buffer');
  return digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11);
}
