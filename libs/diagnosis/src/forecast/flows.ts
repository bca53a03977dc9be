import type { Flow } from './drain.ts';
import type { HostBacklog, Situation } from './situation.ts';
import type { HostThen, Recent } from './track.ts';

/** What a visit takes a slot for while nobody has measured it, ms. */
const VISIT_MS = 500;
/** Slots of a worker while there is none to ask. */
const SLOTS = 64;
/** Slots that are so full hold a run back. */
const FULL = 0.85;
const [LEAST_YIELD, MOST_YIELD] = [0.02, 1.05];
/** A host that yields less is slower than its pace. */
const SLOWED = 0.95;
/** Below this many new URLs a page what waits at a host tells how fast it is served. */
const QUIET = 0.02;
/** Shape of the hosts that were not looked at: so many parts, after those that were. */
const PARTS = 10;

/** What somebody thinks of changing; left out: as it is. `slots`: of each worker. */
export type Change = {
  workers?: number | undefined;
  slots?: number | undefined;
  pace?: { delayMs: number; concurrency: number } | undefined;
  /** Null: no cap. */
  bytesPerSecond?: number | null | undefined;
};

export type Capacity = {
  /** URLs a ms that workers can take; and what the cap of bandwidth lets through. */
  workers: number;
  bandwidth: number;
  /** Slot-ms of one visit. */
  visitMs: number;
};

/** What workers can do for the run: what they do while all slots are full, else the slots by what a visit takes (Little's law). */
export function capacityOf(situation: Situation, recent: Recent | null, change: Change = {}): Capacity {
  const { workers, slots, share, maxInFlight, bytesPerPage } = situation;
  const least = maxInFlight ?? Number.POSITIVE_INFINITY;
  const all = Math.min(slots * share, least);
  const visitMs = recent ? Math.max(recent.inFlight / recent.rate, 1) : VISIT_MS;
  const measured = recent?.rate ?? 0;
  const full = recent !== null && recent.inFlight >= FULL * all;
  const bytesPerSecond =
    change.bytesPerSecond === undefined ? situation.bytesPerSecond : change.bytesPerSecond;
  const bandwidth =
    bytesPerSecond !== null && bytesPerPage !== null && bytesPerPage > 0
      ? bytesPerSecond / 1000 / bytesPerPage
      : Number.POSITIVE_INFINITY;
  const now = full ? measured : Math.max(all / visitMs, measured);
  const each = change.slots ?? (workers > 0 ? slots / workers : SLOTS);
  const then = Math.min((change.workers ?? workers) * each * share, least);
  const changed = change.workers !== undefined || change.slots !== undefined;
  return { workers: !changed ? now : all > 0 ? (now * then) / all : then / visitMs, bandwidth, visitMs };
}

/** Hosts as they drain: known backlogs and their share of what is still unseen. */
export function flowsOf(
  situation: Situation,
  recent: Recent | null,
  capacity: Capacity,
  unseen: number,
  { pace }: Change = {},
): Flow[] {
  const { looked, hosts, waiting, delayed, inFlight } = situation;
  const open = looked.filter(({ concurrency, waiting }) => concurrency > 0 && waiting > 0);
  const rate = ({ delayMs, concurrency }: Pick<HostBacklog, 'delayMs' | 'concurrency'>) =>
    1 / Math.max(delayMs, capacity.visitMs / concurrency, 0.01);
  const seen = looked.reduce((sum, one) => sum + one.waiting, 0);
  const all = Math.max(waiting, seen);
  // What is put back for later or on its way belongs to some host: each has its part of it.
  const more = all > 0 ? 1 + (delayed + inFlight) / all : 1;
  /** A host that answers slower than its pace gains nothing by a faster one. */
  const then = (one: HostBacklog, own: number) => {
    const was = rate(one) * own;
    if (!pace) return was;
    const delayMs = Math.max(pace.delayMs, one.ownMs);
    const concurrency =
      one.ownMs > pace.delayMs ? Math.min(one.concurrency, pace.concurrency) : pace.concurrency;
    return Math.min(rate({ delayMs, concurrency }), own < SLOWED ? was : Number.POSITIVE_INFINITY);
  };
  const demand = open.reduce((sum, one) => sum + rate(one), 0) * (hosts / Math.max(1, looked.length));
  // While workers hold hosts back, what comes of their pace is the workers' doing.
  const cramped = demand > Math.min(capacity.workers, capacity.bandwidth);
  // Then how much was fetched of a host nobody knows, nor how much was found there.
  const shares = sharesOf(open, situation, cramped ? null : recent, rate, all);
  const flows = open.map((one, i): Flow => {
    const own = cramped || !recent ? 1 : yieldOf(one, rate(one), recent);
    // Rests as short as those that its yield tells of are counted there.
    const restMs = own < 1 && recent && one.restMs < recent.ms ? 0 : one.restMs;
    return {
      host: one.host,
      hosts: 1,
      work: one.waiting * more + unseen * shares[i]!,
      rate: then(one, own),
      restMs,
    };
  });
  const [others, left] = [Math.max(0, hosts - looked.length), all - seen];
  const rest = left * more + unseen * (1 - shares.reduce((sum, share) => sum + share, 0));
  if (rest <= 1e-6) return flows;
  if (open.length === 0 || others === 0) {
    const alone = { delayMs: Math.min(...open.map(({ delayMs }) => delayMs), 0), concurrency: 1 };
    return [
      ...flows,
      {
        host: null,
        hosts: Math.max(1, others),
        work: rest / Math.max(1, others),
        rate: rate(alone),
        restMs: 0,
      },
    ];
  }
  return [...flows, ...unlooked(open, others, rest, (one) => then(one, 1))];
}

