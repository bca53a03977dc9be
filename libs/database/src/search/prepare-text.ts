/** Scripts whose words have no blanks between them, and Korean, whose words carry their particles; `ー` belongs to no script. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]+/gu;
const invisible = /\p{Default_Ignorable_Code_Point}+/gu;

/**
 * Text as it is kept and searched: compatibility forms as what they stand for (full width, ligatures), composed (UAX #15, NFKC), and
 * without what nobody sees (soft hyphens, zero-width spaces).
 */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(invisible, '');
}

/**
 * Plain text with the words of unspaced scripts apart: as pairs of neighbours, so that any part of a sentence is a phrase in it,
 * wherever its words begin (as the CJK analyzers of Lucene do it). Their single characters stand at the end, for one that is asked alone.
 */
export function indexText(plain: string): string {
  const single = new Set<string>();
  const paired = plain.replace(unspaced, (run) => {
    const characters = [...run];
    for (const one of characters) single.add(one);
    return characters.length === 1 ? ` ${run} ` : ` ${pairsOf(characters)} `;
  });
  return single.size === 0 ? plain : `${paired} ${[...single].join(' ')}`;
}

/** What people ask for, prepared as the text is: within quotes and without, each run of an unspaced script is a phrase of its pairs. */
export function askedText(query: string): string {
  let quoted = false;
  return plainText(query)
    .split(/(")/)
    .map((part) => {
      if (part === '"') {
        quoted = !quoted;
        return part;
      }
      return part.replace(unspaced, (run, at: number) => {
        const characters = [...run];
        const pairs = characters.length === 1 ? run : pairsOf(characters);
        // `-` before a word is not to be parted from it.
        const before = at === 0 || /[\s-]$/.test(part.slice(0, at)) ? '' : ' ';
        return quoted ? `${before}${pairs} ` : `${before}"${pairs}" `;
      });
    })
    .join('');
}

/** The runs of unspaced scripts in what was asked for, longest first: what is to be shown of a text. */
export function unspacedRuns(query: string): string[] {
  const runs = plainText(query).match(unspaced) ?? [];
  return [...new Set(runs)].sort((a, b) => b.length - a.length);
}

function pairsOf(characters: readonly string[]): string {
  return characters
    .slice(1)
    .map((one, n) => characters[n]! + one)
    .join(' ');
}
