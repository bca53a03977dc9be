import { freeBuffer } from '../free-buffer.ts';

/** Outputs up to this length are put together at the end. */
const FEW = 256 << 10;

/** Keeps the first bytes of a stream, in a buffer of their own, which takes memory only where it is written. */
export function createKept(most: number) {
  const few: Buffer[] = [];
  let many: Buffer | null = null;
  let length = 0;

  return {
    push(chunk: Buffer): void {
      const part = chunk.subarray(0, most - length);
      if (!many && length + part.length > FEW) {
        many = Buffer.allocUnsafeSlow(most);
        let at = 0;
        for (const each of few) {
          at += each.copy(many, at);
          freeBuffer(each);
        }
        few.length = 0;
      }
      length += part.length;
      if (!many && part.length > 0) {
        few.push(part);
        return;
      }
      if (many) part.copy(many, length - part.length);
      freeBuffer(chunk);
    },
    bytes(): Buffer {
      if (many) return many.subarray(0, length);
      const all = Buffer.allocUnsafeSlow(length);
      let at = 0;
      for (const each of few) {
        at += each.copy(all, at);
        freeBuffer(each);
      }
      return all;
    },
  };
}
