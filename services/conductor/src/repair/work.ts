import { findRun, type RunRows } from '@trunkline/control';
import { type Database, type OperationKind, shortRun } from '@trunkline/database';
import { FrontierFull, FrontierUnavailable } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { markUnrepaired } from './lost-runs.ts';
import {
  failOperation,
  type Operation,
  type Step,
  saveStep,
  takeOperation,
  withFound,
} from './operations.ts';

export type Work = {
  step(operation: Operation, run: RunRows): Promise<Step>;
  over(run: RunRows): Promise<void>;
};

export type WorkParts = {
  db: Database;
  bus: Pick<Bus, 'publish'>;
  log: Logger;
  owner: string;
  work: Record<OperationKind, Work>;
};

/** One pass: a step of the operation this conductor works on, one at a time. True while there is one. */
export function createOperations({ db, bus, log, owner, work: works }: WorkParts) {
  return async (): Promise<boolean> => {
    const operation = await takeOperation(db, owner);
    if (!operation) return false;
    const run = await findRun(db, operation.runId);
    if (!run) return true; // deleted with its job
    const work = works[operation.kind];
    try {
      const step = await work.step(operation, run);
      // Before it is said to be over: whoever comes after a crash in between does it again.
      if (step.phase === null) await work.over(run);
      const saved = await saveStep(db, operation, step);
      if (saved && step.phase === null) await tell(operation, run, step);
    } catch (error) {
      if (isPassing(error)) throw error;
      log.error({ run: shortRun(run.serial), kind: operation.kind, err: error }, 'an operation failed');
      // The run stays held open: nobody may say it is done.
      await failOperation(db, operation, (error as Error).message);
      if (run.state === 'repairing') await markUnrepaired({ db, bus }, run, error as Error);
    }
    return true;
  };

  async function tell(operation: Operation, run: RunRows, step: Step): Promise<void> {
    const findings = Object.entries(withFound(operation.findings, step.found ?? []));
    const found = Object.fromEntries(findings.map(([kind, { count }]) => [kind, count]));
    log.info(
      { run: shortRun(run.serial), kind: operation.kind, looked: operation.processed, found },
      'an operation is done',
    );
    await bus.publish('runChanged', { runId: run.id });
  }
}

/** Redis or Postgres is away: the loop tries again, where it stopped. SQLSTATE classes 08, 53, 57, and sockets that broke. */
function isPassing(error: unknown): boolean {
  if (error instanceof FrontierUnavailable || error instanceof FrontierFull) return true;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (cause instanceof Error && isPassing(cause)) return true;
  if (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  )
    return true;
  return typeof code === 'string' && /^(?:08|53|57|E[A-Z]+$)/.test(code);
}
