/** GraphQL spells `notModified` NOT_MODIFIED; the value inside stays the word of the glossary. */
export function enumValues<const W extends string>(
  words: readonly W[],
  describe: Partial<Record<W, string>> = {},
): Record<string, { value: W; description?: string }> {
  return Object.fromEntries(
    words.map((word) => {
      const name = word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
      const description = describe[word];
      return [name, description === undefined ? { value: word } : { value: word, description }];
    }),
  );
}
