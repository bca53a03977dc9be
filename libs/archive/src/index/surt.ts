/** URLs that parsing would leave as they are: what canonical URLs nearly all look like. */
const plain =
  /^https?:\/\/((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z]+)(?::(\d+))?(\/[\w\-.~!$&()*+,;=:@/%]*)(\?[\w\-.~!$&()*+,;=:@/?%]*)?$/;

/**
 * The sort-friendly form of a URL that CDXJ indexes are keyed by: host reversed, `www.` and the scheme dropped,
 * everything in lower case, query arguments in order (`com,example)/path?a=1&b=2`), as pywb looks URLs up.
 */
export function surt(url: string): string {
  const parts = partsOf(url);
  if (!parts) return url.toLowerCase();
  const { hostname, port, pathname, search } = parts;
  const host = /^[\d.]+$|^\[/.test(hostname)
    ? hostname
    : hostname
        .replace(/^www\d*\./, '')
        .split('.')
        .reverse()
        .join(',');
  const path = pathname === '/' ? '/' : pathname.replace(/\/$/, '');
  const query = search ? `?${search.slice(1).split('&').sort().join('&')}` : '';
  return `${host}${port ? `:${port}` : ''})${path}${query}`.toLowerCase();
}

/** Host, port (empty: the scheme's own), path and query of a URL, as `URL` has them. */
function partsOf(url: string) {
  const found = plain.exec(url);
  if (found && !url.includes('/.') && !url.includes('xn--')) {
    const [, hostname = '', port = '', pathname = '', search = ''] = found;
    const isDefault = port === (url.startsWith('https:') ? '443' : '80');
    if (!isDefault && !port.startsWith('0') && port.length < 5)
      return { hostname, port, pathname, search: search === '?' ? '' : search };
  }
  const parsed = URL.parse(url);
  return parsed?.hostname ? parsed : null;
}
