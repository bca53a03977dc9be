import { looseQuery, normalPath } from './normal-path.ts';

/** A path in the spellings patterns are held against. */
export type RobotsPath = { strict: string; loose: string };

/** What an allow or disallow line matches; `length` in octets decides between lines (RFC 9309 §2.2.2). */
export type Pattern = { length: number; matches(path: RobotsPath): boolean };

/** The path and query of a URL (or of what follows a host), to be matched; null when it cannot be parsed. */
export function robotsPath(url: string): RobotsPath | null {
  const parsed = URL.parse(url.startsWith('/') ? `http://host${url}` : url);
  if (parsed === null) return null;
  // `search` has no bare `?`, which an anchored pattern may ask for.
  const query = parsed.search || (/^[^#]*\?(?:#|$)/.test(parsed.href) ? '?' : '');
  const strict = normalPath(parsed.pathname + query);
  return { strict, loose: looseQuery(strict) };
}

/**
 * Compiles the value of an allow or disallow line: `*` is any run of characters, a final `$` the end (§2.2.3).
 * Its literal parts are looked for once, each after the one before, so a match never goes back.
 */
export function compilePattern(value: string): Pattern {
  const anchored = value.endsWith('$');
  const parts = (anchored ? value.slice(0, -1) : value).split('*').map(normalPath);
  const length = parts.reduce((sum, part) => sum + part.length, parts.length - 1 + Number(anchored));
  const loose = looseParts(parts);
  return {
    length,
    matches: (path) =>
      matchesParts(parts, anchored, path.strict) ||
      (loose !== null &&
        (loose !== parts || path.loose !== path.strict) &&
        matchesParts(loose, anchored, path.loose)),
  };
}

/** The parts with a loose query; null without a literal `?`, the same array when nothing changes. */
function looseParts(parts: string[]): string[] | null {
  const first = parts.findIndex((part) => part.includes('?'));
  if (first < 0) return null;
  const loose = parts.map((part, i) =>
    i < first ? part : looseQuery(part, i === first ? part.indexOf('?') : 0),
  );
  return loose.some((part, i) => part !== parts[i]) ? loose : parts;
}

function matchesParts(parts: string[], anchored: boolean, path: string): boolean {
  const first = parts[0]!;
  if (parts.length === 1) return anchored ? path === first : path.startsWith(first);
  if (!path.startsWith(first)) return false;
  const last = parts.length - 1;
  let at = first.length;
  for (let i = 1; i < last; i++) {
    const found = path.indexOf(parts[i]!, at);
    if (found < 0) return false;
    at = found + parts[i]!.length;
  }
  if (anchored) return path.length - parts[last]!.length >= at && path.endsWith(parts[last]!);
  return path.includes(parts[last]!, at);
}
