/** So much of a document is looked at, and so many features are kept of it. */
const MOST_BYTES = 64 << 10;
const MOST_FEATURES = 4096;
const LONGEST_WORD = 24;

/** Content that is no text; a link is counted where it leads, not for what it is called. */
const skipped = ['script', 'style', 'noscript', 'template', 'svg', 'textarea', 'a'];

let known: ReadonlySet<number> | null = null;

/** Names of months and days in some languages; made when they are first asked for. */
function dateWords(): ReadonlySet<number> {
  if (known) return known;
  const words = new Set<number>();
  for (const locale of ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'ru', 'ja']) {
    for (const length of ['long', 'short'] as const) {
      const month = new Intl.DateTimeFormat(locale, { month: length, timeZone: 'UTC' });
      const day = new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' });
      for (let n = 0; n < 12; n++)
        addWords(words, `${month.format(Date.UTC(2024, n, 5))} ${day.format(n * 86_400_000)}`);
    }
  }
  addWords(words, 'am pm utc gmt today');
  known = words;
  return words;
}

/**
 * What a page says, as hashes of three words in a row, of each stretch of text between two tags: without words that have digits (dates,
 * prices, counters), names of months and days, what looks made up by a machine, and words that are in the URL itself, for a page that
 * echoes what it was asked for says nothing new. Text of links is left out: what they lead to counts for itself. Works on bytes of any
 * charset that has ASCII. At most 4,096, of the first 64 KiB, some of them more than once; linear in the length whatever the input.
 */
export function textFeatures(bytes: Uint8Array, url: string): Uint32Array {
  const end = Math.min(bytes.length, MOST_BYTES);
  const html = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  const mute = new Set<number>(dateWords());
  addWords(mute, decoded(url.slice(url.indexOf('//') + 2)));
  const out = new Uint32Array(MOST_FEATURES);
  let count = 0;
  let [one, two, words] = [0, 0, 0];
  let [hash, length, digits, start] = [SEED, 0, false, 0];
  for (let at = 0; at <= end && count < MOST_FEATURES; at++) {
    const byte = at < end ? html[at]! : LESS;
    const kind = kinds[byte]!;
    if (kind > OTHER) {
      if (length++ === 0) start = at;
      hash = Math.imul(hash ^ (kind === UPPER ? byte | 0x20 : byte), PRIME);
      if (kind === DIGIT) digits = true;
      continue;
    }
    if (length > 0) {
      const word = hash >>> 0;
      const isReference = byte === SEMICOLON && start > 0 && html[start - 1] === AMP;
      if (!digits && length <= LONGEST_WORD && !isReference && !mute.has(word)) {
        if (++words >= 3) out[count++] = mixed(one, two, word);
        one = two;
        two = word;
      }
      hash = SEED;
      length = 0;
      digits = false;
    }
    if (byte !== LESS) continue;
    const next = at < end ? afterTag(html, at, end) : end + 1;
    if (next === at + 1 && at < end) continue; // no tag
    if ((words === 1 || words === 2) && count < MOST_FEATURES)
      out[count++] = mixed(0, words === 1 ? 0 : one, two);
    words = 0;
    at = next - 1;
  }
  return out.slice(0, count);
}

const [LESS, GREATER, SLASH, BANG, DASH, AMP, SEMICOLON] = [0x3c, 0x3e, 0x2f, 0x21, 0x2d, 0x26, 0x3b];
const [OTHER, LETTER, UPPER, DIGIT] = [0, 1, 2, 3];

/** What each byte is; those beyond ASCII are letters. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  if (byte >= 0x41 && byte <= 0x5a) return UPPER;
  return (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80 ? LETTER : OTHER;
});

/** Behind the tag that begins at `less`, and behind what is no text; the place behind `less` where it begins none. */
function afterTag(html: Buffer, less: number, end: number): number {
  const second = html[less + 1]!;
  if (second === BANG && html[less + 2] === DASH && html[less + 3] === DASH) {
    const close = html.indexOf('-->', less + 4);
    return close < 0 ? end : close + 3;
  }
  const isName = kinds[second] === LETTER || kinds[second] === UPPER;
  if (!isName && second !== SLASH && second !== BANG) return less + 1;
  let greater = less + 2;
  while (greater < end && html[greater] !== GREATER) greater++;
  const name = isName ? skippedName(html, less + 1) : null;
  return name === null ? greater + 1 : endTag(html, greater + 1, name, end);
}

function skippedName(html: Buffer, at: number): string | null {
  const first = html[at]! | 0x20;
  if (first !== 0x61 && first !== 0x73 && first !== 0x74 && first !== 0x6e) return null; // a s t n
  return skipped.find((name) => isNamed(html, at, name)) ?? null;
}

function isNamed(html: Buffer, at: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if ((html[at + i]! | 0x20) !== name.charCodeAt(i)) return false;
  const after = html[at + name.length]!;
  return after <= 0x20 || after === GREATER || after === SLASH;
}

function endTag(html: Buffer, from: number, name: string, end: number): number {
  for (let at = from; ; at++) {
    at = html.indexOf(LESS, at);
    if (at < 0) return end;
    if (html[at + 1] === SLASH && isNamed(html, at + 2, name)) return at;
  }
}

/** FNV-1a. */
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

function mixed(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ 0x9e3779b1, 0x85ebca6b) ^ b;
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35) ^ c;
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return (h ^ (h >>> 16)) >>> 0 || 1; // 0 stands for none
}

function addWords(words: Set<number>, text: string): void {
  const bytes = Buffer.from(text.toLowerCase());
  let hash = SEED;
  let length = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = at < bytes.length ? bytes[at]! : 0x20;
    if ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80) {
      hash = Math.imul(hash ^ byte, PRIME);
      length++;
    } else if (length > 0) {
      words.add(hash >>> 0);
      [hash, length] = [SEED, 0];
    }
  }
}

/** Percent-escapes and `+` as what they stand for; a broken one as it is. */
function decoded(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
}
