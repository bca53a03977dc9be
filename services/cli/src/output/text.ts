/**
 * Characters that would move the cursor, change the terminal or reorder what is read: C0, DEL, C1, line and
 * paragraph separators, and bidirectional controls.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
const invisible = /\u200b|\u200c|\u200d|\u2060|\ufeff/gu;

/**
 * Text from the web made fit for a terminal line: white space becomes a space, invisible characters go, other
 * controls are shown as `�`.
 */
export function clean(text: string): string {
  return text
    .replace(/[\t\r\n\f\v]+/g, ' ')
    .replace(invisible, '')
    .replace(unsafe, '\ufffd')
    .toWellFormed();
}

const marks = /^[\p{Mn}\p{Me}]$/u;
// East Asian Wide and Fullwidth (UAX #11), in the blocks that occur in titles.
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

// biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours are not counted
const colours = /\u001b\[[0-9;]*m/g;

/** Columns of a terminal that a text takes; colour codes take none. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text.replace(colours, '')) sum += widthOf(character);
  return sum;
}

function widthOf(character: string): number {
  if (marks.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Cuts clean text without colours to so many columns; the end is replaced by `…`. */
export function cutEnd(text: string, most: number): string {
  if (columns(text) <= most) return text;
  return most < 1 ? '' : `${take([...text], most - 1)}…`;
}

/** Cuts in the middle, as is right for URLs: host and last segment stay readable. */
export function cutMiddle(text: string, most: number): string {
  if (columns(text) <= most) return text;
  if (most < 8) return cutEnd(text, most);
  const characters = [...text];
  const tail = take(characters.toReversed(), Math.floor((most - 1) * 0.4));
  return `${take(characters, most - 1 - columns(tail))}…${[...tail].toReversed().join('')}`;
}

function take(characters: string[], most: number): string {
  let used = 0;
  let taken = '';
  for (const character of characters) {
    used += widthOf(character);
    if (used > most) break;
    taken += character;
  }
  return taken;
}

/** Fills up with spaces to so many columns. */
export function pad(text: string, to: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, to - columns(text)));
  return side === 'left' ? text + space : space + text;
}

/** Lines of whole words, none longer than `width`: a word that is goes on in the next line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && columns(last) + 1 + columns(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...pieces(word, width));
  }
  return lines;
}

function pieces(word: string, width: number): string[] {
  const all: string[] = [];
  let rest = [...word];
  while (columns(rest.join('')) > width) {
    const first = take(rest, Math.max(2, width));
    all.push(first);
    rest = rest.slice([...first].length);
  }
  return [...all, rest.join('')];
}
