/**
 * A text that counts how many of its characters are looked at, for tests that work grows no faster than the
 * input: that can be counted, and time cannot be trusted. It has the methods the scanners use, no others.
 */
export class CountedText {
  work = 0;
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** The text as a string for the code under test, and its counter. */
  static of(text: string): { text: string; counter: CountedText } {
    const counter = new CountedText(text);
    return { text: counter as unknown as string, counter };
  }

  get length(): number {
    return this.#text.length;
  }

  charCodeAt(at: number): number {
    this.work++;
    return this.#text.charCodeAt(at);
  }

  indexOf(part: string, from = 0): number {
    const at = this.#text.indexOf(part, from);
    this.work += Math.max(0, (at < 0 ? this.#text.length : at) - from) + part.length;
    return at;
  }

  includes(part: string, from = 0): boolean {
    return this.indexOf(part, from) >= 0;
  }

  startsWith(part: string, at = 0): boolean {
    this.work += part.length;
    return this.#text.startsWith(part, at);
  }

  endsWith(part: string): boolean {
    this.work += part.length;
    return this.#text.endsWith(part);
  }

  slice(from: number, to: number = this.#text.length): string {
    const part = this.#text.slice(from, to);
    this.work += part.length;
    return part;
  }

  toString(): string {
    throw new TypeError('a counted text cannot be a string: its characters would be looked at uncounted');
  }
}
