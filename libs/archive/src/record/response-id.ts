import { hash } from 'node:crypto';

/** Of the names below; drawn once. */
const NAMESPACE = Buffer.from('5d1c7f0e2b0a4c1e9a4b8f6f3f6a7c21', 'hex');

/** What tells a stored response from every other: no run asks for a URL twice within a millisecond. */
export type ResponseName = { run: string; url: string; at: number; payloadDigest: string };

/**
 * WARC-Record-ID of a response: a UUID made of what it is (RFC 9562 §5.5), not drawn, so that whoever refers to it later knows its id
 * without having kept it.
 */
export function responseIdOf({ run, url, at, payloadDigest }: ResponseName): string {
  const name = `${run} ${new Date(at).toISOString()} ${payloadDigest} ${url}`;
  const bytes = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'buffer');
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return `<urn:uuid:${uuid}>`;
}
