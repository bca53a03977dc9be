import type { Redis } from '@trunkline/redis';
import {
  endRunLog,
  forgetRunStages,
  forgetRunTrack,
  readRunStages,
  type StageReport,
} from '@trunkline/telemetry';

/** Totals per stage of a run, as its workers say every second; `forget` lets all go that telemetry has of it. */
export type StageTotals = { read(run: string): Promise<StageReport>; forget(run: string): Promise<void> };

export function createStageTotals(redis: Redis): StageTotals {
  return {
    read: (run) => readRunStages(redis, run),
    async forget(run) {
      await forgetRunStages(redis, run);
      await endRunLog(redis, run);
      await forgetRunTrack(redis, run);
    },
  };
}
