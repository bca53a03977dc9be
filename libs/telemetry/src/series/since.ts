import { eachSince } from '../clock/sketch.ts';
import type { StoredSketch } from '../report/report.ts';
import { addNumber, type Sample } from './sample.ts';

/** What somebody has counted since it began; sketches as they were told. */
export type Totals = { numbers: Record<string, number>; times: Record<string, StoredSketch> };

/** So long who says nothing is remembered, ms; and so many are. */
const REMEMBERED_MS = 600_000;
const MOST = 50_000;
/** Integrals over time are told rounded, and may fall by that. */
const ROUNDING = 1;

/**
 * Remembers what counters last said, and tells what came since. Who is met for the first time began in this span when `isNew`; else it is
 * not known when it counted that. One that counts less than before has begun anew.
 */
export function createSince() {
  const told = new Map<string, { at: number; totals: Totals }>();
  let telling = new Map<string, Totals>();

  return {
    /** Adds what `who` has counted since it was last kept. False: nothing is known of that. */
    add(into: Sample, who: string, now: Totals, isNew: boolean): boolean {
      telling.set(who, now);
      const known = told.get(who)?.totals;
      const before = known && goesOn(now, known) ? known : null;
      if (before === null && known === undefined && !isNew) return false;
      for (const key in now.numbers)
        addNumber(into, key, Math.max(0, now.numbers[key]! - (before?.numbers[key] ?? 0)));
      for (const key in now.times) {
        const old = before?.times[key];
        if (old === now.times[key]) continue;
        const times = into.times.get(key) ?? new Map<number, number>();
        eachSince(now.times[key]!, old ?? '', (bucket, n) => times.set(bucket, (times.get(bucket) ?? 0) + n));
        if (times.size > 0) into.times.set(key, times);
      }
      return true;
    },
    knows: (who: string): boolean => told.has(who),
    /** What was told is written: the next span goes on from here. `at`: ms. */
    keep(at: number): void {
      for (const [who, totals] of telling) {
        told.delete(who);
        told.set(who, { at, totals });
      }
      telling = new Map();
      for (const [who, known] of told) {
        if (known.at > at - REMEMBERED_MS && told.size <= MOST) break;
        told.delete(who);
      }
    },
    /** It was not: it comes again with the next span. */
    undo(): void {
      telling = new Map();
    },
    forget(): void {
      told.clear();
      telling = new Map();
    },
  };
}

const goesOn = (now: Totals, before: Totals): boolean => {
  for (const key in before.numbers)
    if ((now.numbers[key] ?? 0) < before.numbers[key]! - ROUNDING) return false;
  return true;
};
