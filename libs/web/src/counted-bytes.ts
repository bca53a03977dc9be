/**
 * Bytes that count how many of them are looked at, for tests that work grows no faster than the input: that can be
 * counted, and time cannot be trusted. They have what the scanners use of a Buffer, nothing else.
 */
export function countedBytes(text: string): { bytes: Buffer; counter: { work: number } } {
  const counter = { work: 0 };
  const real = Buffer.from(text);
  const methods = {
    indexOf(value: number, from: number) {
      const at = real.indexOf(value, from);
      counter.work += Math.max(0, (at < 0 ? real.length : at) - from) + 1;
      return at;
    },
    toString(encoding: BufferEncoding, from: number, to: number) {
      counter.work += to - from;
      return real.toString(encoding, from, to);
    },
  };
  const bytes = new Proxy(real, {
    get(_target, name) {
      if (name === 'length') return real.length;
      if (Object.hasOwn(methods, name)) return methods[name as keyof typeof methods];
      const at = typeof name === 'string' ? Number(name) : Number.NaN;
      if (!Number.isInteger(at)) throw new TypeError(`counted bytes have no ${String(name)}`);
      counter.work++;
      return real[at];
    },
  });
  return { bytes, counter };
}
