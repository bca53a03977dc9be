import { take } from '../shell/take.ts';
import type { Output } from './output.ts';
import type { Column } from './table.ts';

type Shape<Item> = {
  /** What `--quiet` prints of each. */
  id: (item: Item) => string;
  /** Said when there is none. */
  none: string;
  columns: readonly Column<Item>[];
  below?: (item: Item) => readonly string[];
  /** At most so many; left out: all there are. */
  limit?: number;
  /** Of commands with `--all`: whether it was said. */
  all?: boolean | undefined;
};

/** Shows a list: as a table, as one JSON document, or an id a line. */
export async function showList<Item>(
  { output }: { output: Output },
  items: AsyncIterable<Item> | Iterable<Item>,
  { id, none, columns, below, limit = Number.POSITIVE_INFINITY, all }: Shape<Item>,
): Promise<void> {
  if (all && (output.json || output.quiet)) {
    // As many as there are, one by one: nothing is gathered in memory.
    for await (const item of items) output.result(item, id(item));
    return;
  }
  const { items: shown, more } = await take(items, all ? Number.POSITIVE_INFINITY : limit);
  output.document(shown);
  if (output.quiet) for (const item of shown) output.essential(id(item));
  if (shown.length === 0) output.note(none);
  else output.table(shown, columns, below);
  if (more)
    output.note(
      `There are more; see them with ${all === undefined ? '' : '--all, or '}--limit ${limit * 5}.`,
    );
}
