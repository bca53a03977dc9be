/**
 * The sort-friendly form of a URL that CDXJ indexes are keyed by: host reversed, `www.` and the scheme dropped,
 * everything in lower case, query arguments in order (`com,example)/path?a=1&b=2`), as pywb looks URLs up.
 */
export function surt(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed?.hostname) return url.toLowerCase();
  const { hostname, port, pathname, search } = parsed;
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
