import { findRun, type RunRows } from '@trunkline/control';
import { type Database, type OperationKind, shortRun, type Transaction } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { isAway } from '../turns/turns.ts';
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
  /** What is done with the run as it is said to be over. */
  over(tx: Transaction, run: RunRows): Promise<void>;
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
      const saved = await db.transaction(async (tx) => {
        const isMine = await saveStep(tx, operation, step);
        if (isMine && step.phase === null) await work.over(tx, run);
        return isMine;
      });
      if (saved && step.phase === null) await tell(operation, run, step);
    } catch (error) {
      if (isAway(error)) throw error;
      log.error({ run: shortRun(run.serial), kind: operation.kind, err: error }, 'an operation failed');
      // The run stays held open: nobody may say it is done.
      const isMine = await failOperation(db, operation, (error as Error).message);
      if (isMine && run.state === 'repairing') await markUnrepaired({ db, bus }, run, error as Error);
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
