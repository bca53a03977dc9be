import { charsetOfLabel, DEFAULT_CHARSET } from '../../encoding/index.ts';

/** Bytes of a document that are searched for a charset. */
const PRESCAN_BYTES = 1024;

/**
 * The charset that a document declares in its first 1,024 bytes (HTML §13.2.3.2, "prescan a byte stream"),
 * or null. A declared UTF-16 is UTF-8, since it could not have been read otherwise.
 */
export function prescan(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, PRESCAN_BYTES)).toString(
    'latin1',
  );
  const cursor = new Cursor(text);
  for (; cursor.at < text.length; cursor.at++) {
    const open = text.indexOf('<', cursor.at);
    if (open < 0) return null;
    cursor.at = open;
    const rest = text.slice(cursor.at + 1, cursor.at + 6);
    if (rest.startsWith('!--')) {
      const end = text.indexOf('-->', cursor.at + 2);
      if (end < 0) return null;
      cursor.at = end + 2;
    } else if (/^meta[\t\n\f\r /]/i.test(rest)) {
      cursor.at += 5;
      const charset = declared(cursor);
      if (charset !== null) return charset;
    } else if (/^\/?[a-z]/i.test(rest)) {
      cursor.while(AFTER_VALUE, 0);
      while (cursor.attribute() !== null);
    } else if (/^[!/?]/.test(rest)) {
      const end = text.indexOf('>', cursor.at);
      if (end < 0) return null;
      cursor.at = end;
    }
  }
  return null;
}

/** The charset that one meta tag declares, by `charset` or by `http-equiv` with `content`. */
function declared(cursor: Cursor): string | null {
  const seen = new Set<string>();
  let gotPragma = false;
  let needsPragma: boolean | null = null;
  let charset: string | null = null;
  for (let found = cursor.attribute(); found; found = cursor.attribute()) {
    const { name, value } = found;
    if (seen.has(name)) continue;
    seen.add(name);
    if (name === 'http-equiv') gotPragma ||= value === 'content-type';
    else if (name === 'content' && charset === null) {
      const label = labelOfContent(value);
      const known = label === null ? null : charsetOfLabel(label);
      if (known === null) continue;
      charset = known;
      needsPragma = true;
    } else if (name === 'charset') {
      charset = charsetOfLabel(value);
      needsPragma = false;
    }
  }
  if (needsPragma === null || (needsPragma && !gotPragma) || charset === null) return null;
  return declaredCharset(charset);
}

/** What a `<meta>` that names this encoding means: UTF-16 could not have been read so far, and x-user-defined is a mistake. */
export function declaredCharset(name: string): string {
  if (name.startsWith('utf-16')) return 'utf-8';
  return name === 'x-user-defined' ? DEFAULT_CHARSET : name;
}

/** The charset named in the `content` of a meta tag (HTML §2.4.4, "extracting a character encoding"). */
export function labelOfContent(content: string): string | null {
  const found =
    /charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^"'\t\n\f\r ;][^\t\n\f\r ;]*))/i.exec(content);
  return found ? (found[1] ?? found[2] ?? found[3] ?? null) : null;
}

/** By byte: white space, and what else ends a part of a tag. */
const SPACE = bytesOf('\t\n\f\r ');
const BEFORE_NAME = bytesOf('\t\n\f\r /');
const AFTER_NAME = bytesOf('\t\n\f\r />=');
const AFTER_VALUE = bytesOf('\t\n\f\r >');

function bytesOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
  return table;
}

/** Reads attributes as the prescan does ("get an attribute"), which is simpler than the tokenizer does. */
class Cursor {
  at = 0;
  /** One byte each. */
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  attribute(): { name: string; value: string } | null {
    this.while(BEFORE_NAME, 1);
    if (this.at >= this.#text.length || this.#text[this.at] === '>') return null;
    const nameStart = this.at++;
    this.while(AFTER_NAME, 0);
    const name = this.#text.slice(nameStart, this.at).toLowerCase();
    this.while(SPACE, 1);
    if (this.#text[this.at] !== '=') return { name, value: '' };
    this.at++;
    this.while(SPACE, 1);
    const quote = this.#text[this.at];
    if (quote === '"' || quote === "'") {
      const end = this.#text.indexOf(quote, this.at + 1);
      const value = this.#text.slice(this.at + 1, end < 0 ? undefined : end);
      this.at = end < 0 ? this.#text.length : end + 1;
      return end < 0 ? null : { name, value: value.toLowerCase() };
    }
    const valueStart = this.at;
    this.while(AFTER_VALUE, 0);
    return { name, value: this.#text.slice(valueStart, this.at).toLowerCase() };
  }

  /** Goes on while the bytes are in the table (`are` 1) or not in it (0). */
  while(table: Uint8Array, are: 0 | 1): void {
    while (this.at < this.#text.length && table[this.#text.charCodeAt(this.at)] === are) this.at++;
  }
}
