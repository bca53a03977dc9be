import type { Policy } from '../policy.ts';

const WEEK = 10_080;
/** Minutes from Monday 00:00 UTC to the epoch, which was a Thursday. */
const EPOCH = 4320;

/** Milliseconds until weekly windows let URLs be handed out, at `wall` ms since the epoch; 0: they do now, or there are none. */
export function untilOpen(windows: Policy['windows'], wall: number): number {
  if (windows.length === 0) return 0;
  const minute = (wall / 60_000 + EPOCH) % WEEK;
  let soonest = WEEK;
  for (const { opens, closes } of windows) {
    const isOpen = opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes;
    if (isOpen) return 0;
    soonest = Math.min(soonest, (opens - minute + WEEK) % WEEK);
  }
  return Math.ceil(soonest * 60_000);
}
