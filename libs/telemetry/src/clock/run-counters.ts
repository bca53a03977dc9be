import type { RunCounts } from '../report/report.ts';
import { createSketch, type SketchBuilder } from './sketch.ts';

/** What came of the claims of one run in this process. Moments are performance.now(). */
export type RunCounters = Omit<RunCounts, 'generation' | 'slotMs' | 'firstByte'> & {
  firstByte: SketchBuilder;
  /** Claims that hold a slot, the sum of the moments at which each took it, and the time of those that are over. */
  held: number;
  taken: number;
  heldMs: number;
};

/** What becomes of claims: counted for their run, their host, and all. */
export type Tally = {
  claimed(): void;
  tookSlot(at: number): void;
  gaveSlot(since: number, at: number): void;
  /** A request was written. */
  started(): void;
  firstByte(ms: number): void;
  received(bytes: number): void;
  /** Of a body that was stored. */
  stored(wireBytes: number, decodedBytes: number): void;
  /** A visit ended so. */
  outcome(kind: string): void;
  /** A visit, or a robots.txt, failed for a reason of the host's. */
  failed(code: string): void;
  /** The claim is over: settled or given back. */
  done(): void;
};

export function emptyRun(): RunCounters {
  return {
    ...{ claimed: 0, done: 0, started: 0, outcomes: {}, failures: {} },
    ...{ wireBytes: 0, decodedBytes: 0, receivedBytes: 0, firstByteMs: 0, firstByte: createSketch() },
    ...{ held: 0, taken: 0, heldMs: 0 },
  };
}

export function takesSlot(of: RunCounters, at: number): void {
  of.held++;
  of.taken += at;
}

export function givesSlot(of: RunCounters, since: number, at: number): void {
  of.held--;
  of.taken = of.held === 0 ? 0 : of.taken - since;
  of.heldMs += at - since;
}

export function readRun(
  { held, taken, heldMs, ...of }: RunCounters,
  generation: number,
  now: number,
): RunCounts {
  return {
    ...of,
    generation,
    outcomes: { ...of.outcomes },
    failures: { ...of.failures },
    slotMs: Math.round(heldMs + held * now - taken),
    firstByteMs: Math.round(of.firstByteMs * 10) / 10,
    firstByte: of.firstByte.read(),
  };
}
