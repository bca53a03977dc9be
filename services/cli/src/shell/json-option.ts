import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** An option whose value is JSON: as text, or `@FILE`. */
export function jsonObject(text: string): Record<string, unknown> {
  let source = text;
  if (text.startsWith('@')) {
    try {
      source = readFileSync(text.slice(1), 'utf8');
    } catch (error) {
      throw new InvalidArgumentError(`The file cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  }
  try {
    const value: unknown = JSON.parse(source);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidArgumentError(`It is not JSON: ${error.message}.`);
  }
  throw new InvalidArgumentError('It must be a JSON object.');
}
