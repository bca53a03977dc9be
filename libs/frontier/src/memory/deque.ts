/** A list that grows and shrinks at both ends in constant time. */
export class Deque<T> {
  // `head` holds the front in reverse; `tail` the rest, of which `from` items are gone.
  #head: T[] = [];
  #tail: T[] = [];
  #from = 0;

  get length(): number {
    return this.#head.length + this.#tail.length - this.#from;
  }

  push(item: T): void {
    this.#tail.push(item);
  }

  unshift(item: T): void {
    this.#head.push(item);
  }

  shift(): T | undefined {
    if (this.#head.length > 0) return this.#head.pop();
    if (this.#from === this.#tail.length) return undefined;
    const item = this.#tail[this.#from++];
    if (this.#from > 1024 && this.#from * 2 > this.#tail.length) {
      this.#tail = this.#tail.slice(this.#from);
      this.#from = 0;
    }
    return item;
  }

  /** At most so many from the front, left in place. */
  first(most: number): T[] {
    const front = this.#head.slice(-most).toReversed();
    return front.concat(this.#tail.slice(this.#from, this.#from + most - front.length));
  }

  /** Takes out the first of the `most` items at the front that `fits`. */
  remove(fits: (item: T) => boolean, most: number): T | undefined {
    for (let i = this.#head.length - 1; i >= 0 && i >= this.#head.length - most; i--) {
      if (fits(this.#head[i]!)) return this.#head.splice(i, 1)[0];
    }
    const end = Math.min(this.#tail.length, this.#from + most - this.#head.length);
    for (let i = this.#from; i < end; i++) {
      if (fits(this.#tail[i]!)) return this.#tail.splice(i, 1)[0];
    }
    return undefined;
  }

  toArray(): T[] {
    return [...this.#head.toReversed(), ...this.#tail.slice(this.#from)];
  }
}
