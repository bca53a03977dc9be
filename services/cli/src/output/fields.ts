import type { Output } from './output.ts';
import { clean, columns, cutMiddle, wrap } from './text.ts';

const MIN_ROOM = 8;
const MOST_LINES = 6;

export type Field = [name: string, value: string | number | null | undefined];

/** Lines of names and values below a heading; values are cleaned, those that are null left out. Words go on in the next line, what is one is cut. */
export function fields(output: Output, rows: readonly Field[], nameWidth?: number): void {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = (nameWidth ?? Math.max(0, ...shown.map(([name]) => columns(name)))) + 2;
  const room = Math.max(MIN_ROOM, output.width() - width - 2);
  for (const [name, value] of shown) {
    const text = cutMiddle(clean(String(value)), MOST_LINES * room);
    const [first = '', ...rest] = text.includes(' ') ? wrap(text, room) : [cutMiddle(text, room)];
    output.line(`  ${output.style.dim(name.padEnd(width))}${first}`);
    for (const line of rest) output.line(`${' '.repeat(width + 2)}${line}`);
  }
}
