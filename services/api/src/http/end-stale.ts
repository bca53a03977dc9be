import type { ServerResponse } from 'node:http';
import type { Patience } from '../limits/limits.ts';

/**
 * Ends a response whose reader does not read, or that has lived its time. What is kept for a stuck reader is bounded, but its
 * connection and its place among the subscriptions are not to be held for ever.
 */
export function endStale(response: ServerResponse, { stuckMs, lifeMs }: Patience): void {
  const life = setTimeout(() => response.destroy(), lifeMs).unref();
  let stuckFor = 0;
  const step = Math.min(stuckMs / 4, 15_000);
  const look = setInterval(() => {
    stuckFor = response.writableNeedDrain ? stuckFor + step : 0;
    if (stuckFor >= stuckMs) response.destroy();
  }, step).unref();
  response.once('close', () => {
    clearTimeout(life);
    clearInterval(look);
  });
}
