/** URLs whose key needs no work but turning the host around: what canonical URLs nearly all look like. */
const plain =
  /^https?:\/\/(?:www\d*\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z]+)(?::(\d+))?((?:\/[\w\-.~!$&()*+,;=:@]+)*\/?)(\?[\w\-.~!$()*+,;=:@/?]*)?$/;
/** What a key may lose: session ids in query and path. Looked for before they are taken apart. */
const sessionLike = /sid=|sessionid|cftoken=|\.aspx/i;

/**
 * The sort-friendly form of a URL that CDXJ indexes are keyed by (`com,example)/path?a=1&b=2`), exactly as pywb and wayback
 * machines look URLs up: host turned around without `www.`, no scheme, escapes in one form, no empty path segments, no slash at
 * the end, arguments in order, no session ids, all in lower case.
 */
export function surt(url: string): string {
  const found = plain.exec(url);
  if (found && !sessionLike.test(url) && !/\/\.|xn--/.test(url)) {
    const [, hostname = '', port = '', path = '', query = ''] = found;
    const isDefault = port === (url.startsWith('https:') ? '443' : '80');
    if (!isDefault && !port.startsWith('0') && port.length < 5) return keyOf(hostname, port, path, query);
  }
  const parsed = URL.parse(url);
  if (!parsed?.hostname) return url.toLowerCase();
  const { hostname, port, pathname, search } = parsed;
  const path = withoutPathSession(escaped(squeeze(unescaped(pathname))).toLowerCase());
  const query = inOrder(withoutSession(escaped(unescaped(search.slice(1)))).toLowerCase());
  return keyOf(hostname.replace(/^www\d*\./, ''), port, path, query && `?${query}`);
}

function keyOf(hostname: string, port: string, path: string, query: string): string {
  const host = hostname
    .replace(/^\[(.*)\]$/, '$1')
    .split('.')
    .reverse()
    .join(',');
  const kept = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path || '/';
  return `${host}${port && `:${port}`})${kept}${query === '?' ? '' : query}`.toLowerCase();
}

/** As bytes, a character each, until nothing is escaped any more. */
function unescaped(text: string): string {
  let bytes = Buffer.from(text).toString('latin1');
  for (;;) {
    const next = bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (next === bytes) return bytes;
    bytes = next;
  }
}

/** Everything but visible ASCII, `#` and `%`. */
function escaped(bytes: string): string {
  return bytes.replace(/[^!-~]|[#%]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** A path without empty segments and dots; an empty last one is the slash at its end. */
function squeeze(path: string): string {
  const segments: string[] = [];
  const all = path.split('/').slice(1);
  for (const [n, segment] of all.entries()) {
    if (segment === '..' && segments.length > 0) segments.pop();
    else if (segment !== '.' && (segment !== '' || n === all.length - 1)) segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

function withoutPathSession(path: string): string {
  return path
    .replace(/^(.*\/)\((?:[a-z]\([0-9a-z]{24}\))+\)\/([^?]+\.aspx)/, '$1$2')
    .replace(/^(.*\/)\([0-9a-z]{24}\)\/([^?]+\.aspx)/, '$1$2');
}

const sessions = [
  /(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}(?:&|$)/i,
  /aspsessionid[a-z]{8}=[a-z]{24}(?:&|$)/i,
  /cfid=[^&]+&cftoken=[^&]+(?:&|$)/i,
];

function withoutSession(query: string): string {
  if (!sessionLike.test(query)) return query;
  let kept = query;
  for (const id of [...sessions, sessions[0]!, sessions[0]!]) kept = kept.replace(id, '');
  return kept;
}

/** Arguments by name, then by value; one without a value before those with one. */
function inOrder(query: string): string {
  if (!query.includes('&')) return query;
  const args = query.split('&').map((arg) => {
    const at = arg.indexOf('=');
    return { arg, name: at < 0 ? arg : arg.slice(0, at), value: at < 0 ? '' : arg.slice(at) };
  });
  const less = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return args
    .sort((a, b) => less(a.name, b.name) || less(a.value, b.value))
    .map(({ arg }) => arg)
    .join('&');
}
