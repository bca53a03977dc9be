/** A content coding that can be taken off (RFC 9110 §8.4.1, RFC 7932, RFC 8878). */
export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** Codings of a body in the order they were applied. `sure`: nothing else was named beside them. */
export type Codings = { readonly applied: readonly Coding[]; readonly sure: boolean };

/** A map: names come from the web, and every object has a `constructor`. */
const names = new Map<string, Coding>([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
]);

/** As many as curl takes off; browsers take off more. */
const MOST_CODINGS = 5;
/** A header of more tokens is looked at no further. */
const MOST_NAMED = 64;

const none: Codings = { applied: [], sure: true };
const gzip: Codings = { applied: ['gzip'], sure: true };

/**
 * The content codings that headers name, or why they are not taken off. What is no coding (`none`, `UTF-8`, nothing at
 * all) is passed over, as browsers do; what is named beside it may be as little true.
 */
export function codingsOf(headers: readonly (readonly [string, string])[]): Codings | { error: string } {
  let found: Codings = none;
  for (const [name, value] of headers) {
    if (name.length !== 16 || name.toLowerCase() !== 'content-encoding') continue;
    if (found === none && value === 'gzip') {
      found = gzip;
      continue;
    }
    const applied = [...found.applied];
    let { sure } = found;
    for (const token of value.split(',', MOST_NAMED)) {
      const coding = names.get(token.split(';', 1)[0]!.replaceAll('"', '').trim().toLowerCase());
      if (coding === undefined) sure = false;
      else applied.push(coding);
    }
    if (applied.length > MOST_CODINGS) return { error: 'TOO_MANY_CODINGS' };
    found = { applied, sure };
  }
  return found;
}
