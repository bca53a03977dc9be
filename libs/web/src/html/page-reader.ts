import { decodeHTML } from 'entities/decode';
import { charsetOfLabel } from '../encoding/index.ts';
import { declaredCharset, labelOfContent } from './charset/prescan.ts';
import { refreshTarget } from './directives/refresh.ts';
import { type RobotsDirectives, readDirectives, readRobotsTag } from './directives/robots-directives.ts';
import { References, type Room } from './links/references.ts';
import { ForeignContent } from './scan/foreign-content.ts';
import { ShadowHosts } from './scan/shadow-hosts.ts';
import { isTextAt } from './scan/skip-text.ts';
import { END_OF_FILE, END_TAG, TagScanner } from './scan/tag-scanner.ts';
import { XmlNames } from './scan/xml-names.ts';

const MAX_TITLE = 1000;
/** Bytes of a title that are looked at. */
const TITLE_BYTES = 40 * MAX_TITLE;
/** Documents within documents that are read; what is escaped once more grows each time. */
const MOST_LEVELS = 3;
/** Tags between two looks at the clock. */
const CLOCK_TAGS = 1024;

const rawText = ['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes'];
const hasRawText = new Set(rawText);
/** HTML elements that mean something here. */
const wanted = 'a area base frame html link meta template svg math plaintext'.split(' ').concat(rawText);
/** The same by first letter and length, as nearly all other elements differ in one of them. */
const byLetter = Array.from({ length: 26 }, (_, letter) =>
  Array.from({ length: 16 }, (__, length) =>
    wanted.filter((name) => name.length === length && name.charCodeAt(0) === 0x61 + letter),
  ),
);
/** For each first letter, a bit for each length that a wanted name has. */
const lengths = byLetter.map((names) =>
  names.reduce((bits, { length }, at) => (length > 0 ? bits | (1 << at) : bits), 0),
);

/** The name of the tag if it is a wanted one. */
function wantedName({ bytes, nameStart, nameEnd }: TagScanner): string | undefined {
  const letter = (bytes[nameStart]! | 0x20) - 0x61;
  const length = nameEnd - nameStart;
  if (length > 15 || ((lengths[letter]! >> length) & 1) === 0) return undefined;
  const candidates = byLetter[letter]![length]!;
  for (let i = 0; i < candidates.length; i++) {
    if (isTextAt(bytes, nameStart, candidates[i]!)) return candidates[i]!;
  }
  return undefined;
}

/** Collects from one document what `parseHtml` answers; references are resolved later, as a base may follow. */
export class PageReader {
  readonly references: References;
  readonly robots: RobotsDirectives = { noindex: false, nofollow: false };
  title: string | null = null;
  canonical: string | null = null;
  base: string | null = null;
  /** The first charset that a meta tag names, wherever it stands. */
  charset: string | null = null;
  readonly #product: string | null;
  #lang: string | null = null;
  #contentLanguage: string | null = null;

  /** The documents within it: of each `iframe srcdoc`. */
  readonly frames: PageReader[] = [];
  readonly #level: number;
  readonly #room: Room;

  /** `level`: how deep in documents within documents. `room`: for its references and those of documents within it. */
  constructor(product: string | null, level = 0, room: Room = { left: Number.POSITIVE_INFINITY, more: 0 }) {
    this.#product = product?.toLowerCase() ?? null;
    this.#level = level;
    this.#room = room;
    this.references = new References(room);
  }

  get language(): string | null {
    return this.#lang ?? this.#contentLanguage;
  }

  /** Reads the whole document, of UTF-8. `xml`: by the rules of XML, in which an empty element ends where it says. False: `isLate` said to stop. */
  read(html: Buffer, isLate: () => boolean, xml = false): boolean {
    const tags = new TagScanner(html, xml);
    const names = xml ? new XmlNames(html, wanted) : null;
    const foreign = new ForeignContent();
    /** For each open template, how deep in foreign content it stands, and whether what is in it is no part of the page. */
    const templates: { depth: number; inert: boolean }[] = [];
    let inert = 0;
    const shadow = new ShadowHosts(html);

    for (let count = 1; ; count++) {
      shadow.passed(tags);
      const kind = tags.next(xml || (foreign.depth > 0 && foreign.cdata));
      if (kind === END_OF_FILE) return true;
      if (count % CLOCK_TAGS === 0 && isLate()) return false;

      if (kind === END_TAG) {
        if (foreign.depth > 0 || templates.length > 0) {
          const { name } = tags;
          if (name === 'template' && templates.length > 0) {
            const closed = templates.pop()!;
            foreign.cut(closed.depth);
            if (closed.inert) inert--;
            shadow.closed(!closed.inert);
          } else foreign.end(name);
        }
        tags.skip();
        continue;
      }

      const name = names ? names.of(tags) : wantedName(tags);
      if (foreign.depth === 0 && name === undefined) {
        tags.skip();
        continue;
      }
      if (!tags.read()) return true;
      const language =
        foreign.depth > 0 || name === 'svg' || name === 'math'
          ? foreign.start(tags.name, tags.selfClosing)
          : 'html';
      if (language === 'svg' && name === 'a' && inert === 0)
        this.#link(tags, tags.find('href') < 0 ? 'xlink:href' : 'href');
      if (language !== 'html' || name === undefined) continue;

      if (name === 'plaintext' && !xml) return true;
      const isEmpty = xml && tags.selfClosing;
      if (name === 'template') {
        if (isEmpty) continue;
        const isRoot = !xml && inert === 0 && shadow.isRoot(tags);
        templates.push({ depth: foreign.depth, inert: !isRoot });
        if (!isRoot) inert++;
      } else if (inert === 0) this.#element(name, tags, isLate);
      if (xml ? name !== 'title' || isEmpty : !hasRawText.has(name)) continue;
      const { from, to } = tags.rawText(xml ? tags.name : name);
      if (name === 'title' && inert === 0 && this.title === null)
        this.#title(textOf(html.toString('utf8', from, Math.min(to, from + TITLE_BYTES)), xml));
    }
  }

