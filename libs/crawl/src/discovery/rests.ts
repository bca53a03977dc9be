import { setImmediate as othersRun, setTimeout as sleep } from 'node:timers/promises';

/**
 * How long the queue rests after a piece of work, as a multiple of what that took, by how much of the time the event loop has something
 * to do. A little always goes on: hosts may have nothing else to be asked for.
 */
const RESTS = [
  { busy: 0.95, times: 9 },
  { busy: 0.85, times: 3 },
  { busy: 0.7, times: 1 },
] as const;
/** A timer that is so late shows that the machine has more to do than it can, however idle this process looks, ms. */
const LATE_MS = 5;
const LONGEST_MS = 1000;
const LOOK_MS = 100;

/** Lets everything else of this process and this machine come first: fetching waits for nothing of the queue. */
export function createRests(signal: AbortSignal) {
  let before = performance.eventLoopUtilization();
  let lookedAt = performance.now();
  let busy = 0;
  let lateMs = 0;

  function look(): void {
    const now = performance.now();
    if (now - lookedAt < LOOK_MS) return;
    const current = performance.eventLoopUtilization();
    busy = performance.eventLoopUtilization(current, before).utilization;
    before = current;
    lookedAt = now;
  }

  return {
    /** After work of so many ms; `urgent`: there are hosts that wait for it. */
    async after(workedMs: number, urgent: boolean): Promise<void> {
      look();
      const most = RESTS.find((one) => busy >= one.busy)?.times ?? 0;
      const times = Math.max(most, lateMs >= LATE_MS ? 3 : 0);
      if (urgent || times === 0) {
        await othersRun();
        if (Math.random() > 0.1) return; // now and then a timer says how late it is
      }
      const waitMs = Math.max(1, urgent ? 0 : Math.min(workedMs * times, LONGEST_MS));
      const asked = performance.now();
      await sleep(waitMs, undefined, { signal }).catch(() => {}); // stopping wakes it
      lateMs += (performance.now() - asked - waitMs - lateMs) / 4;
    },
  };
}
