import type { WorkerReport } from './report.ts';

/** Messages between processes, by topic. Payloads are JSON. */
export type Topics = {
  workerReport: WorkerReport;
  /** A run changed in Postgres (state, policy, seeds): conductors apply it at once. */
  runChanged: { runId: string };
  /** The recorder or conductor moved a run's state: live views refresh. */
  runState: { runId: string; state: string };
};