  #element(name: string, tags: TagScanner, isLate: () => boolean): void {
    switch (name) {
      case 'a':
      case 'area':
        this.#link(tags, 'href');
        break;
      case 'frame':
        this.#link(tags, 'src');
        break;
      case 'iframe':
        if (!this.#frame(tags, isLate)) this.#link(tags, 'src');
        break;
      case 'base':
        this.base ??= tags.attribute('href');
        break;
      case 'html':
        this.#lang ??= languageTag(tags.attribute('lang')) ?? languageTag(tags.attribute('xml:lang'));
        break;
      case 'link':
        if (this.canonical === null && hasToken(tags.attribute('rel'), 'canonical')) {
          this.canonical = tags.attribute('href')?.trim() || null;
        }
        break;
      case 'meta':
        this.#meta(tags);
        break;
    }
  }

  /** Reads the document that an iframe holds itself, in place of the one its `src` names (HTML §4.8.5). */
  #frame(tags: TagScanner, isLate: () => boolean): boolean {
    const srcdoc = tags.attribute('srcdoc');
    if (srcdoc === null) return false;
    if (this.#level === MOST_LEVELS) return true;
    const frame = new PageReader(this.#product, this.#level + 1, this.#room);
    frame.read(Buffer.from(srcdoc), isLate);
    this.frames.push(frame);
    return true;
  }

  #link(tags: TagScanner, name: string): void {
    const found = tags.find(name);
    if (found >= 0) this.references.add(tags, found, hasToken(tags.attribute('rel'), 'nofollow'));
  }

  #meta(tags: TagScanner): void {
    const content = tags.attribute('content');
    this.charset ??= charsetOf(tags.attribute('charset'));
    if (content === null) return;
    const name = tags.attribute('name')?.trim().toLowerCase();
    if (name !== undefined && this.#isNamed(name)) this.#obey(readDirectives(content));
    const directive = tags.attribute('http-equiv')?.trim().toLowerCase();
    if (directive === 'refresh') {
      const target = refreshTarget(content);
      if (target !== null) this.references.addText(target);
    } else if (directive === 'content-type') this.charset ??= charsetOf(labelOfContent(content));
    else if (directive === 'content-language') this.#contentLanguage ??= languageTag(content);
    else if (directive === 'x-robots-tag') this.#obey(readRobotsTag(content, this.#product ?? ''));
  }

  /** A meta for robots, or for this one; `googlebot, robots` is for both. */
  #isNamed(name: string): boolean {
    if (name === 'robots' || name === this.#product) return true;
    return name.includes(',') && name.split(',').some((one) => this.#isNamed(one.trim()));
  }

  #obey({ noindex, nofollow }: RobotsDirectives): void {
    this.robots.noindex ||= noindex;
    this.robots.nofollow ||= nofollow;
  }

  #title(text: string): void {
    this.title = text.replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE).toWellFormed() || null;
  }
}

/** Text with its character references resolved; of XML, what stands in CDATA sections as it is. */
function textOf(text: string, xml: boolean): string {
  const whole = text.replaceAll('\0', '\uFFFD');
  if (!xml || !whole.includes('<![CDATA[')) return decodeHTML(whole);
  const parts = whole.split(/<!\[CDATA\[(.*?)\]\]>/s);
  return parts.map((part, at) => (at % 2 === 0 ? decodeHTML(part) : part)).join('');
}

function charsetOf(label: string | null): string | null {
  const name = label === null ? null : charsetOfLabel(label);
  return name === null ? null : declaredCharset(name);
}

/** Whether an attribute's value, a list of words, has this one. */
function hasToken(value: string | null, token: string): boolean {
  return value !== null && value.length >= token.length && value.toLowerCase().split(/\s+/).includes(token);
}

function languageTag(value: string | null): string | null {
  return value?.trim().slice(0, 64).toWellFormed() || null;
}
