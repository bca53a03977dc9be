/** Something with deadlines of its own, asked again and again whether they have passed. */
export type Watched = {
  check(now: number): void;
  /** Everything is closed: what is not over ends now. */
  giveUp(): void;
  /** The body it receives; null: none yet. */
  transfer(now: number): Transfer | null;
};

/** A large body on its way. `total` is what its header says there will be; null: it does not. */
export type Transfer = { run: string; url: string; bytes: number; total: number | null; ms: number };

/** Bodies are large from so many bytes on; at most so many are listed. */
const LARGE = 1 << 20;
const MOST_LISTED = 20;

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
    transfers(): Transfer[] {
      const now = performance.now();
      const large = [...watched]
        .map((one) => one.transfer(now))
        .filter((one) => one !== null && one.bytes >= LARGE);
      return (large as Transfer[]).sort((a, b) => b.bytes - a.bytes).slice(0, MOST_LISTED);
    },
    close(): void {
      if (ticker) clearInterval(ticker);
      ticker = null;
      for (const one of [...watched]) one.giveUp();
    },
  };
}

export type Deadlines = ReturnType<typeof createDeadlines>;
