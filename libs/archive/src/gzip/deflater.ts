import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib';

/** Raw deflate (RFC 1951) of parts as one stream. */
export type Deflater = (parts: readonly Uint8Array[]) => Buffer[];

/** What minizlib (npm's own tar) relies on as well: the stream's native half, for synchronous use. */
type Native = {
  _handle?: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inAt: number,
      inLength: number,
      out: Uint8Array,
      outAt: number,
      outLength: number,
    ): void;
    reset(): void;
  };
  /** What the last write left: [room in the output, bytes of input]. */
  _writeState?: Uint32Array;
};

/** Results are views of slabs of this size: one allocation for a hundred pages. */
const SLAB = 1 << 20;
/** With less room than this a new slab is begun. */
const LEAST_ROOM = 16 * 1024;

/**
 * A deflater that keeps its state between calls. `deflateRawSync` sets up and throws away 270 kB each time, which costs a
 * third of a 26 kB page's compression and as much again in garbage collection (`npm run bench -- record`). Where Node no
 * longer has what this needs, it is `deflateRawSync`.
 */
export function createDeflater(level: number): Deflater {
  const { _handle: handle, _writeState: left } = createDeflateRaw({ level }) as unknown as Native;
  if (typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function' || left?.length !== 2)
    return (parts) => [deflateRawSync(parts.length === 1 ? parts[0]! : Buffer.concat(parts), { level })];

  let slab = Buffer.allocUnsafeSlow(SLAB);
  let start = 0;
  let at = 0;

  return (parts) => {
    const out: Buffer[] = [];
    const last = parts.length - 1;
    parts.forEach((part, index) => {
      const flush = index === last ? constants.Z_FINISH : constants.Z_NO_FLUSH;
      let from = 0;
      let full = true;
      while (full) {
        handle.writeSync(flush, part, from, part.length - from, slab, at, SLAB - at);
        at = SLAB - left[0]!;
        from = part.length - left[1]!;
        full = at === SLAB;
        if (full) take(out);
      }
    });
    handle.reset();
    take(out);
    return out;
  };

  function take(out: Buffer[]): void {
    if (at > start) out.push(slab.subarray(start, at));
    start = at;
    if (SLAB - at >= LEAST_ROOM) return;
    slab = Buffer.allocUnsafeSlow(SLAB);
    start = 0;
    at = 0;
  }
}
