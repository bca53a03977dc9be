import { canonicalUrl, hostKey } from '@trunkline/web/url';
import { BadInputError } from '../errors.ts';

/**
 * A pattern as the frontier knows it: a politeness key (host, with its port unless 80 or 443) or `*.` and a suffix.
 * @throws {BadInputError} saying what a pattern looks like
 */
export function checkPattern(given: string, path = ['input', 'pattern']): string {
  const text = given.trim();
  const suffix = text.startsWith('*.');
  const url = /[@/?#\\\s]/.test(text) ? null : canonicalUrl(`http://${suffix ? text.slice(2) : text}/`);
  const host = url === null ? null : hostKey(url);
  const good =
    host !== null && url === `http://${host}/` && !host.includes('*') && !(suffix && /:\d+$/.test(host));
  if (!good || host.length > 260)
    throw new BadInputError(
      `${JSON.stringify(text.slice(0, 100))} is no host pattern: write example.com, example.com:8080 or *.example.com.`,
      path,
    );
  return suffix ? `*.${host}` : host;
}

/** The patterns that match a host: itself, and `*.` with each of its suffixes. */
export function patternsOf(host: string): string[] {
  const labels = host.replace(/:\d+$/, '').split('.');
  return [host, ...labels.slice(1).map((_, at) => `*.${labels.slice(at + 1).join('.')}`)];
}
