import type { Style } from './style.ts';
import { columns, cutEnd, cutMiddle, pad } from './text.ts';

/** One column of a table. Cells are clean text; `paint` colours them after they were cut and padded. */
export type Column<Row> = {
  title: string;
  cell: (row: Row) => string;
  align?: 'left' | 'right';
  /** How a cell that is too long gives way; columns without it keep their width. */
  cut?: 'end' | 'middle';
  /** Left out where the terminal is too narrow; the highest number first. Columns without it always stay. */
  spare?: number;
  paint?: (text: string, row: Row) => string;
};

const GAP = 2;
/** A cut column gives way to this width before columns that can be spared go, and to the narrowest when none is left. */
const READABLE = { end: 16, middle: 32 };
const NARROWEST = 8;

/** Lines of a table that fit the given width: spare columns go first, then those that may be cut share what is left. */
export function table<Row>(
  rows: readonly Row[],
  all: readonly Column<Row>[],
  width: number,
  style: Style,
): string[] {
  const shape = fitting(rows, all, width);
  const cells = rows.map((row) => shape.map((column) => column.cell(row)));
  const wanted = shape.map((column, i) =>
    Math.max(columns(column.title), ...cells.map((line) => columns(line[i] ?? ''))),
  );
  const widths = share(
    wanted,
    shape.map((column) => column.cut),
    width - GAP * (shape.length - 1),
  );

  const fit = (text: string, i: number) => {
    const column = shape[i] as Column<Row>;
    const most = widths[i] ?? 0;
    const cut = column.cut === 'middle' ? cutMiddle(text, most) : cutEnd(text, most);
    const last = i === shape.length - 1 && column.align !== 'right';
    return last ? cut : pad(cut, most, column.align === 'right' ? 'right' : 'left');
  };
  const gap = ' '.repeat(GAP);
  const head = style.dim(
    shape
      .map((column, i) => fit(column.title, i))
      .join(gap)
      .trimEnd(),
  );
  const body = rows.map((row, r) =>
    shape
      .map((column, i) => {
        const text = fit(cells[r]?.[i] ?? '', i);
        return column.paint ? column.paint(text, row) : text;
      })
      .join(gap),
  );
  return [head, ...body];
}

/** The columns there is room for. */
function fitting<Row>(rows: readonly Row[], all: readonly Column<Row>[], width: number): Column<Row>[] {
  const least = all.map((column) => {
    const needed = Math.max(columns(column.title), ...rows.map((row) => columns(column.cell(row))));
    return column.cut ? Math.min(needed, READABLE[column.cut]) : needed;
  });
  const order = all.map((_, i) => i).sort((a, b) => (all[b]?.spare ?? 0) - (all[a]?.spare ?? 0));
  const gone = new Set<number>();
  const used = () => least.reduce((sum, each, i) => (gone.has(i) ? sum : sum + each + GAP), -GAP);
  for (const i of order) if (used() > width && all[i]?.spare) gone.add(i);
  return all.filter((_, i) => !gone.has(i));
}

/**
 * Takes columns from the widest that may give, one by one, until the sum fits or none may give more: first from those cut at
 * the end, then from URLs and the like, as long as both stay readable.
 */
function share(wanted: number[], cuts: ('end' | 'middle' | undefined)[], width: number): number[] {
  const widths = [...wanted];
  const least = (n: number) => {
    const cut = cuts[n];
    return [
      cut === 'end' ? READABLE.end : Number.POSITIVE_INFINITY,
      cut ? READABLE[cut] : Number.POSITIVE_INFINITY,
      cut ? NARROWEST : Number.POSITIVE_INFINITY,
    ];
  };
  let over = widths.reduce((sum, each) => sum + each, 0) - width;
  for (let round = 0; round < 3; round++)
    while (over > 0) {
      const giving = widths.map((each, n) => (each > least(n)[round]! ? each : 0));
      const widest = giving.indexOf(Math.max(...giving));
      if ((giving[widest] ?? 0) === 0) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
      over -= 1;
    }
  return widths;
}
