import { untilOpen } from '@trunkline/policy';
import type { Run } from '../world.ts';

/** When the run may be handed out again by its weekly windows, ms of the frontier's clock; 0: now. */
export function opensAt(run: Run, wall: number, now: number): number {
  const wait = untilOpen(run.desired.config.policy.windows, wall);
  return wait === 0 ? 0 : now + wait;
}
