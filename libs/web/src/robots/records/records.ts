import { escaped } from '../normal-path.ts';
import { asUtf8 } from './as-utf8.ts';
import { readRecord } from './misspelt.ts';

/** One line of a robots.txt that says something: key in lower case, value trimmed, number from 1. */
export type RobotsRecord = { key: string; value: string; line: string; lineNumber: number };

/** What is read of a robots.txt, in bytes: 500 KiB, the least RFC 9309 §2.5 allows as a limit. */
export const ROBOTS_LIMIT = 500 * 1024;

/**
 * Reads the records of a robots.txt: UTF-8 with or without BOM, lines ended by LF, CR or CRLF, comments cut.
 * A line that the limit falls into is left out, since half a path is another path.
 */
export function* readRecords(body: string | Uint8Array): Generator<RobotsRecord> {
  let lineNumber = 0;
  for (const line of textOf(body).split(/\r\n|\r|\n/)) {
    lineNumber++;
    if (line.startsWith('#@')) lineNumber = numberOf(line) ?? lineNumber;
    const comment = line.indexOf('#');
    const record = readRecord((comment < 0 ? line : line.slice(0, comment)).trim());
    if (record) yield { ...record, line: line.trim(), lineNumber };
  }
}

/**
 * A comment that says which number the line after it had before others were left out (`compactRobots`). A site that writes such
 * lines itself is shown other numbers, and nothing else.
 */
export function numberLine(next: number): string {
  return `#@${next}`;
}

function numberOf(line: string): number | null {
  const next = /^#@([1-9]\d{0,6})$/.exec(line)?.[1];
  return next === undefined ? null : Number(next) - 1;
}

/** What is not printable ASCII escaped, as it is before paths are compared (`normalPath`). */
export function escapeOthers(text: string): string {
  return text.replace(/[^\x21-\x7e]+/g, escaped);
}

/** A BOM, whole or not: what is left of one must not hide the first line, which says whom the rules are for. */
const broken = /^[\uFEFF\uFFFD]+/;

function textOf(body: string | Uint8Array): string {
  if (typeof body === 'string' && body.length * 3 <= ROBOTS_LIMIT) return body.replace(broken, '');
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  return new TextDecoder().decode(asUtf8(bytes.subarray(0, limitedLength(bytes)))).replace(broken, '');
}

function limitedLength(bytes: Uint8Array): number {
  if (bytes.length <= ROBOTS_LIMIT) return bytes.length;
  return Math.max(0, bytes.lastIndexOf(0x0a, ROBOTS_LIMIT), bytes.lastIndexOf(0x0d, ROBOTS_LIMIT));
}
