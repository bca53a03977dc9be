import type { TagScanner } from '../scan/tag-scanner.ts';

/** A reference to another document, as written but for character references. */
export type Reference = {
  target: string;
  /** `target` stands for itself, without its fragment: no escapes, nothing to escape, no white space. */
  plain: boolean;
  nofollow: boolean;
};

const HASH = 0x23;

/** By byte: whether it stands for itself in a reference. `&` may begin a character reference. */
const isPlain = new Uint8Array(256);
for (let byte = 0; byte < 128; byte++) {
  if (/[\w\-.~!$()*+,;=:@/?]/.test(String.fromCharCode(byte))) isPlain[byte] = 1;
}

/** How many references more are kept of a document and those within it, and how many were met beyond. */
export type Room = { left: number; more: number };

/**
 * The references of one page in document order. Those that are written alike (plain ones: but for the fragment, as in
 * the contents of a manual) are one from the start: it is found by its bytes, before there is a string.
 */
export class References {
  readonly all: Reference[] = [];
  /** By hash of their bytes: where a reference stands in `#spots`. Those whose hashes meet stay apart. */
  readonly #known = new Map<number, number>();
  /** Three numbers for each: from, to, and place in `all`. */
  readonly #spots: number[] = [];
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Takes note of an attribute's value. `nofollow` is that of all references written alike. */
  add(tags: TagScanner, attribute: number, nofollow: boolean): void {
    const { bytes } = tags;
    const from = tags.from(attribute);
    let to = tags.to(attribute);
    let plain = true;
    let hash = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      if (plain && isPlain[byte] !== 1) {
        if (byte === HASH) {
          to = at;
          break;
        }
        plain = false;
      }
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const known = this.#known.get(hash);
    if (known !== undefined && sameBytes(bytes, this.#spots[known]!, this.#spots[known + 1]!, from, to)) {
      this.all[this.#spots[known + 2]!]!.nofollow &&= nofollow;
      return;
    }
    if (this.#isFull()) return;
    if (known === undefined) {
      this.#known.set(hash, this.#spots.length);
      this.#spots.push(from, to, this.all.length);
    }
    const target = plain ? bytes.toString('latin1', from, to) : tags.value(attribute);
    this.all.push({ target, plain, nofollow });
  }

  /** Takes note of a reference that was found within a text. */
  addText(target: string): void {
    if (this.#isFull()) return;
    this.all.push({ target, plain: false, nofollow: false });
  }

  /** Counts one more, which is not kept when it is full. */
  #isFull(): boolean {
    if (this.#room.left-- > 0) return false;
    this.#room.left = 0;
    this.#room.more++;
    return true;
  }
}

function sameBytes(bytes: Buffer, aFrom: number, aTo: number, bFrom: number, bTo: number): boolean {
  if (aTo - aFrom !== bTo - bFrom) return false;
  for (let a = aFrom, b = bFrom; a < aTo; a++, b++) if (bytes[a] !== bytes[b]) return false;
  return true;
}
