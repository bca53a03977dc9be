/**
 * The target of a meta refresh or a Refresh header, as written: `5; url=next.html` → `next.html`
 * (HTML §4.2.5.3, shared declarative refresh steps). Null when there is none, or it only reloads.
 */
export function refreshTarget(content: string): string | null {
  const lead = /^[\t\n\f\r ]*(?:\d+|(?=\.))[\d.]*/.exec(content);
  if (!lead) return null;
  const rest = content.slice(lead[0].length);
  const separator = /^(?:[\t\n\f\r ]*[;,]|[\t\n\f\r ])[\t\n\f\r ]*/.exec(rest);
  if (!separator) return null;
  let url = rest.slice(separator[0].length);
  url = url.replace(/^url[\t\n\f\r ]*=[\t\n\f\r ]*/i, '');
  const quote = url[0];
  if (quote === '"' || quote === "'") {
    const end = url.indexOf(quote, 1);
    url = url.slice(1, end < 0 ? undefined : end);
  }
  return url === '' ? null : url;
}
