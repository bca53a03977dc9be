/** Does this with every item, so many at a time; resolves when all are over, and rejects with the first fault there was. */
export async function atOnce<T>(items: Iterable<T>, most: number, work: (item: T) => Promise<void>) {
  const left = items[Symbol.iterator]();
  const faults: unknown[] = [];
  async function next(): Promise<void> {
    for (let one = left.next(); !one.done; one = left.next()) {
      await work(one.value).catch((fault) => {
        faults.push(fault);
      });
    }
  }
  await Promise.all(Array.from({ length: most }, next));
  if (faults.length > 0) throw faults[0];
}
