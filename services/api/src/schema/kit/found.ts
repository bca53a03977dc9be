import { notFound } from '../../limits/refusals.ts';
import { keyOf } from './ids.ts';

/** What was looked for. @throws NOT_FOUND, naming the id it was asked by, when there is none */
export async function found<T>(finding: T | null | Promise<T | null>, id: string, what: string): Promise<T> {
  const value = await finding;
  if (value === null) throw notFound(id, what);
  return value;
}

/** The object of a type with an id. */
export function foundById<T>(
  typename: string,
  id: string,
  what: string,
  find: (key: string) => Promise<T | null>,
): Promise<T> {
  const key = keyOf(typename, id);
  return found(key === null ? null : find(key), id, what);
}
