import { setTimeout as pause } from 'node:timers/promises';
import type { Frontier } from '@trunkline/frontier';

/** How long it waits for the recorder to have caught up, ms. */
const PATIENCE_MS = 20_000;

/** True once nothing that Redis has said waits for the recorder. */
export async function caughtUp(frontier: Pick<Frontier, 'outcomesBacklog'>): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    if ((await frontier.outcomesBacklog()).length === 0) return true;
    await pause(100);
  }
  return false;
}
