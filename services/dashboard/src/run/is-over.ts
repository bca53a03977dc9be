import type { Progress } from '@trunkline/client';

/** Whether a run is over for good. */
export function isOver(state: Progress['state']): boolean {
  return state === 'DONE' || state === 'CANCELLED' || state === 'FAILED';
}
