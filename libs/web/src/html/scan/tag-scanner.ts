import { decodeHTMLAttribute } from 'entities/decode';
import { endOfComment, endOfRawText, endOfScript, isAt, isTextAt } from './skip-text.ts';

/** Tab, LF, FF, CR, space. */
function isSpace(byte: number): boolean {
  return (
    byte === 0x20 || (byte <= 0x0d && (byte === 0x0a || byte === 0x09 || byte === 0x0d || byte === 0x0c))
  );
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Whether a byte before a `=` can only be the last one of an attribute's name. */
function endsPlainName(byte: number): boolean {
  return isLetter(byte) || (byte >= 0x30 && byte <= 0x39);
}

const LESS = 0x3c;
const GREATER = 0x3e;
const EQUALS = 0x3d;
const SLASH = 0x2f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

export const END_OF_FILE = 0;
export const START_TAG = 1;
export const END_TAG = 2;

/** Text is gone through byte by byte so far; then a search costs less, though it is a call. */
const NEAR = 48;

/**
 * Goes through the tags of a document as the HTML Standard's tokenizer does (§13.2.5), and through nothing
 * else: text is skipped, and attributes are read only when asked for. It never goes back, so the cost is linear
 * in the length whatever the input. After `next`, call `skip` or `read` once.
 *
 * It works on bytes, which a compiler knows everything of; a string may be one of a dozen kinds, and looking at its
 * characters one by one cost three times as much in a process that had met five of them (`npm run bench -- visit`).
 */
export class TagScanner {
  readonly bytes: Buffer;
  selfClosing = false;
  /** Where the name of the tag begins and ends. */
  nameStart = 0;
  nameEnd = 0;
  #at = 0;
  /** Four places for each attribute read, name from and to, value from and to; how many of them count. */
  readonly #places: number[] = [];
  #placed = 0;

  readonly #xml: boolean;

  /** `xml`: comments and processing instructions end as those of XML do. */
  constructor(bytes: Buffer, xml = false) {
    this.bytes = bytes;
    this.#xml = xml;
  }

  /** The place behind what was gone through. */
  get at(): number {
    return this.#at;
  }

  /** The name of the tag, lower case. */
  get name(): string {
    return this.bytes.toString('latin1', this.nameStart, this.nameEnd).toLowerCase();
  }

  /** Goes to the next tag. `cdata`: CDATA sections are such, as they are within SVG and MathML only. */
  next(cdata: boolean): typeof END_OF_FILE | typeof START_TAG | typeof END_TAG {
    const { bytes } = this;
    const last = bytes.length - 1; // a `<` there begins nothing
    let at = this.#at;
    for (;;) {
      const near = Math.min(at + NEAR, last);
      while (at < near && bytes[at] !== LESS) at++;
      if (at === near) at = bytes.indexOf(LESS, at);
      if (at < 0 || at >= last) return this.#end();
      const byte = bytes[at + 1]!;
      if (isLetter(byte)) {
        this.#readName(at + 1);
        return START_TAG;
      }
      if (byte === SLASH) {
        if (at + 2 > last) return this.#end();
        const first = bytes[at + 2]!;
        if (isLetter(first)) {
          this.#readName(at + 2);
          return END_TAG;
        }
        at = first === GREATER ? at + 3 : after(bytes, at + 2);
      } else if (byte === 0x21) {
        if (isAt(bytes, at + 2, '--')) at = this.#endOfComment(at + 4);
        else if (cdata && isAt(bytes, at + 2, '[CDATA[')) at = endOfCdata(bytes, at + 9);
        else at = after(bytes, at + 2);
      } else if (byte === 0x3f) {
        at = this.#xml ? endOf(bytes, '?>', at + 2) : after(bytes, at + 2);
      } else {
        at++;
      }
      if (at < 0) return this.#end();
    }
  }

  #endOfComment(from: number): number {
    return this.#xml ? endOf(this.bytes, '-->', from) : endOfComment(this.bytes, from);
  }

  #end(): typeof END_OF_FILE {
    this.#at = this.bytes.length;
    return END_OF_FILE;
  }

  #readName(from: number): void {
    const { bytes } = this;
    const end = bytes.length;
    let at = from;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte <= GREATER && (byte === GREATER || byte === SLASH || isSpace(byte))) break;
    }
    this.nameStart = from;
    this.nameEnd = at;
    this.#at = at;
    this.selfClosing = false;
  }

  /** Goes to the end of the tag. False: the document ends within it, so it is none. */
  skip(): boolean {
    const end = this.#endOfPlainTag();
    if (end === 0) return this.#walk(null);
    if (this.#xml) this.selfClosing = this.bytes[end - 2] === SLASH;
    this.#at = end;
    return true;
  }

  /**
   * The place after a tag whose attributes are all written `name` or `name="value"`; 0 when they may be others.
   * Only `=` and `>` need to be looked for in such a tag: a quote can begin a value behind a `=`, and nowhere else.
   */
  #endOfPlainTag(): number {
    const { bytes } = this;
    const end = bytes.length;
    for (let at = this.#at; at < end; at++) {
      const byte = bytes[at]!;
      if (byte > GREATER || byte < EQUALS) continue;
      if (byte === GREATER) return at + 1;
      const quote = at + 1 < end ? bytes[at + 1]! : 0;
      if ((quote !== QUOTE && quote !== APOSTROPHE) || !endsPlainName(bytes[at - 1]!)) return 0;
      at += 2;
      while (at < end && bytes[at] !== quote) at++;
    }
    return 0;
  }

  /** Goes to the end of the tag and notes its attributes, for `find`. False as for `skip`. */
  read(): boolean {
    this.#placed = 0;
    return this.#walk(this.#places);
  }

  #walk(places: number[] | null): boolean {
    const { bytes } = this;
    const end = bytes.length;
    let at = this.#at;
    let placed = 0;
    let valuesEnd = 0; // a `/` before it belongs to an unquoted value
    while (at < end) {
      const byte = bytes[at]!;
      if (byte === GREATER) {
        this.#at = at + 1;
        this.selfClosing = at - 1 >= valuesEnd && bytes[at - 1] === SLASH;
        this.#placed = placed;
        return true;
      }
      if (byte === SLASH || isSpace(byte)) {
        at++;
        continue;
      }
      const nameStart = at++; // a leading `=` is part of the name
      for (; at < end; at++) {
        const b = bytes[at]!;
        if (b <= GREATER && (b === EQUALS || b === GREATER || b === SLASH || isSpace(b))) break;
      }
      const nameEnd = at;
      while (at < end && isSpace(bytes[at]!)) at++;
      let valueStart = 0;
      let valueEnd = 0;
      if (at < end && bytes[at] === EQUALS) {
        at++;
        while (at < end && isSpace(bytes[at]!)) at++;
        if (at === end) break;
        const quote = bytes[at]!;
        if (quote === QUOTE || quote === APOSTROPHE) {
          valueStart = ++at;
          while (at < end && bytes[at] !== quote) at++;
          if (at === end) break;
          valueEnd = at++;
        } else {
          valueStart = at;
          for (; at < end; at++) {
            const b = bytes[at]!;
            if (b <= GREATER && (b === GREATER || isSpace(b))) break;
          }
          valueEnd = at;
        }
        valuesEnd = at;
      }
      if (places === null) continue;
      places[placed] = nameStart;
      places[placed + 1] = nameEnd;
      places[placed + 2] = valueStart;
      places[placed + 3] = valueEnd;
      placed += 4;
    }
    this.#at = end;
    return false;
  }

  /** Where an attribute of the tag just read is kept, for `from`, `to` and `value`; -1: it has none of that name. */
  find(name: string): number {
    const places = this.#places;
    for (let i = 0; i < this.#placed; i += 4) {
      const from = places[i]!;
      if (places[i + 1]! - from === name.length && isTextAt(this.bytes, from, name)) return i;
    }
    return -1;
  }

  /** Where the value of an attribute begins, as written. */
  from(attribute: number): number {
    return this.#places[attribute + 2]!;
  }

  to(attribute: number): number {
    return this.#places[attribute + 3]!;
  }

  /** The value of an attribute of the tag just read, decoded; null when it has none of that name. */
  attribute(name: string): string | null {
    const found = this.find(name);
    return found < 0 ? null : this.value(found);
  }

  /** The value of a found attribute, decoded. */
  value(attribute: number): string {
    let value = this.bytes.toString('utf8', this.from(attribute), this.to(attribute));
    if (value.includes('\0')) value = value.replaceAll('\0', '\uFFFD');
    return value.includes('&') ? decodeHTMLAttribute(value) : value;
  }

  /** Goes to the end of the text of an element whose text has no tags, and says where both are. */
  rawText(name: string): { from: number; to: number } {
    const from = this.#at;
    const to = name === 'script' ? endOfScript(this.bytes, from) : endOfRawText(this.bytes, name, from);
    this.#at = to;
    return { from, to };
  }
}

/** The place after the next `>`, or -1. */
function after(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(GREATER, from);
  return at < 0 ? -1 : at + 1;
}

/** The place after the next such text, or -1. */
function endOf(bytes: Buffer, text: string, from: number): number {
  const at = bytes.indexOf(text, from);
  return at < 0 ? -1 : at + text.length;
}

/** The place after the next `]]>`, or -1. */
function endOfCdata(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(GREATER, from); at >= 0; at = bytes.indexOf(GREATER, at + 1)) {
    if (at - 2 >= from && isAt(bytes, at - 2, ']]')) return at + 1;
  }
  return -1;
}
