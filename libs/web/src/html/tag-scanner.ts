import { decodeHTMLAttribute } from 'entities/decode';
import { endOfComment, endOfRawText, endOfScript } from './skip-text.ts';

/**
 * A tag name of up to 10 characters as one number, 5 bits each, whatever its case; longer ones are -1.
 * Letters are 1 to 26 and everything else 31, so no other name equals one made of letters only.
 */
export function nameCode(name: string): number {
  let code = 0;
  for (let i = 0; i < name.length; i++) code = code * 32 + letterCode(name.charCodeAt(i));
  return name.length > 10 ? -1 : code;
}

function letterCode(unit: number): number {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x60 : 31;
}

function isLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Tab, LF, FF, CR, space. */
function isSpace(unit: number): boolean {
  return (
    unit === 0x20 || (unit <= 0x0d && (unit === 0x0a || unit === 0x09 || unit === 0x0d || unit === 0x0c))
  );
}

const GREATER = 0x3e;
const EQUALS = 0x3d;
const SLASH = 0x2f;

export const END_OF_FILE = 0;
export const START_TAG = 1;
export const END_TAG = 2;

/**
 * Goes through the tags of a document as the HTML Standard's tokenizer does (§13.2.5), and through nothing
 * else: text is skipped with a search for `<`, and attributes are read only when asked for. It never goes
 * back, so the cost is linear in the length whatever the input. After `next`, call `skip` or `read` once.
 */
export class TagScanner {
  readonly html: string;
  /** Code of the tag's name; see `nameCode`. */
  code = 0;
  selfClosing = false;
  #at = 0;
  #nameStart = 0;
  #nameEnd = 0;
  /** Four places for each attribute read: name from and to, value from and to. */
  readonly #places: number[] = [];

  constructor(html: string) {
    this.html = html;
  }

  /** The name of the tag, lower case. */
  get name(): string {
    return this.html.slice(this.#nameStart, this.#nameEnd).toLowerCase();
  }

  /** Goes to the next tag. `cdata`: CDATA sections are such, as they are within SVG and MathML only. */
  next(cdata: boolean): typeof END_OF_FILE | typeof START_TAG | typeof END_TAG {
    const { html } = this;
    let at = this.#at;
    for (;;) {
      const open = html.indexOf('<', at);
      if (open < 0) return this.#end();
      const unit = html.charCodeAt(open + 1);
      if (isLetter(unit)) {
        this.#readName(open + 1);
        return START_TAG;
      }
      if (unit === SLASH) {
        const first = html.charCodeAt(open + 2);
        if (isLetter(first)) {
          this.#readName(open + 2);
          return END_TAG;
        }
        if (first === GREATER) {
          at = open + 3;
          continue;
        }
        at = after(html, '>', open + 2);
      } else if (unit === 0x21) {
        if (html.startsWith('--', open + 2)) at = endOfComment(html, open + 4);
        else if (cdata && html.startsWith('[CDATA[', open + 2)) at = after(html, ']]>', open + 9);
        else at = after(html, '>', open + 2);
      } else if (unit === 0x3f) {
        at = after(html, '>', open + 2);
      } else {
        at = open + 1;
      }
      if (at < 0) return this.#end();
    }
  }

  #end(): typeof END_OF_FILE {
    this.#at = this.html.length;
    return END_OF_FILE;
  }

  #readName(from: number): void {
    const { html } = this;
    let code = 0;
    let at = from;
    for (; at < html.length; at++) {
      const unit = html.charCodeAt(at);
      if (unit <= GREATER && (unit === GREATER || unit === SLASH || isSpace(unit))) break;
      code = at - from < 10 ? code * 32 + letterCode(unit) : -1;
    }
    this.code = code;
    this.#nameStart = from;
    this.#nameEnd = at;
    this.#at = at;
    this.selfClosing = false;
  }

  /** Goes to the end of the tag. False: the document ends within it, so it is none. */
  skip(): boolean {
    if (this.html.charCodeAt(this.#at) === GREATER) {
      this.#at++;
      return true;
    }
    return this.#walk(null);
  }

  /** Goes to the end of the tag and notes its attributes, for `attribute`. False as for `skip`. */
  read(): boolean {
    this.#places.length = 0;
    return this.#walk(this.#places);
  }

  #walk(places: number[] | null): boolean {
    const { html } = this;
    const end = html.length;
    let at = this.#at;
    let valuesEnd = 0; // a `/` before it belongs to an unquoted value
    while (at < end) {
      const unit = html.charCodeAt(at);
      if (unit === GREATER) {
        this.#at = at + 1;
        this.selfClosing = at - 1 >= valuesEnd && html.charCodeAt(at - 1) === SLASH;
        return true;
      }
      if (unit === SLASH || isSpace(unit)) {
        at++;
        continue;
      }
      const nameStart = at++; // a leading `=` is part of the name
      for (; at < end; at++) {
        const u = html.charCodeAt(at);
        if (u <= GREATER && (u === EQUALS || u === GREATER || u === SLASH || isSpace(u))) break;
      }
      const nameEnd = at;
      while (isSpace(html.charCodeAt(at))) at++;
      let valueStart = 0;
      let valueEnd = 0;
      if (html.charCodeAt(at) === EQUALS) {
        at++;
        while (isSpace(html.charCodeAt(at))) at++;
        const quote = html.charCodeAt(at);
        if (quote === 0x22 || quote === 0x27) {
          valueStart = at + 1;
          valueEnd = html.indexOf(quote === 0x22 ? '"' : "'", valueStart);
          if (valueEnd < 0) break;
          at = valueEnd + 1;
        } else {
          valueStart = at;
          for (; at < end; at++) {
            const u = html.charCodeAt(at);
            if (u <= GREATER && (u === GREATER || isSpace(u))) break;
          }
          valueEnd = at;
        }
        valuesEnd = at;
      }
      places?.push(nameStart, nameEnd, valueStart, valueEnd);
    }
    this.#at = end;
    return false;
  }

  /** The value of an attribute of the tag just read, decoded; null when it has none of that name. */
  attribute(name: string): string | null {
    const { html } = this;
    const places = this.#places;
    for (let i = 0; i < places.length; i += 4) {
      const from = places[i]!;
      const to = places[i + 1]!;
      if (to - from !== name.length) continue;
      if (html.slice(from, to).toLowerCase() !== name) continue;
      let value = html.slice(places[i + 2], places[i + 3]);
      if (value.includes('\0')) value = value.replaceAll('\0', '\uFFFD');
      return value.includes('&') ? decodeHTMLAttribute(value) : value;
    }
    return null;
  }

  /** Goes to the end of the text of an element whose text has no tags; its end tag comes next. */
  rawText(name: string): string {
    const from = this.#at;
    const end = name === 'script' ? endOfScript(this.html, from) : endOfRawText(this.html, name, from);
    this.#at = end;
    return this.html.slice(from, end);
  }
}

/** The place after the next `text`, or -1. */
function after(html: string, text: string, from: number): number {
  const at = html.indexOf(text, from);
  return at < 0 ? -1 : at + text.length;
}
