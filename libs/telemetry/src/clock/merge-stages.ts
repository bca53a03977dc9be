import type { StageCounts, StageReport, StoredSketch } from '../report/report.ts';
import { createSketch } from './sketch.ts';

/** As a version before this one told or stored it. */
type StoredStage = Omit<StageCounts, 'busyMs' | 'queuedMs' | 'failedBy' | 'wait' | 'service'> & {
  busyMs?: number;
  queuedMs?: number;
  failedBy?: Record<string, number>;
  wait: StoredSketch;
  service: StoredSketch;
};
export type StoredStages = Record<string, StoredStage>;

export function emptyStage(): StageCounts {
  return {
    ...{ inFlight: 0, waiting: 0, done: 0, failed: 0, failedBy: {} },
    ...{ waitMs: 0, serviceMs: 0, busyMs: 0, queuedMs: 0, wait: '', service: '' },
  };
}

/**
 * Sums reports stage by stage; stages keep the order in which they are first met. What was stored before there were sketches is read as
 * well, and what it does not say is taken from what it says of visits that ended.
 */
export function mergeStages(reports: Iterable<StoredStages>): StageReport {
  const merged = new Map<string, { counts: StageCounts; wait: Sketching; service: Sketching }>();
  for (const report of reports) {
    for (const [name, stage] of Object.entries(report)) {
      const into = merged.get(name) ?? {
        counts: emptyStage(),
        wait: createSketch(),
        service: createSketch(),
      };
      merged.set(name, into);
      const { counts } = into;
      counts.inFlight += stage.inFlight;
      counts.waiting += stage.waiting;
      counts.done += stage.done;
      counts.failed += stage.failed;
      for (const [code, n] of Object.entries(stage.failedBy ?? {}))
        counts.failedBy[code] = (counts.failedBy[code] ?? 0) + n;
      counts.waitMs += stage.waitMs;
      counts.serviceMs += stage.serviceMs;
      counts.busyMs += stage.busyMs ?? stage.serviceMs;
      counts.queuedMs += stage.queuedMs ?? stage.waitMs;
      into.wait.add(stage.wait);
      into.service.add(stage.service);
    }
  }
  return Object.fromEntries(
    [...merged].map(([name, { counts, wait, service }]) => [
      name,
      { ...counts, wait: wait.read(), service: service.read() },
    ]),
  );
}

type Sketching = ReturnType<typeof createSketch>;
