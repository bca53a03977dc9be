const LF = 10;
const CR = 13;

/** A chunk line, or all trailers together, may have so many bytes. */
const MOST_LINE = 16_384;

/** What stands before a size, and what ends it: blanks, and an extension with or without its semicolon. */
const sizeLine = /^[ \t]*([0-9a-f]+)(?:[ \t;].*)?$/i;
/** A size of so few digits and nothing else is read where it stands; so few bytes are moved one by one. */
const SHORT_SIZE = 6;
const SHORT_PART = 16;

/** Sizes up to 2^52: more than any body that is taken. */
const MOST_DIGITS = 13;

/**
 * Takes chunks apart (RFC 9112 §7.1) as user agents do: LF ends a line too, blanks around a size and extensions are skipped, and so
 * are trailers.
 */
export function createChunks() {
  let state: 'size' | 'bytes' | 'after' | 'trailer' | 'over' = 'size';
  let left = 0;
  let number = 1;
  let line = '';
  let trailing = 0;

  /** Reads up to the end of a line; -1: it is not there yet, or too long. */
  function lineEnd(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(LF, from);
    const to = end < 0 ? bytes.length : end;
    if (line.length + to - from <= MOST_LINE) line += bytes.toString('latin1', from, to);
    else line = ' '.repeat(MOST_LINE + 1);
    return end;
  }

  function takeLine(): string {
    const taken = line.charCodeAt(line.length - 1) === CR ? line.slice(0, -1) : line;
    line = '';
    return taken;
  }

  function readLine(): string | null {
    if (state === 'size') {
      const written = takeLine();
      const digits = sizeLine.exec(written)?.[1]?.replace(/^0+(?=.)/, '');
      if (digits === undefined || digits.length > MOST_DIGITS)
        return `chunk ${number}: ${JSON.stringify(written.slice(0, 80))} is no size`;
      left = Number.parseInt(digits, 16);
      state = left === 0 ? 'trailer' : 'bytes';
    } else if (state === 'after') {
      if (takeLine() !== '') return `chunk ${number}: it goes on after its size`;
      number++;
      state = 'size';
    } else {
      trailing += line.length + 1;
      if (takeLine() === '') state = 'over';
      else if (trailing > MOST_LINE) return 'trailers: they are too long';
    }
    return null;
  }

  /** Reads a size line as nearly all are: a few digits and CRLF. Answers where it ends; 0: it is read otherwise. */
  function shortSize(bytes: Buffer, from: number): number {
    let size = 0;
    let at = from;
    for (const most = from + SHORT_SIZE; at < most; at++) {
      const digit = digitOf(bytes[at]);
      if (digit < 0) break;
      size = size * 16 + digit;
    }
    if (at === from || bytes[at] !== CR || bytes[at + 1] !== LF) return 0;
    left = size;
    state = left === 0 ? 'trailer' : 'bytes';
    return at + 2;
  }

  /** Reads on from a place that is not within a chunk; answers where the next look is to be, or what is wrong. */
  function readFraming(bytes: Buffer, at: number): number | string {
    if (line === '' && state === 'size') {
      const end = shortSize(bytes, at);
      if (end > 0) return end;
    }
    if (line === '' && state === 'after' && bytes[at] === CR && bytes[at + 1] === LF) {
      number++;
      state = 'size';
      return at + 2;
    }
    const end = lineEnd(bytes, at);
    if (line.length > MOST_LINE) return `chunk ${number}: its line is longer than ${MOST_LINE} bytes`;
    if (end < 0) return bytes.length;
    return readLine() ?? end + 1;
  }

  return {
    over: () => state === 'over',
    /**
     * Reads on, up to the last of the chunks, and hands out what was in them: of one call as one part, however many they are. It lies in
     * `bytes`, which are no longer what they were. Answers how many bytes it has taken, or what is wrong.
     */
    read(bytes: Buffer, keep: (part: Buffer) => void): number | string {
      let at = 0;
      let from = 0;
      let to = 0;
      let problem: string | null = null;
      while (at < bytes.length && state !== 'over' && problem === null) {
        if (state !== 'bytes') {
          const next = readFraming(bytes, at);
          if (typeof next === 'string') problem = next;
          else at = next;
          continue;
        }
        const length = Math.min(left, bytes.length - at);
        if (to === 0) from = to = at;
        else move(bytes, to, at, length);
        to += length;
        at += length;
        left -= length;
        if (left === 0) state = 'after';
      }
      if (to > from) keep(bytes.subarray(from, to));
      return problem ?? at;
    },
  };
}

function move(bytes: Buffer, to: number, from: number, length: number): void {
  if (length > SHORT_PART) bytes.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i++) bytes[to + i] = bytes[from + i]!;
}

/** The value of a hex digit; -1: it is none. */
function digitOf(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

export type Chunks = ReturnType<typeof createChunks>;
