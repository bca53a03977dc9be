import type { HostBacklog, Situation } from './situation.ts';

/** One look at a run, as it is remembered. */
export type Sample = {
  /** ms in which it could work until then; what was closed, paused or without workers does not count. */
  workMs: number;
  finished: number;
  accepted: number;
  inFlight: number;
  /** URLs a ms that were to be expected from then on; and the work that was thought to be left, ms. Null: nobody could say. */
  rate: number | null;
  leftMs: number | null;
  /** What was in force: policy, workers, slots. What was measured under other terms says nothing of these. */
  terms: string;
  /** Of the hosts that take longest, what waited there. */
  waiting: Record<string, number>;
};

/** How a run went until now. JSON; bounded. */
export type Track = {
  /** When it was looked at last, and whether it worked then. */
  at: number;
  working: boolean;
  samples: Sample[];
  /** The hosts that were seen to take longest. */
  largest: string[];
};

export const emptyTrack = (): Track => ({ at: 0, working: false, samples: [], largest: [] });

const SAMPLES = 80;
/** Hosts that are looked at each time, however few others are. */
const LARGEST = 32;
/** Those whose backlog is remembered with each sample. */
const FOLLOWED = 8;
/** A run is looked at as often as it grows by a hundredth, between these, ms. */
const [SOONEST, LATEST] = [2000, 60_000];

/** When a run should be looked at next, ms since 1970. */
export function nextLook({ at, samples }: Track): number {
  return at + Math.min(LATEST, Math.max(SOONEST, (samples.at(-1)?.workMs ?? 0) / 100));
}

/** With another look at the end; `made`: what was forecast at that look. */
export function withSample(
  track: Track,
  situation: Situation,
  made: { rate: number | null; leftMs: number | null; terms: string; working: boolean },
): Track {
  const last = track.samples.at(-1);
  const elapsed = track.working && made.working ? Math.max(0, situation.at - track.at) : 0;
  const slowest = [...situation.looked].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, LARGEST);
  const { accepted, finished, inFlight } = situation;
  const sample: Sample = {
    ...{ workMs: (last?.workMs ?? 0) + elapsed, finished, accepted, inFlight },
    ...{ rate: made.rate, leftMs: made.leftMs, terms: made.terms },
    waiting: Object.fromEntries(slowest.slice(0, FOLLOWED).map(({ host, waiting }) => [host, waiting])),
  };
  // A run that was rebuilt begins to count anew.
  const before = last !== undefined && finished < last.finished ? [] : track.samples;
  return {
    ...{ at: situation.at, working: made.working },
    samples: thinned([...before, sample]),
    largest: slowest.map(({ host }) => host),
  };
}

const timeOf = ({ waiting, delayMs, restMs }: HostBacklog) => restMs + waiting * Math.max(delayMs, 1);

/** Of the older half every second one goes once there are too many: the further back, the fewer. */
function thinned(samples: Sample[]): Sample[] {
  if (samples.length <= SAMPLES) return samples;
  return samples.filter((_, at) => at === 0 || at >= samples.length / 2 || at % 2 === 0);
}

/** How it went over the last while under the terms in force. */
export type Recent = {
  /** Pages a ms; pages finished of those that were expected (1: all); and how much that varied, one standard deviation of the mean. */
  rate: number;
  yield: number;
  error: number;
  inFlight: number;
  /** New URLs per page. */
  novelty: number;
  ms: number;
  first: Sample;
};

/** The last fifth of the work, and at least so many ms and pages of it. */
const LEAST_MS = 10_000;
const LEAST_PAGES = 10;
const CHUNKS = 6;

/** The last while of a run in which it worked, the look of now included; null: too little is known. */
export function recentOf({ samples }: Track, now: Sample): Recent | null {
  const from = now.workMs - Math.max(LEAST_MS, now.workMs / 5);
  const own = samples.slice(samples.findLastIndex(({ terms }) => terms !== now.terms) + 1);
  const at = own.findLastIndex(
    ({ workMs, finished }) => workMs <= from && now.finished - finished >= LEAST_PAGES,
  );
  const used = [...own.slice(Math.max(0, at)), now];
  const [first] = used;
  const ms = now.workMs - first!.workMs;
  const pages = now.finished - first!.finished;
  if (ms < SOONEST / 2 || pages < LEAST_PAGES) return null;
  const ratios: { ratio: number; weight: number }[] = [];
  let [expected, got, known] = [0, 0, true];
  const least = expectedOf(used) / CHUNKS;
  for (const [i, sample] of used.entries()) {
    const before = used[i - 1];
    if (before === undefined) continue;
    known &&= before.rate !== null;
    expected += (before.rate ?? 0) * (sample.workMs - before.workMs);
    got += sample.finished - before.finished;
    if (expected < least * 0.999 || expected <= 0) continue;
    ratios.push({ ratio: got / expected, weight: expected });
    [expected, got] = [0, 0];
  }
  const all = ratios.reduce((sum, { weight }) => sum + weight, 0);
  const mean = ratios.reduce((sum, { ratio, weight }) => sum + ratio * weight, 0) / all;
  const variance = ratios.reduce((sum, { ratio, weight }) => sum + (ratio - mean) ** 2 * weight, 0) / all;
  return {
    rate: pages / ms,
    yield: known && all > 0 ? mean : 1,
    error: known && all > 0 ? Math.sqrt(variance / ratios.length) / Math.max(mean, 0.01) : 0.2,
    inFlight: used.reduce((sum, { inFlight }) => sum + inFlight, 0) / used.length,
    novelty: (now.accepted - first!.accepted) / pages,
    ...{ ms, first: first! },
  };
}

function expectedOf(samples: readonly Sample[]): number {
  return samples.reduce((sum, { workMs }, i) => {
    const before = samples[i - 1];
    return before ? sum + (before.rate ?? 0) * (workMs - before.workMs) : 0;
  }, 0);
}

/** What a forecast is wrong by until others have shown how wrong they were: so much, and it weighs as much as so many of them. */
const PRIOR = { error: 0.08, weight: 4 };

/** By how much the forecasts of a run were corrected later on, as a standard deviation of the logarithm of what was left. */
export function revisionsOf(
  { samples }: Track,
  now: Pick<Sample, 'workMs' | 'terms'>,
  leftMs: number,
): number {
  let [squares, count] = [0, 0];
  const own = samples.slice(samples.findLastIndex(({ terms }) => terms !== now.terms) + 1);
  for (const { workMs, leftMs: thought } of own) {
    const elapsed = now.workMs - workMs;
    // Only what is about as near to its end, had time to be wrong, and was not said at the very beginning.
    if (thought === null || thought <= 0 || elapsed < thought / 10) continue;
    if (thought > 4 * leftMs || workMs < now.workMs / 4) continue;
    squares += Math.log((leftMs + elapsed) / thought) ** 2;
    count++;
  }
  return Math.sqrt((squares + PRIOR.weight * PRIOR.error ** 2) / (count + PRIOR.weight));
}
