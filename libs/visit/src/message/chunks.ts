const LF = 10;
const CR = 13;

/** A chunk line, or all trailers together, may have so many bytes. */
const MOST_LINE = 16_384;

/** What stands before a size, and what ends it: blanks, and an extension with or without its semicolon. */
const sizeLine = /^[ \t]*([0-9a-f]+)(?:[ \t;].*)?$/i;
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

  return {
    over: () => state === 'over',
    /**
     * Reads on, and hands out the bytes of chunks until `keep` wants no more, or after the last of them. Answers how many bytes it has
     * taken, or what is wrong.
     */
    read(bytes: Buffer, keep: (part: Buffer) => boolean): number | string {
      let at = 0;
      while (at < bytes.length && state !== 'over') {
        if (state === 'bytes') {
          const part = bytes.subarray(at, Math.min(bytes.length, at + left));
          at += part.length;
          left -= part.length;
          if (left === 0) state = 'after';
          if (!keep(part)) return at;
          continue;
        }
        const end = lineEnd(bytes, at);
        if (line.length > MOST_LINE) return `chunk ${number}: its line is longer than ${MOST_LINE} bytes`;
        if (end < 0) return bytes.length;
        at = end + 1;
        const problem = readLine();
        if (problem !== null) return problem;
      }
      return at;
    },
  };
}

export type Chunks = ReturnType<typeof createChunks>;