/** Hosts nobody looked at are as those that were: in parts by size, so many hosts each. */
function unlooked(
  open: readonly HostBacklog[],
  hosts: number,
  work: number,
  rate: (of: HostBacklog) => number,
): Flow[] {
  const sorted = [...open].sort((a, b) => a.waiting - b.waiting);
  // The largest ones are known; they stand for no other.
  const usual = sorted.slice(0, Math.max(1, Math.floor(sorted.length * 0.95)));
  const sum = usual.reduce((all, { waiting }) => all + waiting, 0);
  const size = usual.length / PARTS;
  return Array.from({ length: PARTS }, (_, i) => {
    const part = usual.slice(
      Math.floor(i * size),
      Math.max(Math.floor(i * size) + 1, Math.floor((i + 1) * size)),
    );
    const mean = part.reduce((all, { waiting }) => all + waiting, 0) / part.length;
    const middle = part[Math.floor(part.length / 2)]!;
    return {
      host: null,
      hosts: hosts / PARTS,
      work: ((work / hosts) * mean * usual.length) / sum,
      rate: rate(middle),
      restMs: 0,
    };
  });
}

/** Which part of what is still unseen will be found at each host: as much as of late, where that is known, else as it has of what waits. */
function sharesOf(
  open: readonly HostBacklog[],
  { accepted }: Situation,
  recent: Recent | null,
  rate: (of: HostBacklog) => number,
  waiting: number,
): number[] {
  const found = recent ? accepted - recent.looks[0]!.accepted : 0;
  const shares = open.map((one) => {
    const [before] = recent?.looks[0]?.hosts[one.host] ?? [];
    if (before === undefined || !recent || found <= 0) return one.waiting / Math.max(waiting, 1);
    const gone = rate(one) * recent.ms * Math.min(1, yieldOf(one, rate(one), recent));
    return Math.min(1, Math.max(0, one.waiting - before + gone) / found);
  });
  const sum = shares.reduce((all, share) => all + share, 0);
  return sum > 1 ? shares.map((share) => share / sum) : shares;
}

/**
 * Of what a host allows, what comes of it. While few URLs are found, what went from its queue tells. Else how long ago it had been asked,
 * each time it was looked at: of starts that are evenly spaced half the space, on average; in between it may have rested.
 */
function yieldOf(one: HostBacklog, rate: number, { looks, ms, novelty }: Recent): number {
  const then = looks.flatMap(({ workMs, hosts }) => {
    const known = hosts[one.host];
    return known === undefined ? [] : [{ workMs, known }];
  });
  if (rate * ms < 5 || then.length < Math.max(2, looks.length / 2)) return 1;
  const gone = -slopeOf(then.map(({ workMs, known: [waiting] }) => [workMs, waiting])) / rate;
  const quiet = Math.abs(novelty) < QUIET && looks[0]!.hosts[one.host] !== undefined;
  const told = quiet
    ? gone
    : spaced(
        then.map(({ known }) => known),
        rate,
      );
  return Math.min(MOST_YIELD, Math.max(LEAST_YIELD, gone, told));
}

/** By least squares: what stops and goes on again by turns matters less there than where only the ends are compared. */
function slopeOf(points: readonly [x: number, y: number][]): number {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return spread > 0 ? points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread : 0;
}

/** The longest rest that a host was seen to take of late, ms. */
export const restOf = (host: string | null, recent: Recent | null): number =>
  Math.max(0, ...(recent?.looks ?? []).map(({ hosts }) => hosts[host ?? '']?.[2] ?? 0));

function spaced(then: readonly HostThen[], rate: number): number {
  const ages = then.flatMap(([, ago, restMs]) => (restMs > 0 || ago === null ? [] : [ago * rate]));
  if (ages.length < 5) return 1;
  const busy = then.filter(([, , restMs]) => restMs === 0).length / then.length;
  const mean = ages.reduce((sum, age) => sum + age, 0) / ages.length;
  // Ages spread evenly over a space have this error.
  const error = 2 / Math.sqrt(3 * ages.length);
  return busy * (0.5 / mean > 1 - error ? 1 : 0.5 / mean);
}
