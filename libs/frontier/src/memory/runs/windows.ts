import type { Run } from '../world.ts';

/** When the run may be handed out again by its weekly windows, ms of the frontier's clock; 0: now. */
export function opensAt(run: Run, wall: number, now: number): number {
  const { windows } = run.desired.config.policy;
  if (windows.length === 0) return 0;
  const minute = (wall / 60_000 + 4320) % 10_080;
  let soonest = 10_080;
  for (const { opens, closes } of windows) {
    const open = opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes;
    if (open) return 0;
    soonest = Math.min(soonest, (opens - minute + 10_080) % 10_080);
  }
  return now + Math.ceil(soonest * 60_000);
}
