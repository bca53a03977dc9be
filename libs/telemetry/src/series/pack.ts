import { measureByCode, measureOf } from './measures.ts';
import { emptySample, keyOf, partsOf, type Sample } from './sample.ts';
import { wordPlaces, words } from './words.ts';

/** A sample as it lies in a row: sketches and slow visits apart, for whoever asks for a number reads none. */
export type PackedSample = { numbers: Buffer; times: Buffer | null };

const FORMAT = 1;
/** What stands before a label that is no word, and for none. */
const [NO_LABEL, SPELT, FIRST_WORD] = [0, 1, 2];
const LONGEST_LABEL = 64;

/** A sketch is made no coarser than by joining so many bits' worth of buckets: 4 of them, so that a time is at most 6 % off. */
const COARSEST = 2;

/**
 * Packs a sample. All numbers are varints: the format, looks, ms; then of each number the code of its measure, its label, and the value to
 * the decimals that its measure has. Of each sketch how far its buckets are joined, how many runs of them there are, and of each run the gap
 * to the last one, its length and its counts. Sketches with more than `most` buckets are joined until they have no more, or are
 * coarse enough.
 */
export function packSample(sample: Sample, most = Number.POSITIVE_INFINITY): PackedSample {
  begin();
  put(FORMAT);
  put(sample.looks);
  put(Math.round(sample.ms));
  for (const [key, value] of sample.numbers) {
    const [name, label] = partsOf(key);
    const { code, digits } = measureOf(name);
    put(code);
    putLabel(label);
    put(Math.round(Math.max(0, value) * 10 ** digits));
  }
  const numbers = end();
  if (sample.times.size === 0 && sample.slowest.size === 0) return { numbers, times: null };
  begin();
  put(FORMAT);
  put(sample.slowest.size);
  for (const [stage, { ms, hash, attempt }] of sample.slowest) {
    putLabel(stage);
    put(Math.round(ms * 10));
    put(attempt);
    room(8);
    length = scratch.writeBigInt64LE(BigInt(hash), length);
  }
  for (const [key, counts] of sample.times) {
    const [name, label] = partsOf(key);
    put(measureOf(name).code);
    putLabel(label);
    putCounts(
      [...counts].sort(([a], [b]) => a - b),
      most,
    );
  }
  return { numbers, times: end() };
}

function putCounts(counts: readonly (readonly [number, number])[], most: number): void {
  let joined: [bucket: number, count: number][] = [];
  let bits = 0;
  for (; ; bits++) {
    joined = [];
    for (const [bucket, count] of counts) {
      const last = joined.at(-1);
      if (last !== undefined && last[0] === bucket >> bits) last[1] += count;
      else joined.push([bucket >> bits, count]);
    }
    if (joined.length <= most || bits === COARSEST) break;
  }
  put(bits);
  const runs = joined.filter(([bucket], i) => bucket - 1 !== joined[i - 1]?.[0]).length;
  put(runs);
  let next = 0;
  for (let from = 0; from < joined.length; ) {
    let to = from + 1;
    while (to < joined.length && joined[to]![0] === joined[to - 1]![0] + 1) to++;
    put(joined[from]![0] - next);
    put(to - from);
    next = joined[to - 1]![0] + 1;
    for (; from < to; from++) put(joined[from]![1]);
  }
}

/** Reads what was packed. `times` null: there are none, or nobody wants them. What a later version keeps besides is left out. */
export function unpackSample({ numbers, times }: PackedSample): Sample {
  const read = reader(numbers);
  if (read.number() !== FORMAT)
    throw new Error('A sample of a series is of another format than this version reads');
  const sample = emptySample();
  sample.looks = read.number();
  sample.ms = read.number();
  while (read.more()) {
    const measure = measureByCode.get(read.number());
    const label = read.label();
    const value = read.number();
    if (measure !== undefined)
      sample.numbers.set(keyOf(measure, label), value / 10 ** measureOf(measure).digits);
  }
  if (times !== null) readTimes(sample, times);
  return sample;
}

function readTimes(sample: Sample, times: Buffer): void {
  const read = reader(times);
  if (read.number() !== FORMAT)
    throw new Error('Sketches of a series are of another format than this version reads');
  for (let left = read.number(); left > 0; left--) {
    const stage = read.label() ?? '';
    const ms = read.number() / 10;
    const attempt = read.number();
    sample.slowest.set(stage, { ms, attempt, hash: read.hash() });
  }
  while (read.more()) {
    const measure = measureByCode.get(read.number());
    const label = read.label();
    const counts = new Map<number, number>();
    const bits = read.number();
    let [runs, bucket] = [read.number(), 0];
    for (; runs > 0; runs--) {
      bucket += read.number();
      // Of joined buckets the middle one stands for all.
      for (let left = read.number(); left > 0; left--, bucket++)
        counts.set((bucket << bits) + ((1 << bits) >> 1), read.number());
    }
    if (measure !== undefined) sample.times.set(keyOf(measure, label), counts);
  }
}

/** One sample at a time is packed, so there is one place to do it in. */
let scratch = Buffer.allocUnsafe(16_384);
let length = 0;

function begin(): void {
  length = 0;
}

const end = (): Buffer => Buffer.from(scratch.subarray(0, length));

function room(bytes: number): void {
  if (length + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, length + bytes));
  scratch.copy(larger, 0, 0, length);
  scratch = larger;
}

function put(value: number): void {
  room(8);
  let rest = Math.min(value, Number.MAX_SAFE_INTEGER);
  for (; rest > 127; rest = Math.floor(rest / 128)) scratch[length++] = (rest % 128) | 128;
  scratch[length++] = rest;
}

function putLabel(label: string | null): void {
  const place = label === null ? undefined : wordPlaces.get(label);
  put(label === null ? NO_LABEL : place === undefined ? SPELT : FIRST_WORD + place);
  if (label === null || place !== undefined) return;
  const bytes = Buffer.from(label.slice(0, LONGEST_LABEL));
  put(bytes.length);
  room(bytes.length);
  length += bytes.copy(scratch, length);
}

function reader(bytes: Buffer) {
  let at = 0;
  function number(): number {
    for (let [value, scale] = [0, 1]; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('A sample of a series ends in the middle of a number');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  return {
    number,
    more: () => at < bytes.length,
    label(): string | undefined {
      const which = number();
      if (which === NO_LABEL) return undefined;
      if (which >= FIRST_WORD) return words[which - FIRST_WORD] ?? 'OTHER';
      const size = number();
      at += size;
      return bytes.toString('utf8', at - size, at);
    },
    hash(): string {
      at += 8;
      return String(bytes.readBigInt64LE(at - 8));
    },
  };
}
