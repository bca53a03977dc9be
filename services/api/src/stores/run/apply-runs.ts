import { desiredRun, findRun, movingRuns, type RunTransaction } from '@trunkline/control';
import { shortRun } from '@trunkline/database';
import type { Parts } from '../parts.ts';

type ApplyParts = Pick<Parts, 'db' | 'frontier' | 'bus' | 'log'>;

/**
 * Transactions that may move runs; after the commit they are in the frontier as they are now. A run that starts is brought there by
 * the conductor, which lets its seeds in after it.
 */
export const runsOf = (parts: ApplyParts) => ({
  transaction: <T>(work: (tx: RunTransaction) => Promise<T>): Promise<T> =>
    movingRuns(parts, work, (runIds) => applyRuns(parts, runIds)),
});

/**
 * One that Redis has lost is left alone: a run that enters it anew without its URLs would look done. A frontier that is away does not
 * undo the commit: the conductor compares every second and repairs, so the failure is logged and nothing else.
 */
async function applyRuns({ db, frontier, log }: ApplyParts, runIds: readonly string[]): Promise<void> {
  const applied = runIds.map(async (runId) => {
    const run = await findRun(db, runId);
    if (!run || (run.startedAt !== null && (await frontier.sizes(shortRun(run.serial))) === null)) return;
    await frontier.applyRun(desiredRun(run));
  });
  for (const [at, result] of (await Promise.allSettled(applied)).entries())
    if (result.status === 'rejected')
      log.warn({ runId: runIds[at], err: result.reason }, 'frontier not told yet; the conductor will');
}
