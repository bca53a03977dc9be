import { canonicalUrl } from '../url/canonical-url.ts';

/** References that stand in the result as they are: no escapes, nothing to escape, no white space. */
const plain = /^[\w\-.~!$&()*+,;=:@/?]+$/;

/** The start of a reference with a scheme. */
const scheme = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Resolves the references of one page to canonical URLs, the same as `canonicalUrl(reference, base)`.
 * Plain relative ones, nearly all there are, are joined by hand: URL costs ten times as much.
 */
export function createResolver(base: string): (reference: string) => string | null {
  const page = canonicalUrl(base);
  if (page === null) return (reference) => canonicalUrl(reference, base);
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
  /** By reference without its fragment if that is plain, else by the whole reference. */
  const plainOnes = new Map<string, string | null>();
  const others = new Map<string, string | null>();

  function join(reference: string): string | null {
    const first = reference.charCodeAt(0);
    if (first === 0x2f) {
      if (reference.charCodeAt(1) === 0x2f || reference.includes('/.')) return null;
      return origin + reference;
    }
    if (first === 0x3f) return path + reference;
    let up = 0;
    let rest = reference;
    while (rest.startsWith('../')) {
      rest = rest.slice(3);
      up++;
    }
    if (rest.startsWith('./') && up === 0) rest = rest.slice(2);
    if (rest.charCodeAt(0) === 0x2e || rest.charCodeAt(0) === 0x2f || rest.includes('/.')) return null;
    if (rest.charCodeAt(0) === 0x3f) return null;
    const directory = directories[up];
    return directory === undefined ? null : directory + rest;
  }

  return (reference) => {
    const hash = reference.indexOf('#');
    const body = hash < 0 ? reference : reference.slice(0, hash);
    if (body === '') return page;
    let url = plainOnes.get(body);
    if (url !== undefined) return url;
    if (plain.test(body)) {
      url = (scheme.test(body) ? null : join(body)) ?? detached(canonicalUrl(body, base));
      plainOnes.set(body, url);
      return url;
    }
    // What URL makes of white space depends on whether a fragment follows it, so nothing is cut here.
    url = others.get(reference);
    if (url === undefined) {
      url = detached(canonicalUrl(reference, base));
      others.set(reference, url);
    }
    return url;
  };
}

/** A copy that does not keep the document alive of which `text` may be a part. */
export function detached<T extends string | null>(text: T): T {
  return (text === null ? text : ` ${text}`.slice(1)) as T;
}
