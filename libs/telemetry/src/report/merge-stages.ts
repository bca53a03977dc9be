import { addCounts } from './histogram.ts';
import type { StageCounts, StageReport } from './report.ts';

export function emptyStage(): StageCounts {
  return { inFlight: 0, waiting: 0, done: 0, failed: 0, waitMs: 0, serviceMs: 0, wait: {}, service: {} };
}

/** Sums reports stage by stage; stages keep the order in which they are first met. */
export function mergeStages(reports: Iterable<StageReport>): StageReport {
  const merged: StageReport = {};
  for (const report of reports) {
    for (const [name, stage] of Object.entries(report)) {
      const into = merged[name] ?? emptyStage();
      merged[name] = into;
      into.inFlight += stage.inFlight;
      into.waiting += stage.waiting;
      into.done += stage.done;
      into.failed += stage.failed;
      into.waitMs += stage.waitMs;
      into.serviceMs += stage.serviceMs;
      addCounts(into.wait, stage.wait);
      addCounts(into.service, stage.service);
    }
  }
  return merged;
}
