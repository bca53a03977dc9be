/** What a shard has of a limit. */
export type Part = {
  /** Used: it cannot be given to others now. */
  held: number;
  /** Its portion before. */
  had: number;
  /** Since when it has lacked some, ms; null: it lacks none. */
  since: number | null;
};

/**
 * Deals a limit to shards anew. The portions never sum to more than the limit, and neither does what is used, or may be, while they
 * change: a portion rises only by what nobody uses. What is free goes to those who lack some, evenly, the odd ones to who has lacked it for
 * longest, then by `turn`; who lacks none keeps half of what it has free, if that leaves one for each of them. When nobody lacks any all
 * is dealt evenly. Where what is used comes back (`lends`: URLs in flight) those who use more than their even part get less, so that it
 * comes back to the others.
 */
export function shareLimit(limit: number, parts: readonly Part[], turn: number, lends: boolean): number[] {
  let free = limit;
  const portions = parts.map(({ held }) => {
    const used = Math.min(held, free);
    free -= used;
    return used;
  });
  const order = parts.map((_, i) => (i + turn) % parts.length);
  const lacking = order.filter((i) => parts[i]!.since !== null);
  const hungry = lacking.length > 0 ? lacking : order;
  hungry.sort((a, b) => (parts[a]!.since ?? 0) - (parts[b]!.since ?? 0));
  const keepers = order.filter((i) => !hungry.includes(i));
  let spare = Math.max(0, free - hungry.length);
  for (const [n, i] of keepers.entries()) {
    const { had, held } = parts[i]!;
    const half = Math.ceil(Math.max(0, had - held) / 2);
    const kept = Math.min(half, Math.ceil(spare / (keepers.length - n)));
    portions[i]! += kept;
    spare -= kept;
    free -= kept;
  }
  let even = free + hungry.reduce((sum, i) => sum + portions[i]!, 0);
  for (const [n, i] of hungry.entries()) {
    const others = hungry.length - n;
    const target = lends ? Math.ceil(even / others) : portions[i]! + Math.ceil(free / others);
    even -= target;
    portions[i] = Math.min(portions[i]!, target);
    const more = Math.min(free, target - portions[i]!);
    portions[i]! += more;
    free -= more;
  }
  return portions;
}
