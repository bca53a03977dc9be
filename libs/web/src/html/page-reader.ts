import { decodeHTML } from 'entities/decode';
import { ForeignContent } from './foreign-content.ts';
import { refreshTarget } from './refresh.ts';
import { type RobotsDirectives, readDirectives } from './robots-directives.ts';
import { END_OF_FILE, END_TAG, nameCode, TagScanner } from './tag-scanner.ts';

/** A reference to another document, as written but for character references. */
export type Reference = { target: string; nofollow: boolean };

const MAX_TITLE = 1000;
/** Tags between two looks at the clock. */
const CLOCK_TAGS = 1024;

const rawText = ['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes'];
const hasRawText = new Set(rawText);
/** HTML elements that mean something here, by code. */
const wanted = new Map(
  [
    'a',
    'area',
    'base',
    'frame',
    'html',
    'link',
    'meta',
    'template',
    'svg',
    'math',
    'plaintext',
    ...rawText,
  ].map((name) => [nameCode(name), name]),
);

/** Collects from one document what `parseHtml` answers; references are resolved later, as a base may follow. */
export class PageReader {
  readonly references: Reference[] = [];
  readonly robots: RobotsDirectives = { noindex: false, nofollow: false };
  title: string | null = null;
  canonical: string | null = null;
  base: string | null = null;
  readonly #product: string | null;
  #lang: string | null = null;
  #contentLanguage: string | null = null;

  constructor(product: string | null) {
    this.#product = product?.toLowerCase() ?? null;
  }

  get language(): string | null {
    return this.#lang ?? this.#contentLanguage;
  }

  /** Reads the whole document. False: `isLate` said to stop. */
  read(html: string, isLate: () => boolean): boolean {
    const tags = new TagScanner(html);
    const foreign = new ForeignContent();
    /** For each open template, how deep in foreign content it stands. What is in one is no part of the page. */
    const templates: number[] = [];

    for (let count = 1; ; count++) {
      const kind = tags.next(foreign.depth > 0 && foreign.cdata);
      if (kind === END_OF_FILE) return true;
      if (count % CLOCK_TAGS === 0 && isLate()) return false;

      if (kind === END_TAG) {
        if (foreign.depth > 0 || templates.length > 0) {
          const { name } = tags;
          if (name === 'template' && templates.length > 0) foreign.cut(templates.pop()!);
          else foreign.end(name);
        }
        tags.skip();
        continue;
      }

      const name = wanted.get(tags.code);
      if (foreign.depth === 0 && name === undefined) {
        tags.skip();
        continue;
      }
      if (!tags.read()) return true;
      const language =
        foreign.depth > 0 || name === 'svg' || name === 'math'
          ? foreign.start(tags.name, tags.selfClosing)
          : 'html';
      if (language === 'svg' && name === 'a' && templates.length === 0)
        this.#link(tags, 'href', 'xlink:href');
      if (language !== 'html' || name === undefined) continue;

      if (name === 'plaintext') return true;
      if (name === 'template') templates.push(foreign.depth);
      else if (templates.length === 0) this.#element(name, tags);
      if (hasRawText.has(name)) this.#text(name, tags.rawText(name), templates.length > 0);
    }
  }

  #element(name: string, tags: TagScanner): void {
    switch (name) {
      case 'a':
      case 'area':
        this.#link(tags, 'href');
        break;
      case 'frame':
      case 'iframe':
        this.#link(tags, 'src');
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

  #link(tags: TagScanner, ...names: string[]): void {
    for (const name of names) {
      const target = tags.attribute(name);
      if (target === null) continue;
      this.references.push({ target, nofollow: hasToken(tags.attribute('rel'), 'nofollow') });
      return;
    }
  }

  #meta(tags: TagScanner): void {
    const content = tags.attribute('content');
    if (content === null) return;
    const name = tags.attribute('name')?.trim().toLowerCase();
    if (name !== undefined && (name === 'robots' || name === this.#product)) {
      const { noindex, nofollow } = readDirectives(content);
      this.robots.noindex ||= noindex;
      this.robots.nofollow ||= nofollow;
    }
    const directive = tags.attribute('http-equiv')?.trim().toLowerCase();
    if (directive === 'refresh') {
      const target = refreshTarget(content);
      if (target !== null) this.references.push({ target, nofollow: false });
    } else if (directive === 'content-language') this.#contentLanguage ??= languageTag(content);
  }

  #text(name: string, text: string, inert: boolean): void {
    if (name !== 'title' || inert || this.title !== null) return;
    const decoded = decodeHTML(text.slice(0, 10 * MAX_TITLE).replaceAll('\0', '\uFFFD'));
    this.title = decoded.replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE).toWellFormed() || null;
  }
}

/** Whether an attribute's value, a list of words, has this one. */
function hasToken(value: string | null, token: string): boolean {
  return value !== null && value.length >= token.length && value.toLowerCase().split(/\s+/).includes(token);
}

function languageTag(value: string | null): string | null {
  return value?.trim().slice(0, 64).toWellFormed() || null;
}
