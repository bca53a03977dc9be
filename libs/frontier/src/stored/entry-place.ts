/** Where an entry of the outcomes stands: of which shard, its id in the stream there, and when the epoch began in which it was told. */
export type EntryPlace = { shard: number; entry: string; began: number };

/** Reads the id of an `OutcomeEntry`: `<shard>:<ms>-<n>@<ms>`. No two entries have the same, whatever a restart forgets. */
export function placeOf(id: string): EntryPlace {
  const [, shard = '0', entry = '', began = '0'] = /^(\d+):([^@#]*)(?:@(\d+))?/.exec(id) ?? [];
  return { shard: Number(shard), entry, began: Number(began) };
}

/** Whether an entry stands behind another one of the same stream. */
export function isBehind(entry: string, other: string): boolean {
  const [ms = 0, n = 0] = entry.split('-').map(Number);
  const [otherMs = 0, otherN = 0] = other.split('-').map(Number);
  return ms > otherMs || (ms === otherMs && n > otherN);
}
