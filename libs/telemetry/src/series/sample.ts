import { type MeasureName, measureOf } from './measures.ts';

/** How often which times were counted, by the bucket of a sketch. */
export type Times = Map<number, number>;

/** A visit behind a slow time of a stage: its URL as `urlHash` has it. */
type SlowVisit = { ms: number; hash: string; attempt: number };

/**
 * What is kept of one subject over one span. Keys are names of measures, `stageBusy:dns` of one that has labels. What is not there of a
 * total, or of one of several labels, is 0; of another level it is not known.
 */
export type Sample = {
  /** How many looks it is made of: levels are their mean. */
  looks: number;
  /** The time in which its totals came about, ms. */
  ms: number;
  numbers: Map<string, number>;
  times: Map<string, Times>;
  /** By stage. */
  slowest: Map<string, SlowVisit>;
};

export const emptySample = (ms = 0, looks = 1): Sample => ({
  ...{ looks, ms },
  ...{ numbers: new Map(), times: new Map(), slowest: new Map() },
});

export const keyOf = (name: MeasureName, label?: string): string =>
  label === undefined ? name : `${name}:${label}`;

/** The measure of a key, and its label. */
export function partsOf(key: string): [name: MeasureName, label: string | null] {
  const colon = key.indexOf(':');
  return colon < 0 ? [key as MeasureName, null] : [key.slice(0, colon) as MeasureName, key.slice(colon + 1)];
}

/** Adds to a number of a sample; what would be nothing is left out. */
export function addNumber({ numbers }: Sample, key: string, value: number): void {
  if (value !== 0) numbers.set(key, (numbers.get(key) ?? 0) + value);
}

export function addTimes({ times }: Sample, key: string, more: Iterable<readonly [number, number]>): void {
  const into = times.get(key) ?? new Map<number, number>();
  for (const [bucket, count] of more) into.set(bucket, (into.get(bucket) ?? 0) + count);
  if (into.size > 0) times.set(key, into);
}

/** Keeps the slowest visit of a stage. */
export function addSlow({ slowest }: Sample, stage: string, visit: SlowVisit): void {
  if (visit.ms > (slowest.get(stage)?.ms ?? -1)) slowest.set(stage, visit);
}

/** One sample of a longer span from those of one subject within it: sums, means over looks, the most; sketches are added up. */
export function rollUp(samples: readonly Sample[]): Sample {
  const whole = emptySample(0, 0);
  const looksAt = new Map<string, number>();
  for (const sample of samples) {
    whole.looks += sample.looks;
    whole.ms += sample.ms;
    for (const [key, value] of sample.numbers) {
      const { kind } = measureOf(partsOf(key)[0]);
      if (kind === 'peak') whole.numbers.set(key, Math.max(whole.numbers.get(key) ?? 0, value));
      else if (kind === 'total') addNumber(whole, key, value);
      else {
        whole.numbers.set(key, (whole.numbers.get(key) ?? 0) + value * sample.looks);
        looksAt.set(key, (looksAt.get(key) ?? 0) + sample.looks);
      }
    }
    for (const [key, counts] of sample.times) addTimes(whole, key, counts);
    for (const [stage, visit] of sample.slowest) addSlow(whole, stage, visit);
  }
  for (const [key, looks] of looksAt) {
    const labelled = partsOf(key)[1] !== null;
    whole.numbers.set(key, whole.numbers.get(key)! / (labelled ? whole.looks : looks));
  }
  return whole;
}
