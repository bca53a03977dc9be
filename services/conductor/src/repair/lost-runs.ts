import { type MoveParts, moveRun } from '@trunkline/control';
import { shortRun } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import type { LookedRun } from '../turns/active-runs.ts';

/** States in which a run that Redis does not know is not lost: it is on its way out, or noticed already. */
const known = new Set(['cancelling', 'lost', 'repairing']);

/** A run that was in Redis once and is not any more. It is not begun again from its seeds: that would visit everything twice. */
export const isLost = (run: Pick<LookedRun, 'state' | 'startedAt'>) =>
  run.startedAt !== null && !known.has(run.state);

/** Says of a run that Redis has lost it, or what else is; it waits to be repaired or cancelled. */
export async function markLost(
  parts: MoveParts & { log: Logger },
  run: LookedRun,
  what = 'Redis has lost the URLs of this run.',
): Promise<void> {
  const short = shortRun(run.serial);
  const error = `${what} Rebuild it from the database with \`trunkline repair\`, or cancel the job.`;
  if (await moveRun(parts, run, { state: 'lost', lostFrom: run.state, error }))
    parts.log.error({ run: short, state: run.state }, error);
}

/** Redis knows the run again, for example because it was the wrong Redis: on as before. */
export async function markFound(parts: MoveParts & { log: Logger }, run: LookedRun): Promise<void> {
  const state = stateAfter(run);
  if (await moveRun(parts, run, { state, lostFrom: null, error: null }))
    parts.log.info({ run: shortRun(run.serial), state }, 'Redis knows the run again');
}

/** The state a lost or repairing run comes back to; one that was about to end finds its end by itself. */
export function stateAfter({ lostFrom }: Pick<LookedRun, 'lostFrom'>): 'starting' | 'running' | 'paused' {
  return lostFrom === 'paused' || lostFrom === 'starting' ? lostFrom : 'running';
}

/** Its repair failed: it is lost as before, with the reason. */
export async function markUnrepaired(parts: MoveParts, run: LookedRun, fault: Error): Promise<void> {
  await moveRun(parts, run, { state: 'lost', error: `The repair of this run failed: ${fault.message}` });
}
