import type { WorkerReport } from './report.ts';

/** Messages between processes, by topic. Payloads are JSON. */
export type Topics = {
  workerReport: WorkerReport;
  /** A run changed in Postgres (state, policy, seeds): conductors apply it at once. */
  runChanged: { runId: string };
  /** An API key was revoked: what it has open ends. */
  keyRevoked: { keyId: string };
  /** The recorder or conductor moved a run's state: live views refresh, workers seal what is over. `run`: its short id. */
  runState: { runId: string; run: string; state: string };
};
