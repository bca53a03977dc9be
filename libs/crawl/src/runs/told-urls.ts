import { randomBytes } from 'node:crypto';
import type { Discovered } from '@trunkline/visit';
import { type FingerprintKey, fingerprint, fingerprintKey } from '@trunkline/web/url';

/** Bytes of both tables together, and runs with a key. */
const MOST_BYTES = 32 << 20;
const MOST_RUNS = 10_000;
const LEAST_SLOTS = 1 << 10;

/**
 * URLs the frontier has been told of and knows, or will be, so that the links every page of a site repeats are not sent again. It only
 * saves calls: what is not remembered is told once more, which is harmless. Of each URL it keeps a fingerprint of 53 bits, as the
 * frontier does, under a key nobody knows; all runs share two tables, and a full one drives out the older.
 */
export function createToldUrls(mostBytes = MOST_BYTES) {
  const mostSlots = 2 ** Math.floor(Math.log2(mostBytes / 16));
  const keys = new Map<string, FingerprintKey>();
  let young = createTable();
  let old = createTable();

  function keyOf(run: string): FingerprintKey {
    let key = keys.get(run);
    if (!key) {
      key = fingerprintKey(randomBytes(16));
      keys.set(run, key);
      if (keys.size > MOST_RUNS) keys.delete(keys.keys().next().value!);
    }
    return key;
  }

  /** Whether it was not there. */
  function add(print: number): boolean {
    if (young.full(mostSlots)) {
      old = young;
      young = createTable();
    }
    return young.add(print);
  }

  return {
    has(run: string, url: string): boolean {
      const print = fingerprint(url, keyOf(run));
      return young.has(print) || old.has(print);
    },
    add(run: string, urls: Iterable<string>): void {
      const key = keyOf(run);
      for (const url of urls) add(fingerprint(url, key));
    },
    /** Those that were not told yet, which are from now on: whoever asks makes them safe. What is too deep may be found again less deep. */
    fresh(run: string, found: readonly Discovered[], maxDepth: number | null): Discovered[] {
      const key = keyOf(run);
      return found.filter(({ url, depth }) => {
        const print = fingerprint(url, key);
        if (old.has(print)) return false;
        return maxDepth === null || depth <= maxDepth ? add(print) : !young.has(print);
      });
    },
    /** Of this run something was refused that may be admitted later, and nobody says what. */
    forgetRun(run: string): void {
      keys.delete(run);
    },
    /** What the tables take. */
    bytes: () => young.bytes() + old.bytes(),
    /** Redis was away and may have lost what it knew. */
    forget(): void {
      keys.clear();
      young = createTable();
      old = createTable();
    },
  };
}

export type ToldUrls = ReturnType<typeof createToldUrls>;

/** Fingerprints by open addressing; it grows to twice its slots when three fifths of them are taken. */
function createTable() {
  let slots = new Float64Array(LEAST_SLOTS);
  let size = 0;
  const isFull = () => size * 5 > slots.length * 3;

  /** Where a fingerprint stands, or would. */
  function placeOf(print: number): number {
    const mask = slots.length - 1;
    let at = (print >>> 0) & mask;
    while (slots[at] !== 0 && slots[at] !== print) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const before = slots;
    slots = new Float64Array(before.length * 2);
    for (const print of before) if (print !== 0) slots[placeOf(print)] = print;
  }

  return {
    has: (print: number) => slots[placeOf(print)] === print,
    /** Whether it was not there. */
    add(print: number): boolean {
      const at = placeOf(print);
      if (slots[at] === print) return false;
      slots[at] = print;
      size++;
      if (isFull()) grow();
      return true;
    },
    bytes: () => slots.byteLength,
    /** Whether it would have to grow beyond so many slots. */
    full: (most: number) => (size + 1) * 5 > most * 3,
  };
}
