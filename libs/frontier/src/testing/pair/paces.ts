import type { Pace } from '@trunkline/policy';

/** What runs and host rules of the property tests have for a pace, by number. */
export const paces: Pace[] = [
  { mode: 'delay', delayMs: 1000 },
  { mode: 'delay', delayMs: 0 },
  { mode: 'delay', delayMs: 5000 },
  { mode: 'rate', perSecond: 10, concurrency: 3 },
  { mode: 'rate', perSecond: 3, concurrency: 8 },
];
export const runIds = ['a', 'b'];
