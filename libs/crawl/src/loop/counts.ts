import { LocalFault, type Outcome } from '@trunkline/policy';

/** Codes of our own faults may come from the system; there are a few dozen, and beyond these they are one. */
const MOST_CODES = 64;

/** What came of claims since the process began. */
export type Counts = {
  /** Granted, by kind: `url` or `robots`. */
  claimed: ReadonlyMap<string, number>;
  /** By kind and code, with a space between: the code of a failure, who refused, else the class of the status (`2xx`). */
  outcomes: ReadonlyMap<string, number>;
  /** Claims that went back for a fault of ours, by its code. */
  faults: ReadonlyMap<string, number>;
  settled: number;
  /** Settled too late: they had been given to others. */
  stale: number;
};

/** Counts what came of claims; every word is of a closed list, so that metrics may use it. */
export function createCounts() {
  const claimed = new Map<string, number>();
  const outcomes = new Map<string, number>();
  const faults = new Map<string, number>();
  const counts = { claimed, outcomes, faults, settled: 0, stale: 0 };
  const add = (to: Map<string, number>, word: string) => void to.set(word, (to.get(word) ?? 0) + 1);

  return {
    claimed: (kind: string) => add(claimed, kind),
    outcome: (outcome: Outcome) => add(outcomes, `${outcome.kind} ${codeOf(outcome)}`),
    fault(fault: unknown) {
      const code = fault instanceof LocalFault ? fault.code : 'BUG';
      add(faults, faults.has(code) || faults.size < MOST_CODES ? code : 'OTHER');
    },
    settled(count: number) {
      counts.settled += count;
    },
    stale(count: number) {
      counts.stale += count;
    },
    read: (): Counts => counts,
  };
}

export type Counting = ReturnType<typeof createCounts>;

/** What an outcome was, more closely, in a word of a closed list. */
export function codeOf(outcome: Outcome): string {
  if (outcome.kind === 'failed') return outcome.code;
  if (outcome.kind === 'refused') return outcome.by;
  return `${Math.floor(outcome.status / 100)}xx`;
}
