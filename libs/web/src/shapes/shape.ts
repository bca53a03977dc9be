import { urlTokens } from './url-tokens.ts';

/*
 * A shape as text: the politeness key of its host, then tokens (url-tokens.ts), parted by spaces. It covers the URLs of the host whose
 * tokens begin with these. `/*`, `&*` or `=*` is any one token of that kind, but those named behind it: `/*!docs!blog`.
 */

/** The shapes of one host, to be asked whether one of them covers a URL. */
type Compiled = { shape: string; tokens: readonly { token: string; not: ReadonlySet<string> | null }[] };

/** Which of the shapes covers a URL; null: none does. */
export type Covers = (host: string, url: string) => string | null;

/** Compiles shapes; what is none covers nothing. */
export function compileShapes(shapes: Iterable<string>): Covers {
  const byHost = new Map<string, Compiled[]>();
  for (const shape of shapes) {
    const [host = '', ...words] = shape.split(' ');
    if (words.length === 0) continue;
    const tokens = words.map((word) => {
      const [star = '', ...others] = word.split('!');
      const isAny = /^[/;&=]\*$/.test(star);
      return {
        token: isAny ? star : word,
        not: isAny ? new Set(others.map((name) => star.charAt(0) + name)) : null,
      };
    });
    byHost.set(host, [...(byHost.get(host) ?? []), { shape, tokens }]);
  }
  return (host, url) => {
    const some = byHost.get(host);
    if (!some) return null;
    const tokens = urlTokens(url);
    return some.find((one) => isCovered(one, tokens))?.shape ?? null;
  };
}

function isCovered({ tokens: wanted }: Compiled, tokens: readonly string[]): boolean {
  if (wanted.length > tokens.length) return false;
  return wanted.every(({ token, not }, i) => {
    const own = tokens[i]!;
    return not ? own.charAt(0) === token.charAt(0) && !not.has(own) : own === token;
  });
}

/** A shape as people read it: `cal.test/cal/#?month=#…`. */
export function shapeInWords(shape: string): string {
  const [host = '', ...tokens] = shape.split(' ');
  const text = tokens.map((token) => token.split('!')[0]).join('');
  return `${host}${text.replace('?&', '?')}…`;
}
