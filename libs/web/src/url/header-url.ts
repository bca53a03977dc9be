import { canonicalUrl } from './canonical-url.ts';

/**
 * The canonical URL that a header names (Location, Refresh, Link), as `canonicalUrl`. `value` is bytes, one character each:
 * those that are not ASCII are escaped as they are, which browsers do before they parse it. So a path keeps whatever charset
 * it is of, and a host name in UTF-8 becomes the same name in punycode.
 */
export function headerUrl(value: string, base: string): string | null {
  return canonicalUrl(escapeBytes(value), base);
}

function escapeBytes(value: string): string {
  return value.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
