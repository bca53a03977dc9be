import { applyRun, movingRuns, type RunTransaction } from '@trunkline/control';
import type { Parts } from '../parts.ts';

type ApplyParts = Pick<Parts, 'db' | 'frontier' | 'bus' | 'log'>;

/**
 * Transactions that may move runs; after the commit they are in the frontier as they are now. A run that starts is brought there by
 * the conductor, which lets its seeds in after it.
 */
export const runsOf = (parts: ApplyParts) => ({
  transaction: <T>(work: (tx: RunTransaction) => Promise<T>): Promise<T> =>
    movingRuns(parts, work, (runIds) =>
      tellFrontier(parts.log, { runIds }, ...runIds.map((id) => () => applyRun(parts, id))),
    ),
});

/**
 * After a commit: a frontier that is away does not undo it. The conductor compares every second and repairs, so the failure is logged
 * and nothing else.
 */
export async function tellFrontier(
  log: Parts['log'],
  what: object,
  ...said: (() => Promise<unknown>)[]
): Promise<void> {
  for (const result of await Promise.allSettled(said.map((say) => say())))
    if (result.status === 'rejected')
      log.warn({ ...what, err: result.reason }, 'frontier not told yet; the conductor will');
}
