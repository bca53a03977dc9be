import { forgetRunStages, readRunStages, type StageReport } from '@trunkline/telemetry';
import type { Redis } from 'ioredis';

/** Totals per stage of a run, as its workers say every second. */
export type StageTotals = { read(run: string): Promise<StageReport>; forget(run: string): Promise<void> };

export function createStageTotals(redis: Redis): StageTotals {
  return {
    read: (run) => readRunStages(redis, run),
    forget: (run) => forgetRunStages(redis, run),
  };
}
