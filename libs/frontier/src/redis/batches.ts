import { FrontierMisuse } from '../errors.ts';

/** Bytes of what one call carries; Redis stands still while it reads, copies and writes them. */
export const CALL_BYTES = 1 << 20;

/** Of that, what the items of a list take; the rest is for what is said beside them. */
export const ITEM_BYTES = CALL_BYTES / 2;

/** Cuts a list into calls of at most `most` items and `ITEM_BYTES`; an item of more goes alone, and the same list is cut the same way again. */
export function* batches<T>(items: readonly T[], most: number, bytesOf: (item: T) => number): Generator<T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const own = bytesOf(item);
    if (batch.length === most || (batch.length > 0 && bytes + own > ITEM_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += own;
  }
  if (batch.length > 0) yield batch;
}

/** @throws {FrontierMisuse} when this is more than a call may carry */
export function checkBytes(doing: string, values: Iterable<string | Buffer>): void {
  let bytes = 0;
  for (const value of values) bytes += value.length;
  if (bytes > CALL_BYTES) {
    throw new FrontierMisuse(`To ${doing} took ${bytes} bytes, and a call carries at most ${CALL_BYTES}`);
  }
}
