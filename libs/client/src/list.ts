/** One page of a list; `next` is the cursor for the page after it, null at the end. */
export type ListPage<Item> = { items: Item[]; next: string | null };

/** A list of the API: iterate it to get every item, page by page as needed, or take single pages. */
export type List<Item> = AsyncIterable<Item> & {
  /** The page after a cursor; the first one without. */
  page(after?: string | null): Promise<ListPage<Item>>;
};

/** A page as the API answers it. */
export type Connection<Item> = {
  nodes: Item[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
};

/** Makes a list of a function that reads one page. */
export function list<Item>(read: (after: string | null) => Promise<Connection<Item>>): List<Item> {
  async function page(after: string | null = null): Promise<ListPage<Item>> {
    const { nodes, pageInfo } = await read(after);
    return { items: nodes, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
  }
  return {
    page,
    async *[Symbol.asyncIterator]() {
      let after: string | null = null;
      do {
        const { items, next }: ListPage<Item> = await page(after);
        yield* items;
        after = next;
      } while (after !== null);
    },
  };
}

/** How many items a list asks for at once: the most the API gives. */
export const PAGE = 100;

/** The same of items that have lists of their own, of which a hundred would cost more than one operation may. */
export const SMALL_PAGE = 25;
