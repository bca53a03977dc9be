import type { Output } from './output.ts';
import { clean, columns, cutMiddle } from './text.ts';

export type Field = [name: string, value: string | number | null | undefined];

/** Lines of names and values below a heading; values are cleaned, those that are null left out. */
export function fields(output: Output, rows: readonly Field[], nameWidth?: number): void {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = (nameWidth ?? Math.max(0, ...shown.map(([name]) => columns(name)))) + 2;
  for (const [name, value] of shown)
    output.line(
      `  ${output.style.dim(name.padEnd(width))}${cutMiddle(clean(String(value)), output.width() - width - 2)}`,
    );
}
