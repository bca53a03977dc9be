import { setTimeout } from 'node:timers/promises';
import { refusal } from '../refusals.ts';

/** Lets each key have so much a second, and two seconds' worth at once. */
export type Pace = (keyId: string, size: number) => Promise<void>;

const AT_ONCE_MS = 2000;
/** Keys that are remembered; who asked longest ago is forgotten first. */
const MOST_KEYS = 10_000;

/**
 * What is more has to wait for its turn, in the order in which it was asked for.
 * @throws RATE_LIMITED with a Retry-After, when that is longer than `waitMs`
 */
export function createPace(perSecond: number, { waitMs }: { waitMs: number }): Pace {
  /** When what a key was given is worked off, ms. */
  const over = new Map<string, number>();
  return async (keyId, size) => {
    const now = performance.now();
    const from = Math.max(now - AT_ONCE_MS, over.get(keyId) ?? -Infinity);
    const wait = from - now;
    if (wait > waitMs) {
      const seconds = Math.ceil(wait / 1000);
      throw refusal(
        'RATE_LIMITED',
        `This key asks for more of bodies than it may at once. Try again in ${seconds} s, or download "bodyUrl".`,
        {
          http: { status: 429, headers: { 'retry-after': String(seconds) } },
        },
      );
    }
    over.delete(keyId);
    over.set(keyId, from + (size / perSecond) * 1000);
    if (over.size > MOST_KEYS) over.delete(over.keys().next().value!);
    if (wait > 0) await setTimeout(wait);
  };
}
