import { canonicalUrl } from '../../url/canonical-url.ts';

/** References that stand in the result as they are: no escapes, nothing to escape, no white space. */
const plainText = /^[\w\-.~!$&()*+,;=:@/?]+$/;

/** The start of a reference with a scheme. */
const scheme = /^[a-z][a-z0-9+.-]*:/i;

/** The canonical URL of a reference. `plain`: it is known to have no fragment and to match `plainText`, or to be empty. */
export type Resolve = (reference: string, plain?: boolean) => string | null;

/**
 * Resolves the references of one page to canonical URLs, the same as `canonicalUrl(reference, base)`, but for what `escapeQuery`
 * makes of queries that are not ASCII (null: UTF-8). Plain relative ones, nearly all there are, are joined by hand: URL costs
 * ten times as much.
 */
export function createResolver(
  base: string,
  escapeQuery: ((query: string) => string) | null = null,
): Resolve {
  const page = canonicalUrl(base);
  const canonical = (reference: string) =>
    canonicalUrl(escapeQuery === null ? reference : withQuery(reference, escapeQuery), base);
  if (page === null) return canonical;
  const root = page.indexOf('/', page.indexOf('//') + 2);
  const query = page.indexOf('?');
  const path = query < 0 ? page : page.slice(0, query);
  /** The directories of the page, its own first: `http://h/a/b/`, `http://h/a/`, `http://h/`. */
  const directories: string[] = [];
  for (let at = path.lastIndexOf('/'); at >= root; at = at > root ? path.lastIndexOf('/', at - 1) : -1) {
    directories.push(path.slice(0, at + 1));
    if (directories.length === 32) break;
  }
  const origin = page.slice(0, root);

  function join(reference: string): string | null {
    const first = reference.charCodeAt(0);
    if (first === 0x2f) {
      if (reference.charCodeAt(1) === 0x2f || reference.includes('/.')) return null;
      return origin + reference;
    }
    if (first === 0x3f) return path + reference;
    let up = 0;
    let from = 0;
    while (reference.startsWith('../', from)) {
      from += 3;
      up++;
    }
    if (up === 0 && reference.startsWith('./')) from = 2;
    const next = reference.charCodeAt(from);
    if (next === 0x2e || next === 0x2f || next === 0x3f || reference.includes('/.', from)) return null;
    const directory = directories[up];
    return directory === undefined ? null : directory + (from === 0 ? reference : reference.slice(from));
  }

  return (reference, plain = false) => {
    const hash = plain ? -1 : reference.indexOf('#');
    const body = hash < 0 ? reference : reference.slice(0, hash);
    if (body === '') return page;
    if (plain || plainText.test(body)) {
      const relative = !body.includes(':') || !scheme.test(body);
      return (relative ? join(body) : null) ?? canonicalUrl(body, base);
    }
    // What URL makes of white space depends on whether a fragment follows it, so nothing is cut here.
    return canonical(reference);
  };
}

const ascii = /^[\0-\x7f]*$/;

/** The reference with its query escaped, where that is not ASCII; without what URL leaves out first, which is no part of it. */
function withQuery(reference: string, escapeQuery: (query: string) => string): string {
  if (ascii.test(reference)) return reference;
  const text = reference.replace(/^[\0- ]+|[\0- ]+$|[\t\n\r]+/g, '');
  const hash = text.indexOf('#');
  const end = hash < 0 ? text.length : hash;
  const from = text.indexOf('?') + 1;
  if (from === 0 || from > end) return reference;
  return text.slice(0, from) + escapeQuery(text.slice(from, end)) + text.slice(end);
}
