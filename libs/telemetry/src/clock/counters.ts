import type { StageCounts, StageReport } from '../report/report.ts';
import { createSketch, type SketchBuilder } from './sketch.ts';

/** Codes may come from the system; there are a few dozen, and beyond these they are one. */
const MOST_CODES = 48;

/**
 * One stage. The integrals cost nothing while nothing happens: those in flight have been so for (their number × now − the sum of the
 * moments at which they began).
 */
export type Counters = {
  inFlight: number;
  waiting: number;
  done: number;
  failed: number;
  failedBy: Record<string, number>;
  waitMs: number;
  serviceMs: number;
  /** Sums of the moments at which those in flight began, and at which those that wait came. */
  begun: number;
  asked: number;
  /** What those served that stand aside for the moment, and what those waited that left without having begun. */
  asideMs: number;
  leftMs: number;
  wait: SketchBuilder;
  service: SketchBuilder;
};

export type Table<Stage extends string> = Record<Stage, Counters>;

export function emptyTable<Stage extends string>(stages: readonly Stage[]): Table<Stage> {
  const counters = (): Counters => ({
    ...{ inFlight: 0, waiting: 0, done: 0, failed: 0, failedBy: {}, waitMs: 0, serviceMs: 0 },
    ...{ begun: 0, asked: 0, asideMs: 0, leftMs: 0, wait: createSketch(), service: createSketch() },
  });
  return Object.fromEntries(stages.map((stage) => [stage, counters()])) as Table<Stage>;
}

export function waits(c: Counters, at: number): void {
  c.waiting++;
  c.asked += at;
}

/** Sums of moments begin anew when nobody is there, so that their rounding does not add up. */
function waitsNoMore(c: Counters, asked: number): void {
  c.waiting--;
  c.asked = c.waiting === 0 ? 0 : c.asked - asked;
}

export function leaves(c: Counters, asked: number, at: number): void {
  waitsNoMore(c, asked);
  c.leftMs += at - asked;
}

export function begins(c: Counters, asked: number, at: number): void {
  waitsNoMore(c, asked);
  c.waitMs += at - asked;
  c.wait.record(at - asked);
  c.inFlight++;
  c.begun += at;
}

function isServedNoMore(c: Counters, began: number): void {
  c.inFlight--;
  c.begun = c.inFlight === 0 ? 0 : c.begun - began;
}

export function stepsAside(c: Counters, began: number, at: number): void {
  isServedNoMore(c, began);
  c.asideMs += at - began;
}

export function comesBack(c: Counters, began: number, at: number): void {
  c.inFlight++;
  c.begun += began;
  c.asideMs -= at - began;
}

/** `failure`: its code; null: it went well. */
export function ends(c: Counters, began: number, at: number, failure: string | null): void {
  isServedNoMore(c, began);
  c.serviceMs += at - began;
  c.service.record(at - began);
  if (failure === null) c.done++;
  else {
    c.failed++;
    countCode(c.failedBy, failure);
  }
}

/** Adds one of a code to a count by codes that stays bounded. */
export function countCode(by: Record<string, number>, code: string): void {
  const known = by[code];
  if (known !== undefined) by[code] = known + 1;
  else if (Object.keys(by).length < MOST_CODES) by[code] = 1;
  else by['OTHER'] = (by['OTHER'] ?? 0) + 1;
}

const rounded = (ms: number) => Math.max(0, Math.round(ms * 1000) / 1000);

export function waitingIn(c: Counters, now: number): { waiting: number; queuedMs: number } {
  return { waiting: c.waiting, queuedMs: rounded(c.waitMs + c.leftMs + c.waiting * now - c.asked) };
}

function read(c: Counters, now: number): StageCounts {
  const { inFlight, waiting, done, failed, failedBy, waitMs, serviceMs } = c;
  return {
    ...{ inFlight, waiting, done, failed, failedBy: { ...failedBy } },
    waitMs: rounded(waitMs),
    serviceMs: rounded(serviceMs),
    busyMs: rounded(serviceMs + c.asideMs + inFlight * now - c.begun),
    queuedMs: waitingIn(c, now).queuedMs,
    wait: c.wait.read(),
    service: c.service.read(),
  };
}

export function readTable(table: Record<string, Counters>, now: number): StageReport {
  return Object.fromEntries(Object.entries(table).map(([stage, counters]) => [stage, read(counters, now)]));
}

export function isQuiet(table: Record<string, Counters>): boolean {
  return Object.values(table).every((c) => c.inFlight === 0 && c.waiting === 0);
}
