/** What is between a key and its value: a colon, the wide one too. */
const separator = /[:\uFF1A]/;
/** `Disallow = /x`, `Disallow; /x`; looked for within as many characters as a key may have. */
const otherSeparator = /[=;]/;
const LONGEST_KEY = 40;
/** `Disallow /x`: a key of one word, or of the two that are written so, and one word after it. */
const noSeparator = /^(user\s+agent|crawl\s+delay|[^\s/]+)\s+(\S+)(\s.*)?$/i;
/** Invisible, as pasted from a word processor. */
const invisible = /\p{Cf}+/gu;

/**
 * Key and value of a line without its comment; null: it says nothing. Not the grammar of the RFC alone: what people write who mean
 * it is read as Google's parser (github.com/google/robotstxt) forgives it, and somewhat more where it forbids. Nobody who misspells
 * Disallow means to allow.
 */
export function readRecord(content: string): { key: string; value: string } | null {
  const at = content.search(separator);
  if (at === 0 || content === '') return null;
  const written = at < 0 ? '' : content.slice(0, at);
  // `Disallow /a:b` has no separator; `user agent: x` has one.
  if (at > 0 && !/\s(?:\S*\/|https?$)/i.test(written))
    return { key: keyOf(written), value: content.slice(at + 1).trimStart() };
  const other = content.slice(0, LONGEST_KEY).search(otherSeparator);
  if (other > 0 && /^[a-z][a-z\s_-]*$/i.test(content.slice(0, other)))
    return known({ key: keyOf(content.slice(0, other)), value: content.slice(other + 1).trimStart() });
  const [, first, second, more] = noSeparator.exec(content) ?? [];
  if (!first) return null;
  const key = keyOf(first);
  // More words after it are prose, unless they are about what is forbidden.
  return more === undefined || key === 'disallow' ? known({ key, value: second! }) : null;
}

const keys = new Set(['user-agent', 'allow', 'disallow', 'crawl-delay', 'sitemap']);

/** Without a colon only a key that means something is one. */
function known(record: { key: string; value: string }): { key: string; value: string } | null {
  return keys.has(record.key) ? record : null;
}

/** Beginnings that Google's parser takes for a key. */
const beginnings: [beginning: string, key: string][] = [
  ['user-agent', 'user-agent'],
  ['useragent', 'user-agent'],
  ['disallow', 'disallow'],
  ['dissallow', 'disallow'],
  ['dissalow', 'disallow'],
  ['disalow', 'disallow'],
  ['diasllow', 'disallow'],
  ['disallaw', 'disallow'],
  ['allow', 'allow'],
  ['sitemap', 'sitemap'],
  ['site-map', 'sitemap'],
  ['crawl-delay', 'crawl-delay'],
  ['crawldelay', 'crawl-delay'],
];

/** The key that is meant, or what is written, in lower case. */
function keyOf(written: string): string {
  const key = written
    .replace(invisible, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_\u2010-\u2015]+/g, '-');
  for (const [beginning, meant] of beginnings) if (key.startsWith(beginning)) return meant;
  if (key.length < 6 || key.length > 14) return key;
  // A slip or two of the pen; nothing else that stands in such files is so near. Allow is short, and to read it opens: it is not guessed.
  if (distance(key, 'disallow') <= 2) return 'disallow';
  if (distance(key, 'user-agent') <= 2) return 'user-agent';
  return key;
}

/** Letters that are wrong, missing, too many, or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
