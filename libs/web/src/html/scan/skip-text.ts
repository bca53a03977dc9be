const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const DASH = 0x2d;

/** The place after a comment whose `<!--` ends at `from`, or -1 when it never ends (HTML §13.2.5.43 ff.). */
export function endOfComment(bytes: Buffer, from: number): number {
  if (isAt(bytes, from, '>')) return from + 1;
  if (isAt(bytes, from, '->')) return from + 2;
  for (let at = bytes.indexOf(GREATER, from); at >= 0; at = bytes.indexOf(GREATER, at + 1)) {
    const dashes = bytes[at - 1] === BANG ? at - 3 : at - 2;
    if (dashes >= from && bytes[dashes] === DASH && bytes[dashes + 1] === DASH) return at + 1;
  }
  return -1;
}

/** Where the end tag of a raw text element begins, or the end of the document. */
export function endOfRawText(bytes: Buffer, name: string, from: number): number {
  for (let at = bytes.indexOf(LESS, from); at >= 0; at = bytes.indexOf(LESS, at + 1)) {
    if (bytes[at + 1] === SLASH && isNameAt(bytes, at + 2, name)) return at;
  }
  return bytes.length;
}

/**
 * Where the end tag of a script begins: within `<!-- <script>` a first `</script>` only ends the inner one
 * (the script data double escaped state, §13.2.5.27 ff.).
 */
export function endOfScript(bytes: Buffer, from: number): number {
  let escaped = false;
  let double = false;
  let at = from;
  for (;;) {
    at = escaped ? nextOfEscaped(bytes, at) : bytes.indexOf(LESS, at);
    if (at < 0 || at >= bytes.length) return bytes.length;
    if (bytes[at] === DASH) {
      escaped = double = false;
      at += 3;
    } else if (isAt(bytes, at + 1, '!--')) {
      at += escaped ? 4 : 2; // `<!-->` is whole: its dashes count twice
      escaped = true;
    } else {
      const isEnd = bytes[at + 1] === SLASH;
      if (!isNameAt(bytes, at + (isEnd ? 2 : 1), 'script')) at++;
      else if (isEnd && !double) return at;
      else {
        double = escaped && !isEnd;
        at += 7;
      }
    }
  }
}

/** The next `<`, or `-->`, which ends an escaped part of a script. */
function nextOfEscaped(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === LESS || (byte === DASH && isAt(bytes, at + 1, '->'))) break;
  }
  return at;
}

/** Whether this text, of ASCII, stands there. */
export function isAt(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether the name of a tag stands there, in any case, and ends there. `name`: lower case. */
function isNameAt(bytes: Buffer, at: number, name: string): boolean {
  return isTextAt(bytes, at, name) && endsName(bytes[at + name.length]);
}

/** Whether this text, lower case, stands there in any case. */
export function isTextAt(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[at + i]!;
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== text.charCodeAt(i)) return false;
  }
  return true;
}

function endsName(byte: number | undefined): boolean {
  return (
    byte === GREATER ||
    byte === SLASH ||
    byte === 0x20 ||
    (byte !== undefined && byte >= 0x09 && byte <= 0x0d && byte !== 0x0b)
  );
}
