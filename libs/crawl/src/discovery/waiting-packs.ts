/** Of so many picks one is the oldest pack, so that none waits for ever behind those of lower levels. */
const OLDEST_EVERY = 8;

/** `at`: since when it waits, performance.now(). */
type Waits = { run: string; level: number; at: number };

/** Packs that wait to be enqueued: runs take turns, and of a run the lowest level comes first. */
export function createWaitingPacks<P extends Waits>() {
  const runs = new Map<string, { lines: Line<P>[]; picks: number }>();

  function oldest(): P | undefined {
    let first: P | undefined;
    for (const { lines } of runs.values())
      for (const { head } of lines) if (head() && (!first || head()!.at < first.at)) first = head();
    return first;
  }

  return {
    add(pack: P): void {
      const of = runs.get(pack.run) ?? { lines: [], picks: 0 };
      runs.set(pack.run, of);
      while (of.lines.length <= pack.level) of.lines.push(createLine());
      of.lines[pack.level]!.push(pack);
    },
    runs: () => [...runs.keys()],
    oldest,
    /** Takes the next one; undefined: none waits. */
    next(): P | undefined {
      const [turn] = runs;
      if (!turn) return undefined;
      const [run, of] = turn;
      const full = of.lines.filter(({ head }) => head());
      const eldest = () => full.reduce((a, b) => (b.head()!.at < a.head()!.at ? b : a));
      const line = ++of.picks % OLDEST_EVERY === 0 ? eldest() : full[0]!;
      const pack = line.shift();
      runs.delete(run);
      if (full.length > 1 || line.head()) runs.set(run, of); // at the end of the line of runs
      return pack;
    },
    /** Takes all of a run out. */
    take(run: string): P[] {
      const { lines } = runs.get(run) ?? { lines: [] };
      runs.delete(run);
      return lines.flatMap((line) => line.all());
    },
  };
}

type Line<T> = ReturnType<typeof createLine<T>>;

/** First in, first out, however many there are. */
function createLine<T>() {
  let items: T[] = [];
  let from = 0;
  return {
    push: (item: T) => void items.push(item),
    head: () => items[from],
    shift(): T {
      const item = items[from++]!;
      if (from > 1000 && from * 2 > items.length) {
        items = items.slice(from);
        from = 0;
      }
      return item;
    },
    all: () => items.slice(from),
  };
}
