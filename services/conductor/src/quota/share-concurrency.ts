/** A run that shares what its project may have in flight at once. */
export type Sharer = {
  id: string;
  weight: number;
  waiting: number;
  inFlight: number;
  /** What it was dealt before; null: nothing yet. */
  share: number | null;
};

/** A run gets room to double what it has in flight, and for so many at least. */
const ROOM = 4;

/**
 * Deals `most` requests at once to runs: by weight, what one cannot use to the others; as it is when each has what it can use. The
 * shares never sum to more than `most`, and neither does what is in flight while they change: a share rises only by what nobody
 * has. Of more runs than requests some get nothing this time: `turn` says whose turn it is.
 */
export function shareConcurrency(most: number, runs: readonly Sharer[], turn: number): Map<string, number> {
  const old = new Map(runs.map(({ id, share }) => [id, share ?? 0]));
  if (sumOf(old) <= most && runs.every((run) => old.get(run.id)! >= needOf(run))) return old;
  const wanted = wantedShares(most, runs, turn);
  const held = (run: Sharer) => Math.max(run.share ?? 0, run.inFlight);
  let free = Math.max(0, most - runs.reduce((sum, run) => sum + held(run), 0));
  const shares = new Map<string, number>();
  for (const run of runs) {
    const share = Math.min(wanted.get(run.id)!, held(run) + free);
    free -= Math.max(0, share - held(run));
    shares.set(run.id, share);
  }
  return shares;
}

const needOf = ({ waiting, inFlight }: Sharer) =>
  Math.max(1, Math.min(waiting + inFlight, Math.max(ROOM, 2 * inFlight)));

const sumOf = (shares: ReadonlyMap<string, number>) =>
  [...shares.values()].reduce((sum, one) => sum + one, 0);

function wantedShares(most: number, runs: readonly Sharer[], turn: number): Map<string, number> {
  const shares = new Map(runs.map(({ id }) => [id, 0]));
  if (runs.length > most) {
    for (let n = 0; n < most; n++) shares.set(runs[(turn + n) % runs.length]!.id, 1);
    return shares;
  }
  for (const { id } of runs) shares.set(id, 1);
  pour(most, runs, needOf, shares);
  // Nobody needs the rest now; whoever will is not kept waiting for it.
  pour(most, runs, () => most, shares);
  return shares;
}

/** Gives out one by one, always to the run that has least for its weight and can use more. */
function pour(
  most: number,
  runs: readonly Sharer[],
  limitOf: (run: Sharer) => number,
  shares: Map<string, number>,
): void {
  const level = (run: Sharer) => shares.get(run.id)! / run.weight;
  const hungry = new Set(runs.filter((run) => shares.get(run.id)! < limitOf(run)));
  for (let left = most - sumOf(shares); left > 0 && hungry.size > 0; ) {
    const least = [...hungry].reduce((a, b) => (level(b) < level(a) ? b : a));
    // In large steps while much is left, so that a large quota takes no longer than a small one.
    const step = Math.max(
      1,
      Math.min(Math.floor(left / (4 * hungry.size)), limitOf(least) - shares.get(least.id)!),
    );
    shares.set(least.id, shares.get(least.id)! + step);
    left -= step;
    if (shares.get(least.id)! >= limitOf(least)) hungry.delete(least);
  }
}
