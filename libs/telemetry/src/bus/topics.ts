import type { WorkerReport } from '../report/report.ts';

/** Messages between processes, by topic. Payloads are JSON. */
export type Topics = {
  workerReport: WorkerReport;
  /** A run changed in Postgres (state, policy, seeds): conductors apply it at once. */
  runChanged: { runId: string };
  /** An API key was revoked: what it has open ends. */
  keyRevoked: { keyId: string };
  /**
   * A run is in this state: live views refresh, workers seal what is `over`. `run`: its short id, `version`: of its row. Whoever
   * publishes it has it kept in the run's log too, if it is news.
   */
  runState: { runId: string; run: string; state: string; version: number; over: boolean };
  /** A finding of the run (its short id) opened or closed: live views refresh. */
  findings: { run: string };
  /** The log of a run has grown: who follows it reads on. `run`: its short id. */
  runEvents: { run: string };
};
