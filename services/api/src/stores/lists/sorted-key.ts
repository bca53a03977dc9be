import { isText } from '../texts.ts';
import { momentOf, uuidKey } from './keys.ts';

/** The place of a row in a list by a column and the id, as a cursor holds it: moments as milliseconds. */
export const sortedKey = (value: string | Date, id: string): string =>
  JSON.stringify([value instanceof Date ? value.getTime() : value, id]);

/** Reads such a place; null when it is none, or that of a list by a column of the other kind. */
export const placeKey =
  (of: 'text' | 'moment') =>
  (text: string): [string | Date, string] | null => {
    try {
      const [value, id] = JSON.parse(text) as unknown[];
      if (typeof id !== 'string' || uuidKey(id) === null) return null;
      if (of === 'text') return typeof value === 'string' && isText(value) ? [value, id] : null;
      const at = Number.isSafeInteger(value) ? momentOf(value as number) : null;
      return at && [at, id];
    } catch {
      return null;
    }
  };
