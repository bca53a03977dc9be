/** Rules by which a URL is taken for one of endlessly many; see `looksLikeTrap`. */
export const trapRules = ['length', 'depth', 'repetition', 'encoding', 'parameters'] as const;
export type TrapRule = (typeof trapRules)[number];

const MAX_LENGTH = 2048;
const MAX_DEPTH = 20;
const MAX_REPEATS = 3;

/**
 * The rule by which a canonical URL looks like a spider trap, or null.
 * - `length`: longer than 2,048 characters
 * - `depth`: more than 20 path segments
 * - `repetition`: a run of segments more than 3 times in a row (`/a/b/a/b/a/b/a/b/`)
 * - `encoding`: escapes escaped again and again (`%252525`, `amp;amp;amp;`)
 * - `parameters`: the same query parameter with the same value more than 3 times
 */
export function looksLikeTrap(url: string): TrapRule | null {
  if (url.length > MAX_LENGTH) return 'length';
  const path = url.indexOf('/', url.indexOf('//') + 2);
  const query = url.indexOf('?', path);
  const segments = url.slice(path + 1, query < 0 ? undefined : query).split('/');
  if (segments.at(-1) === '') segments.pop();
  if (segments.length > MAX_DEPTH) return 'depth';
  if (segments.length > MAX_REPEATS && repeats(segments)) return 'repetition';
  if (url.includes('%252525') || /(?:amp(?:;|%3B)){3}/.test(url)) return 'encoding';
  if (query >= 0 && sameParameters(url.slice(query + 1))) return 'parameters';
  return null;
}

/** Whether some run of segments stands more than MAX_REPEATS times in a row: at each distance, count equals. */
function repeats(segments: readonly string[]): boolean {
  const count = segments.length;
  for (let distance = 1; distance * (MAX_REPEATS + 1) <= count; distance++) {
    let equal = 0;
    for (let i = distance; i < count; i++) {
      equal = segments[i] === segments[i - distance] ? equal + 1 : 0;
      if (equal === distance * MAX_REPEATS) return true;
    }
  }
  return false;
}

function sameParameters(query: string): boolean {
  const seen = new Map<string, number>();
  for (const parameter of query.split('&')) {
    const times = (seen.get(parameter) ?? 0) + 1;
    if (times > MAX_REPEATS && parameter !== '') return true;
    seen.set(parameter, times);
  }
  return false;
}
