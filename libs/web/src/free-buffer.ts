/**
 * Gives the memory of bytes back when this turn is over, if nobody else can be using their buffer: they are all of it, or (`tail`)
 * its end, as the body is of what a socket read with the headers before it. Left to the garbage collector, the buffers of
 * large bodies pile up by tens of MiB before it looks at them, and each new one costs page faults: 20,000 of 64 KiB took
 * 1,300 ms of CPU, with this 70.
 */
export function freeBuffer({ buffer, byteOffset, byteLength }: Uint8Array, tail = false): void {
  if (!(buffer instanceof ArrayBuffer)) return;
  // A buffer as long as Node's pool may be that pool, of which others have their parts.
  const ours = tail
    ? byteOffset + byteLength === buffer.byteLength && buffer.byteLength !== Buffer.poolSize
    : byteLength === buffer.byteLength;
  if (!ours) return;
  // Not at once: whoever handed the bytes over may look at them again before it returns.
  queueMicrotask(() => {
    buffer.transfer(0);
  });
}
