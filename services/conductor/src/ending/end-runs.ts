import { type Database, holds, shortRun } from '@trunkline/database';
import type { Frontier, RunSizes } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { and, eq, gt } from 'drizzle-orm';
import { type ActiveRun, activeRuns } from '../active-runs.ts';
import { moveRun } from '../run-state.ts';
import type { StageTotals } from './stage-totals.ts';

export type EndingParts = {
  frontier: Pick<Frontier, 'sizes' | 'drop' | 'forget'>;
  db: Database;
  bus: Pick<Bus, 'publish'>;
  stages: StageTotals;
  log: Logger;
};

/**
 * One pass over the active runs; moves each towards its end:
 *
 *     starting · running · paused ──▶ recording ──▶ done          nothing is left to fetch; then all is committed
 *         └ budget spent: what is left is dropped ──┘
 *     cancelling ─────────────────────────────────▶ cancelled     what is left is dropped; then all is committed
 */
export function createEnding(parts: EndingParts) {
  const { frontier, db, log } = parts;
  const said = new Set<string>();

  return async (): Promise<boolean> => {
    let moved = false;
    // The holds are read with the runs, before the counters: a source that closes its hold has enqueued all before.
    for (const run of await activeRuns(db)) {
      const sizes = await frontier.sizes(shortRun(run.serial));
      if (sizes && (await advance(run, sizes))) moved = true;
    }
    return moved;
  };

  async function advance(run: ActiveRun, sizes: RunSizes): Promise<boolean> {
    const { accepted, finished } = sizes.counters;
    const over = run.state === 'cancelling' || run.endReason !== null || run.state === 'recording';
    if (over) await dropRest(run, sizes);
    else if (run.holds.length > 0) return endWhenBudgetIsSpent(run, sizes);
    if (accepted !== finished) return over ? false : endWhenBudgetIsSpent(run, sizes);
    if (run.state === 'cancelling' || run.state === 'recording') return finish(run, sizes);
    if (await isLost(run, sizes)) return false;
    return moveRun(parts, run, { state: 'recording' }, { bump: true });
  }

  /** Of an ended run, what is in flight finishes or comes back; all else is counted as dropped. */
  async function dropRest(run: ActiveRun, { state, counters }: RunSizes): Promise<void> {
    if (counters.accepted === counters.finished) return;
    // The frontier may not know yet that the run has ended: the apply duty brings it there within a second.
    if (state !== 'ending' && state !== 'cancelled') return;
    const reason = run.endReason ?? (run.state === 'cancelling' ? 'cancelled' : 'ended');
    await frontier.drop(shortRun(run.serial), reason);
  }

  async function endWhenBudgetIsSpent(run: ActiveRun, { counters }: RunSizes): Promise<boolean> {
    const { maxPages } = run.job;
    if (maxPages === null || counters.fetched < maxPages) return false;
    return moveRun(parts, run, { endReason: 'budget' }, { bump: true });
  }

  /** Only when every outcome is committed the run has ended, with the counters that say so. */
  async function finish(run: ActiveRun, { counters }: RunSizes): Promise<boolean> {
    if (run.recorded < counters.finished) return false;
    const stages = await parts.stages.read(shortRun(run.serial));
    const state = run.state === 'cancelling' ? 'cancelled' : 'done';
    const ended = await moveRun(parts, run, { state, counters, stages, finishedAt: new Date() });
    if (ended) log.info({ run: shortRun(run.serial), state, ...counters }, 'a run has ended');
    return ended;
  }

  /** A run that was given seeds and knows of none is not finished: Redis has lost it. */
  async function isLost(run: ActiveRun, { counters }: RunSizes): Promise<boolean> {
    if (counters.accepted + counters.known + counters.refusedAtEnqueue > 0) return false;
    const fed = await db.$count(holds, and(eq(holds.runId, run.id), gt(holds.position, 0)));
    if (fed > 0 && !said.has(run.id)) {
      log.error(
        { run: shortRun(run.serial) },
        'Redis has lost the URLs of a run; it waits to be repaired or cancelled',
      );
      said.add(run.id);
    }
    return fed > 0;
  }
}
