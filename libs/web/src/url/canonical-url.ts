/** URLs that are canonical as they stand: a plain host name, no escapes, no dot segments, no fragment. */
const plain =
  /^https?:\/\/(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z]+(?::(?!80\/|443\/)[1-9]\d{0,3})?\/[\w\-.~!$&()*+,;=:@/]*(?:\?[\w\-.~!$&()*+,;=:@/?]*)?$/;

/** Schemes other than http and https, so that a `data:` URL of megabytes is not parsed only to be refused. */
const otherScheme = /^[\0- ]*(?!https?:)[a-z][a-z0-9+.-]*:/i;

/**
 * The one spelling under which a URL is known, or null when `input` is not a crawlable http(s) URL.
 *
 * Parsed (and resolved against `base`) as the URL Standard says, then normalised as RFC 3986 §6.2.2 says:
 * escaped unreserved characters are decoded, other escapes get upper-case digits. Fragment, user name,
 * password and the final dot of a host name are dropped; the order of the query and a bare `?` are kept.
 * Applying it twice changes nothing.
 */
export function canonicalUrl(input: string, base?: string): string | null {
  if (isPlain(input)) return input;
  if (otherScheme.test(input)) return null;
  const url = URL.parse(input, base);
  return url === null ? null : canonicalForm(url);
}

/** The canonical form of a parsed URL; see `canonicalUrl`. */
function canonicalForm(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const port = url.port === '' ? '' : `:${url.port}`;
  let host = url.hostname;
  if (host.endsWith('.')) {
    host = host.slice(0, -1);
    if (host === '' || host.endsWith('.')) return null;
  }
  const { href } = url;
  const hash = href.indexOf('#');
  const rest = href.slice(href.indexOf('/', url.protocol.length + 2), hash < 0 ? undefined : hash);
  return `${url.protocol}//${host}${port}${rest.includes('%') ? normaliseEscapes(rest) : rest}`;
}

function isPlain(input: string): boolean {
  return plain.test(input) && !input.includes('/.') && !input.includes('xn--');
}

/**
 * Decodes escaped unreserved characters and writes the other escapes in upper case (RFC 3986 §6.2.2.1–2).
 * A bare `%` stays, and nothing is decoded that would complete it: `%%32e` must not become `%2e`.
 */
export function normaliseEscapes(text: string): string {
  let out = '';
  let from = 0;
  let bare = -3; // place of the last `%` that begins no escape
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at)) {
    const code = escapeAt(text, at);
    if (code < 0) {
      bare = at++;
      continue;
    }
    const completes = isHexDigit(code) && touchesBare(text, bare, at);
    out += text.slice(from, at);
    if (isUnreserved(code) && !completes) {
      out += String.fromCharCode(code);
    } else {
      out += text.slice(at, at + 3).toUpperCase();
    }
    at += 3;
    from = at;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Whether a hex digit put at `at` would be the first or second digit after the bare `%`. */
function touchesBare(text: string, bare: number, at: number): boolean {
  if (bare < 0) return false;
  return at === bare + 1 || (at === bare + 2 && isHexDigit(text.charCodeAt(bare + 1)));
}

/** The octet of the escape that begins at `at`, or -1 when there is none. */
function escapeAt(text: string, at: number): number {
  const high = hexValue(text.charCodeAt(at + 1));
  const low = hexValue(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isHexDigit(code: number): boolean {
  return hexValue(code) >= 0;
}

function isUnreserved(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x5f ||
    code === 0x7e
  );
}
