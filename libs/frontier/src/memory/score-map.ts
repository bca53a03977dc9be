/** A sorted set: members by score, equal scores by name. A binary heap whose outdated items are skipped when met. */
export class ScoreMap {
  readonly #scores = new Map<string, number>();
  #heap: [score: number, name: string][] = [];

  get size(): number {
    return this.#scores.size;
  }

  has(name: string): boolean {
    return this.#scores.has(name);
  }

  get(name: string): number | undefined {
    return this.#scores.get(name);
  }

  names(): string[] {
    return [...this.#scores.keys()];
  }

  set(name: string, score: number): void {
    if (this.#scores.get(name) === score) return;
    this.#scores.set(name, score);
    this.#push([score, name]);
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#scores.size) this.#rebuild();
  }

  delete(name: string): boolean {
    return this.#scores.delete(name);
  }

  /** The lowest member, left in place. */
  first(): [score: number, name: string] | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (!top || this.#scores.get(top[1]) === top[0]) return top;
      this.#pop();
    }
  }

  /** Takes out the lowest member if its score is at most `most`. */
  take(most: number): string | undefined {
    const top = this.first();
    if (!top || top[0] > most) return undefined;
    this.#pop();
    this.#scores.delete(top[1]);
    return top[1];
  }

  #rebuild(): void {
    this.#heap = [];
    for (const [name, score] of this.#scores) this.#push([score, name]);
  }

  #push(item: [number, string]): void {
    const heap = this.#heap;
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = item;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function before(a: readonly [number, string], b: readonly [number, string]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
