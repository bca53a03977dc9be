/** For how long claims could have been asked for and were not, by reason. Times in ms. */
export function createUnclaimed(now: () => number = () => performance.now()) {
  const totals = new Map<string, number>();
  let reason: string | null = null;
  let since = now();

  /** From here on it is for this reason; null: all slots are held. */
  function set(next: string | null): void {
    const at = now();
    if (reason !== null) totals.set(reason, (totals.get(reason) ?? 0) + at - since);
    reason = next;
    since = at;
  }

  return {
    set,
    /** By now, whatever it is that still goes on. */
    read(): Record<string, number> {
      set(reason);
      return Object.fromEntries([...totals].map(([name, ms]) => [name, Math.round(ms)]));
    },
  };
}

export type Unclaimed = ReturnType<typeof createUnclaimed>;
