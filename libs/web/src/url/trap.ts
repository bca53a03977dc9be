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
  const count = findSegments(url);
  if (count > MAX_DEPTH) return 'depth';
  if (count > MAX_REPEATS && repeats(url, count)) return 'repetition';
  if (url.includes('%252525') || (url.includes('amp') && /(?:amp(?:;|%3B)){3}/.test(url))) return 'encoding';
  const query = url.indexOf('?');
  if (query >= 0 && sameParameters(url.slice(query + 1))) return 'parameters';
  return null;
}

/** Where the path segments of the URL looked at begin, and after them where the path ends plus one. */
const starts = new Uint32Array(MAX_DEPTH + 2);

/** Fills `starts`; the number of segments, at most one more than allowed. A final `/` begins none. */
function findSegments(url: string): number {
  const query = url.indexOf('?');
  const end = query < 0 ? url.length : query;
  let count = 0;
  let from = url.indexOf('/', url.indexOf('//') + 2) + 1;
  while (from < end && count <= MAX_DEPTH) {
    starts[count++] = from;
    const slash = url.indexOf('/', from);
    from = (slash < 0 || slash > end ? end : slash) + 1;
    starts[count] = from;
  }
  return count;
}

/** Whether some run of segments stands more than MAX_REPEATS times in a row: at each distance, count equals. */
function repeats(url: string, count: number): boolean {
  for (let distance = 1; distance * (MAX_REPEATS + 1) <= count; distance++) {
    let equal = 0;
    for (let i = distance; i < count; i++) {
      equal = sameSegment(url, i, i - distance) ? equal + 1 : 0;
      if (equal === distance * MAX_REPEATS) return true;
    }
  }
  return false;
}

function sameSegment(url: string, a: number, b: number): boolean {
  const [from, to] = [starts[a]!, starts[a + 1]!];
  const other = starts[b]!;
  if (to - from !== starts[b + 1]! - other) return false;
  for (let i = to - from - 2; i >= 0; i--) {
    if (url.charCodeAt(from + i) !== url.charCodeAt(other + i)) return false;
  }
  return true;
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
