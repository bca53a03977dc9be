import { NotFoundError } from '../stores/errors.ts';
import { keyOf } from './ids.ts';

/** The database key behind an id of a mutation's input; anything else is a typed NOT_FOUND. */
export function requireKey(typename: string, id: string, path = ['input', 'id']): string {
  const key = keyOf(typename, id);
  if (key === null) {
    const word = typename.toLowerCase();
    throw new NotFoundError(
      `${JSON.stringify(id.slice(0, 100))} is not the id of a ${word}. Pass the "id" of a ${word} exactly as this API gave it.`,
      path,
    );
  }
  return key;
}
