/** The first items of a list, and whether there are more. */
export async function take<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  most: number,
): Promise<{ items: Item[]; more: boolean }> {
  const taken: Item[] = [];
  for await (const item of items) {
    if (taken.length === most) return { items: taken, more: true };
    taken.push(item);
  }
  return { items: taken, more: false };
}
