/** Something with deadlines of its own, asked again and again whether they have passed. */
export type Watched = {
  check(now: number): void;
  /** Everything is closed: what is not over ends now. */
  giveUp(): void;
};

/** How often deadlines are looked at, ms. One ticker for all is cheaper than timers for each. */
const TICK_MS = 50;

export function createDeadlines() {
  const watched = new Set<Watched>();
  let ticker: NodeJS.Timeout | null = null;

  function tick(): void {
    const now = performance.now();
    for (const one of watched) one.check(now);
  }

  return {
    add(one: Watched): void {
      watched.add(one);
      ticker ??= setInterval(tick, TICK_MS).unref();
    },
    remove(one: Watched): void {
      watched.delete(one);
    },
    close(): void {
      if (ticker) clearInterval(ticker);
      ticker = null;
      for (const one of [...watched]) one.giveUp();
    },
  };
}

export type Deadlines = ReturnType<typeof createDeadlines>;
