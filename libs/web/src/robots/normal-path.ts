/** Characters that stand for themselves in both a URL and a pattern. */
const plain = /^[\w\-.~!&'()+,;=:@/?[\]]*$/;

/**
 * The spelling in which paths and literal parts of patterns are compared (RFC 9309 §2.2.2): escaped
 * unreserved characters decoded, reserved ones left as they are, everything else escaped in upper case.
 * `*` and `$` are escaped, so that `%2A` in a pattern means the character (§2.2.3). `'` is always decoded,
 * since URL escapes it in queries only.
 */
export function normalPath(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(/%[0-9a-f]{2}|[^\w\-.~!&'()+,;=:@/?[\]%]+/gi, (found) => {
    if (found.length !== 3 || found[0] !== '%') return escaped(found);
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16));
    return /[\w\-.~']/.test(character) ? character : found.toUpperCase();
  });
}

/**
 * A normal path in which `/` and `:` of the query are the same escaped or not: the RFC's own example lets
 * `?baz=https://foo.bar` stand for `?baz=https%3A%2F%2Ffoo.bar`. Same string when there are none.
 */
export function looseQuery(path: string, from = path.indexOf('?')): string {
  if (from < 0 || !path.includes('%', from)) return path;
  return path.slice(0, from) + path.slice(from).replaceAll('%2F', '/').replaceAll('%3A', ':');
}

/** UTF-8, every byte escaped. */
export function escaped(text: string): string {
  let out = '';
  for (const byte of Buffer.from(text, 'utf8')) out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return out;
}
