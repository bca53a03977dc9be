/** GraphQL spells `notModified` NOT_MODIFIED; the value inside stays the word of the glossary. */
export function enumValues<const W extends string>(
  words: readonly W[],
  describe: Partial<Record<W, string>> = {},
): Record<string, { value: W; description?: string }> {
  return Object.fromEntries(
    words.map((word) => {
      // Words of a closed list that is the same everywhere are spelled as there.
      const name = /[a-z]/.test(word) ? word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase() : word;
      const description = describe[word];
      return [name, description === undefined ? { value: word } : { value: word, description }];
    }),
  );
}
