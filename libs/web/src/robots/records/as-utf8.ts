/** What stands at the beginning of a text in two or four bytes a character, with BOM or without. */
const beginnings: [charset: 'utf-16le' | 'utf-16be', is: (b: Uint8Array) => boolean][] = [
  ['utf-16le', (b) => b[0] === 0xff && b[1] === 0xfe],
  ['utf-16be', (b) => b[0] === 0xfe && b[1] === 0xff],
  ['utf-16be', (b) => b[0] === 0 && b[1] === 0 && b[2] === 0xfe && b[3] === 0xff],
  ['utf-16le', (b) => b[0] !== 0 && b[1] === 0 && b[3] === 0],
  ['utf-16be', (b) => b[0] === 0 && b[2] === 0 && b[3] !== 0],
];

/**
 * A robots.txt in UTF-8, which it must be (RFC 9309 §2.3): one that is UTF-16 or UTF-32 all the same says what it says, since
 * to read nothing in it would be to allow everything.
 */
export function asUtf8(bytes: Uint8Array): Uint8Array {
  const charset = bytes.length > 3 ? beginnings.find(([, is]) => is(bytes))?.[0] : undefined;
  if (charset === undefined) return bytes;
  // Of UTF-32 every other character of UTF-16 is a NUL.
  const text = new TextDecoder(charset).decode(bytes.subarray(0, bytes.length & ~1));
  return Buffer.from(text.replaceAll('\0', ''));
}
