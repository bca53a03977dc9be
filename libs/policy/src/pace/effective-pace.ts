import type { Pace } from '../policy.ts';

/** Least ms between two starts at a host, and most of its URLs at once. */
export function paceTerms(pace: Pace): { delayMs: number; concurrency: number } {
  return pace.mode === 'delay'
    ? { delayMs: pace.delayMs, concurrency: 1 }
    : { delayMs: 1000 / pace.perSecond, concurrency: pace.concurrency };
}

/** The stricter of two paces in each of its terms; null has no say. */
export function stricterPace(a: Pace | null, b: Pace): Pace {
  if (a === null) return b;
  const [one, other] = [paceTerms(a), paceTerms(b)];
  const delayMs = Math.max(one.delayMs, other.delayMs);
  const concurrency = Math.min(one.concurrency, other.concurrency);
  if (concurrency === 1 && Number.isInteger(delayMs)) return { mode: 'delay', delayMs };
  return { mode: 'rate', perSecond: 1000 / delayMs, concurrency };
}
