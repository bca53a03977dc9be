import { BadInputError } from './errors.ts';

/** Whether a text can be kept and sent: Postgres takes no NUL, and half of a surrogate pair is no character. */
export const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Why a text cannot be kept, to be said of it; null when it can. */
export function textProblem(text: string): string | null {
  if (isText(text)) return null;
  const what = text.includes('\0')
    ? 'a NUL character (U+0000), which cannot be kept'
    : 'half of a surrogate pair (U+D800 to U+DFFF alone), which is no character';
  return `has ${what}. Leave it out.`;
}

/**
 * Refuses texts that cannot be kept, wherever they stand in what was given.
 * @throws {BadInputError} naming the field
 */
export function checkTexts(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') {
    const problem = textProblem(value);
    if (problem === null) return;
    throw new BadInputError(`${path.join('.')} ${problem}`, [...path]);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) checkTexts(inner, [...path, name]);
}
