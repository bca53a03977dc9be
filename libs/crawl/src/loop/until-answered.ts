import { setTimeout as sleep } from 'node:timers/promises';
import { FrontierUnavailable } from '@trunkline/frontier';

/**
 * Repeats a call while Redis is away, with growing and random waits, until it is answered or `signal` aborts
 * (then null). The call must be repeatable: it carries the same id each time.
 */
export async function untilAnswered<T>(
  call: () => Promise<T>,
  signal: AbortSignal,
  onAway: () => void,
): Promise<T | null> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof FrontierUnavailable)) throw error;
      onAway();
      const waitMs = Math.min(50 * 2 ** tries, 1000) * (0.5 + Math.random());
      await sleep(waitMs, undefined, { signal }).catch(() => {}); // the loop sees the abort
    }
  }
  return null;
}

/** Whether Redis answered that it would not do this: a fault of ours or of its data, by which no process need end. */
export function isRefusal(fault: unknown): boolean {
  return fault instanceof Error && fault.name === 'ReplyError';
}
