/** Hosts that are alike: `work` URLs each, at most `rate` of them a ms, from `restMs` on. */
export type Flow = { host: string | null; hosts: number; work: number; rate: number; restMs: number };

export type Drained = {
  /** Until the last URL is done, or until `most` are. */
  ms: number;
  /** Of these, those in which hosts would have allowed more than the capacity is. */
  crampedMs: number;
  /** URLs a ms at the beginning. */
  rate: number;
  /** The flow that ends last, and when it would if there were capacity without end. */
  last: { flow: Flow; ms: number } | null;
};

/**
 * How long it takes to drain all hosts: each at its own rate, all together at `capacity` URLs a ms at most, shared in proportion
 * to what each could take. Each host's URLs end where its own time ends; while the hosts that are left could take more than
 * there is, that time runs slower. O(n log n).
 */
export function drain(flows: readonly Flow[], capacity: number, most = Number.POSITIVE_INFINITY): Drained {
  const going = flows
    .filter(({ hosts, work }) => hosts > 0 && work > 0)
    .map((flow) => ({ flow, end: flow.restMs + flow.work / flow.rate, all: flow.hosts * flow.rate }))
    .sort((a, b) => a.end - b.end);
  let demand = going.reduce((sum, { all }) => sum + all, 0);
  const first = Math.min(demand, capacity);
  let [own, ms, crampedMs, done] = [0, 0, 0, 0];
  for (const { end, all } of going) {
    // What rests counts as going from the beginning on: it rests for a short while as runs go.
    const slower = Math.max(1, demand / capacity);
    const step = Math.min((end - own) * slower, (most - done) / Math.min(demand, capacity));
    ms += step;
    if (slower > 1) crampedMs += step;
    done += step * Math.min(demand, capacity);
    if (done >= most * (1 - 1e-9)) break;
    own = end;
    demand = Math.max(demand - all, 1e-12);
  }
  const last = going.at(-1);
  return { ms, crampedMs, rate: first, last: last ? { flow: last.flow, ms: last.end } : null };
}
