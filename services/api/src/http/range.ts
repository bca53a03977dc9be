export type Range = { from: number; to: number };

/**
 * The part of a body that a Range header asks for (RFC 9110 §14.2), both ends included. Null: all of it, also where the header is of
 * another unit, malformed, or asks for several parts, as a server may choose. `outside`: nothing of the body is in it.
 */
export function rangeOf(header: string | undefined, length: number): Range | null | 'outside' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const from = Math.max(0, length - Number(last));
    return from < length ? { from, to: length - 1 } : 'outside';
  }
  const [from, to] = [Number(first), last === '' ? length - 1 : Math.min(Number(last), length - 1)];
  if (last !== '' && Number(last) < from) return null;
  return from < length ? { from, to } : 'outside';
}
