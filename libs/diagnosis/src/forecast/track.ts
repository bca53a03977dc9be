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
  /** The hosts that take longest. */
  hosts: Record<string, HostThen>;
};

/** What waited at a host, since when it had been asked (ms; null: never), and for how long it was still to be left alone (ms). */
export type HostThen = [waiting: number, agoMs: number | null, restMs: number];

/** How a run went until now. JSON; bounded. */
export type Track = {
  /** When it was looked at last, and whether it worked then. */
  at: number;
  working: boolean;
  samples: Sample[];
  /** The hosts that were seen to take longest. */
  largest: string[];
  /** What `Forecast.soonest` was then. */
  soonest?: number | null;
};

export const emptyTrack = (): Track => ({ at: 0, working: false, samples: [], largest: [] });

const SAMPLES = 100;
/** Hosts that are looked at each time, however few others are. */
const LARGEST = 32;
/** Those whose backlog is remembered with each sample. */
const FOLLOWED = 8;
/** A run is looked at as often as it grows by a hundredth, between these, ms. */
const [SOONEST, LATEST, LATEST_OF_TARGET] = [2000, 60_000, 5000];

/**
 * When a run should be looked at next, ms since 1970: at odd times, so that what is done at even ones is seen at all its stages. One
 * that has a target date is looked at often enough for its being late to be told soon.
 */
export function nextLook({ at, samples }: Track, hasTarget = false): number {
  const latest = hasTarget ? LATEST_OF_TARGET : LATEST;
  const every = Math.min(latest, Math.max(SOONEST, (samples.at(-1)?.workMs ?? 0) / 100));
  return at + every * (0.8 + 0.4 * ((at * 0.618034e-3) % 1));
}

/** With another look at the end; `made`: what was forecast at that look. */
export function withSample(
  track: Track,
  situation: Situation,
  made: Pick<Sample, 'rate' | 'leftMs' | 'terms'> & { working: boolean; soonest: number | null },
): Track {
  const last = track.samples.at(-1);
  const elapsed = track.working && made.working ? Math.max(0, situation.at - track.at) : 0;
  const slowest = [...situation.looked].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, LARGEST);
  const { accepted, finished, inFlight } = situation;
  const { rate, leftMs, terms } = made;
  const sample: Sample = {
    ...{ workMs: (last?.workMs ?? 0) + elapsed, finished, accepted, inFlight },
    ...{ rate, leftMs, terms },
    hosts: Object.fromEntries(
      slowest.slice(0, FOLLOWED).map((one) => [one.host, hostThen(one, made.working)]),
    ),
  };
  // A run that was rebuilt begins to count anew.
  const before = last !== undefined && finished < last.finished ? [] : track.samples;
  // While nothing is done one look stands for all, else what is known of the time before would be lost.
  const idle = last !== undefined && elapsed === 0 && finished === last.finished && terms === last.terms;
  return {
    ...{ at: situation.at, working: made.working, soonest: made.soonest },
    samples: thinned([...(idle ? before.slice(0, -1) : before), sample]),
    largest: slowest.map(({ host }) => host),
  };
}

const hostThen = ({ waiting, startedAgoMs, restMs }: HostBacklog, working: boolean): HostThen => [
  waiting,
  // How long ago it was asked says nothing of it while nobody may ask.
  working ? startedAgoMs : null,
  restMs,
];

const timeOf = ({ waiting, delayMs, restMs }: HostBacklog) => restMs + waiting * Math.max(delayMs, 1);

/** One too many: the one goes that leaves the least of a gap for how far back it is, so that all of the time stays told. */
function thinned(samples: Sample[]): Sample[] {
  if (samples.length <= SAMPLES) return samples;
  const now = samples.at(-1)!.workMs;
  let [least, at] = [Number.POSITIVE_INFINITY, 1];
  for (let i = 1; i < samples.length - 1; i++) {
    const [before, after] = [samples[i - 1]!.workMs, samples[i + 1]!.workMs];
    const gap = (after - before) / (now - before + 1);
    if (gap < least) [least, at] = [gap, i];
  }
  return samples.filter((_, i) => i !== at);
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
  /** Its looks, the first one first. */
  looks: readonly Sample[];
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
  const steps = stepsOf(used);
  const pages = steps.reduce((sum, { pages }) => sum + pages, 0);
  if (ms < SOONEST / 2 || pages < LEAST_PAGES) return null;
  const ratios: { ratio: number; weight: number }[] = [];
  let [expected, got] = [0, 0];
  const known = steps.every(({ expected }) => expected !== null);
  const least = steps.reduce((sum, step) => sum + (step.expected ?? 0), 0) / CHUNKS;
  for (const step of steps) {
    expected += step.expected ?? 0;
    got += step.pages;
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
    ...{ ms, looks: used },
  };
}

/** From look to look: pages, and how many were to be expected (null: nobody could say). Where it could not work all of the time neither counts. */
function stepsOf(samples: readonly Sample[]): { pages: number; expected: number | null }[] {
  return samples.flatMap((sample, i) => {
    const before = samples[i - 1];
    const ms = before ? sample.workMs - before.workMs : 0;
    if (!before || ms <= 0) return [];
    const expected = before.rate === null ? null : before.rate * ms;
    return [{ pages: sample.finished - before.finished, expected }];
  });
}

/** What a forecast is wrong by until others have shown how wrong they were: so much, and it weighs as much as so many of them. */
const PRIOR = { error: 0.05, weight: 2 };
/** The mean of what is normally distributed about nothing, its sign left out, is so much of its standard deviation. */
const OF_DEVIATION = 0.8;

/**
 * By how much the forecasts of a run were corrected later on, as a standard deviation of the logarithm of what was left. Those of the later
 * half count that had time to be wrong: the end of a run is easier to tell than its middle.
 */
export function revisionsOf(
  { samples }: Track,
  now: Pick<Sample, 'workMs' | 'terms'>,
  leftMs: number,
): number {
  let [sum, weights] = [PRIOR.weight * PRIOR.error * OF_DEVIATION, PRIOR.weight];
  const own = samples.slice(samples.findLastIndex(({ terms }) => terms !== now.terms) + 1);
  for (const { workMs, leftMs: thought } of own) {
    const elapsed = now.workMs - workMs;
    if (thought === null || thought <= 0 || workMs < now.workMs / 2 || elapsed < thought / 10) continue;
    const weight = (workMs / now.workMs) ** 8;
    sum += weight * Math.abs(Math.log((leftMs + elapsed) / thought));
    weights += weight;
  }
  return sum / weights / OF_DEVIATION;
}
