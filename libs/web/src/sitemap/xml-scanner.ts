import { decodeXML } from 'entities/decode';

export type XmlEvent = 'open' | 'close' | 'text' | 'end';

const SLASH = 0x2f;
const GREATER = 0x3e;

/** An attribute; the look-behind lets a name be tried from its first character only. */
const attributes = /(?<![^\s"'=])([^\s"'=<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Goes through XML that may be broken: tags and text in order, each once, so the cost is linear whatever the
 * input. Character references and the five entities of XML are decoded, a bare `&` stays; nothing else is
 * ever expanded. A DOCTYPE that declares entities ends the document, with `declaresEntities` set.
 */
export class XmlScanner {
  /** Local name of the tag: `loc` of `<image:loc>`. */
  name = '';
  /** What stands before the colon of it; empty: nothing. */
  prefix = '';
  selfClosing = false;
  declaresEntities = false;
  readonly #xml: string;
  #at = 0;
  #from = 0;
  #to = 0;
  #isCdata = false;

  constructor(xml: string) {
    this.#xml = xml;
  }

  next(): XmlEvent {
    const xml = this.#xml;
    while (this.#at < xml.length) {
      const open = xml.indexOf('<', this.#at);
      if (open !== this.#at)
        return this.#text(this.#at, open < 0 ? xml.length : open, open < 0 ? xml.length : open);
      if (xml.startsWith('<![CDATA[', open)) {
        const end = xml.indexOf(']]>', open + 9);
        if (end < 0) break;
        this.#text(open + 9, end, end + 3);
        this.#isCdata = true;
        return 'text';
      }
      if (xml.startsWith('<!--', open)) this.#at = after(xml, '-->', open + 4);
      else if (xml.startsWith('<?', open)) this.#at = after(xml, '?>', open + 2);
      else if (xml.startsWith('<!', open)) {
        if (!this.#declaration(open + 2)) break;
      } else return this.#tag(open);
    }
    this.#at = xml.length;
    return 'end';
  }

  /** The text just passed, decoded. */
  get text(): string {
    const text = this.#xml.slice(this.#from, this.#to);
    return this.#isCdata || !text.includes('&') ? text : decodeXML(text);
  }

  /** Whether the tag just opened may have an attribute of that name. */
  mentions(name: string): boolean {
    return this.#xml.slice(this.#from, this.#to).includes(name);
  }

  /** The value of an attribute of the tag just opened, by its name as written; null when it has none. */
  attribute(name: string): string | null {
    for (const [, key, double, single] of this.#xml.slice(this.#from, this.#to).matchAll(attributes)) {
      if (key === name) return decodeXML(double ?? single ?? '');
    }
    return null;
  }

  #text(from: number, to: number, next: number): XmlEvent {
    this.#from = from;
    this.#to = to;
    this.#at = next;
    this.#isCdata = false;
    return 'text';
  }

  #tag(open: number): XmlEvent {
    const xml = this.#xml;
    const closes = xml.charCodeAt(open + 1) === SLASH;
    const nameStart = open + (closes ? 2 : 1);
    let at = nameStart;
    while (at < xml.length && !endsName(xml.charCodeAt(at))) at++;
    const qualified = xml.slice(nameStart, at);
    const colon = qualified.indexOf(':');
    this.name = qualified.slice(colon + 1);
    this.prefix = colon < 0 ? '' : qualified.slice(0, colon);
    this.#from = at;
    for (; at < xml.length; at++) {
      const unit = xml.charCodeAt(at);
      if (unit === GREATER) break;
      if (unit !== 0x22 && unit !== 0x27) continue;
      at = xml.indexOf(unit === 0x22 ? '"' : "'", at + 1);
      if (at < 0) {
        this.#at = xml.length;
        return 'end';
      }
    }
    this.#to = at;
    this.selfClosing = xml.charCodeAt(at - 1) === SLASH;
    this.#at = at + 1;
    return closes ? 'close' : 'open';
  }

  /** Goes past a DOCTYPE or the like. False when the document ends there, or has to. */
  #declaration(from: number): boolean {
    const xml = this.#xml;
    const end = xml.indexOf('>', from);
    if (end < 0) return false;
    const head = xml.slice(from, end);
    const subset = head.indexOf('[');
    let text = head;
    this.#at = end + 1;
    if (subset >= 0) {
      const close = xml.indexOf(']', from + subset);
      text = xml.slice(from, close < 0 ? undefined : close);
      this.#at = close < 0 ? xml.length : after(xml, '>', close);
    }
    this.declaresEntities = /(?:^|<!)ENTITY/i.test(text);
    return !this.declaresEntities;
  }
}

/** White space, `/` and `>`. */
function endsName(unit: number): boolean {
  return unit <= 0x20 || unit === SLASH || unit === GREATER;
}

/** The place after the next `text`, or the end. */
function after(xml: string, text: string, from: number): number {
  const at = xml.indexOf(text, from);
  return at < 0 ? xml.length : at + text.length;
}
