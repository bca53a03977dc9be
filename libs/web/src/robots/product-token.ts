/**
 * The product token that names a crawler in robots.txt, lower case (RFC 9309 §2.2.1): the letters, `_` and `-`
 * that a User-Agent begins with, and digits, without which `MJ12bot` would be `mj`. A crawler that calls itself
 * `Mozilla/5.0 (compatible; Name/1.0)` is `name`, wherever in the comment that stands.
 */
export function productToken(userAgent: string): string {
  const token = leadingToken(userAgent.trimStart());
  if (token !== 'mozilla') return token;
  const own = userAgent.indexOf('compatible;');
  return (own >= 0 && leadingToken(userAgent.slice(own + 11).trimStart())) || token;
}

/** What a `User-agent:` line names: product tokens, `*`, or nothing. Several, with commas between, are taken for what they are meant to be. */
export function agentsOfLine(value: string): string[] {
  return value.split(',').flatMap((part) => {
    const name = part.replace(/^[\s"'\u201c\u201d]+/, '');
    const token = /^\*(?![\w-])/.test(name) ? '*' : leadingToken(name);
    return token === '' ? [] : [token];
  });
}

function leadingToken(text: string): string {
  return (/^[a-z\d_-]+/i.exec(text)?.[0] ?? '').toLowerCase();
}
