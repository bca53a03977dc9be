import { isGoing, moveRun } from '@trunkline/control';
import { countedVisits, type OpenDatabase, shortRun } from '@trunkline/database';
import { type Frontier, isBehind, type RunSizes } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { markLost } from '../repair/lost-runs.ts';
import { knownEpochs, sameEpochs } from '../repair/watch-epochs.ts';
import { activeRuns, type LookedRun } from '../turns/active-runs.ts';
import { atOnce } from '../turns/at-once.ts';
import type { StageTotals } from './stage-totals.ts';

export type EndingParts = {
  frontier: Pick<Frontier, 'sizesOf' | 'drop' | 'forget' | 'epochs' | 'outcomesSpan'>;
  database: Pick<OpenDatabase, 'db' | 'pool'>;
  bus: Pick<Bus, 'publish'>;
  stages: StageTotals;
  log: Logger;
};

/** The frontier may not know yet that a run has ended: the apply duty brings it there within a second. */
const takesNone = ({ state }: Pick<RunSizes, 'state'>): boolean =>
  state === 'ending' || state === 'cancelled';

/** Runs moved at the same time. */
const AT_ONCE = 4;

/**
 * One pass over the active runs; moves each towards its end:
 *
 *     starting · running · paused ──▶ recording ──▶ done          nothing is left to fetch; then all is committed
 *         └ budget spent: what is left is dropped ──┘ └──▶ lost     outcomes are missing that nobody will record any more
 *     cancelling ─────────────────────────────────▶ cancelled     what is left is dropped; then all is committed
 */
export function createEnding(parts: EndingParts) {
  const { frontier, database, log } = parts;
  const { db } = database;
  /** By run: how far the outcomes of each shard were told when it had come to its end. */
  const told = new Map<string, string[]>();
  const moving = { db, bus: parts.bus };

  return async (): Promise<boolean> => {
    let moved = false;
    // Of an epoch whose beginning nobody has noticed yet the counters say nothing: what is done may be forgotten.
    const known = await knownEpochs(db);
    // The holds are read with the runs, before the counters: a source that closes its hold has enqueued all before.
    const looked = (await activeRuns(db)).filter(({ state }) => isGoing(state));
    const sizes = await frontier.sizesOf(looked.map(({ serial }) => shortRun(serial)));
    if (!sameEpochs(known, await frontier.epochs())) return false;
    await atOnce(looked.entries(), AT_ONCE, async ([i, run]) => {
      const size = sizes[i];
      if (size && (await advance(run, size))) moved = true;
    });
    return moved;
  };

  async function advance(run: LookedRun, sizes: RunSizes): Promise<boolean> {
    const open = sizes.counters.accepted !== sizes.counters.finished || sizes.discovering > 0;
    const over = run.state === 'cancelling' || run.endReason !== null || run.state === 'recording';
    if (over) await dropRest(run, sizes);
    else if (run.holds.length > 0) return endWhenBudgetIsSpent(run, sizes);
    if (open) return over ? false : endWhenBudgetIsSpent(run, sizes);
    // Until the frontier has heard of it, a late worker may bring URLs in; what is left of them is dropped first.
    if (run.state === 'cancelling' || run.state === 'recording')
      return takesNone(sizes) && finish(run, sizes);
    return moveRun(moving, run, { state: 'recording' });
  }

  /** Of an ended run, what is in flight finishes or comes back; all else is counted as dropped. */
  async function dropRest(run: LookedRun, { state, counters, discovering }: RunSizes): Promise<void> {
    if (counters.accepted === counters.finished && discovering === 0) return;
    if (!takesNone({ state })) return;
    const reason = run.endReason ?? (run.state === 'cancelling' ? 'cancelled' : 'ended');
    await frontier.drop(shortRun(run.serial), reason);
  }

  async function endWhenBudgetIsSpent(run: LookedRun, { counters }: RunSizes): Promise<boolean> {
    const { maxPages } = run.job;
    if (maxPages === null || counters.fetched < maxPages) return false;
    return moveRun(moving, run, { endReason: 'budget' });
  }

  /** Whether the recorder has come past everything that was told when this was first asked of the run. */
  async function isCommitted({ id }: LookedRun): Promise<boolean> {
    const span = await frontier.outcomesSpan();
    const last = told.get(id) ?? span.map((shard) => shard.last);
    told.set(id, last);
    return span.every(({ first }, shard) => first === null || isBehind(first, last[shard] ?? ''));
  }

  /** What was told is recorded or gone, and ends are missing: they will never come, and only a repair can tell which. */
  async function lose({ id, version }: LookedRun, finished: number): Promise<boolean> {
    const run = (await activeRuns(db)).find((one) => one.id === id);
    if (run?.state !== 'recording' || run.version !== version || run.recorded >= finished) return true;
    if (!sameEpochs(await knownEpochs(db), await frontier.epochs())) return false;
    while ((await frontier.forget(shortRun(run.serial))).left);
    told.delete(id);
    const error = `${finished - run.recorded} outcomes of this run were lost before they were recorded.`;
    await markLost({ ...moving, log }, run, error);
    return true;
  }

  /** Only when every outcome is committed the run has ended, with the counters that say so. */
  async function finish(run: LookedRun, { counters: seen }: RunSizes): Promise<boolean> {
    // Where more was recorded than this frontier knows of, the count says nothing of what it told last.
    if (run.recorded !== seen.finished && !(await isCommitted(run))) return false;
    if (run.recorded < seen.finished && run.state === 'recording') return lose(run, seen.finished);
    told.delete(run.id);
    const stages = await parts.stages.read(shortRun(run.serial));
    // Of a run that Redis has lost only the database can tell how far it was.
    const isWhole = run.lostFrom === null && run.recorded >= seen.finished;
    const counters = isWhole ? seen : { ...seen, ...(await countedVisits(database.pool, run.serial)) };
    const state = run.state === 'cancelling' ? 'cancelled' : 'done';
    const ended = await moveRun(moving, run, { state, counters, stages });
    if (ended) log.info({ run: shortRun(run.serial), state, ...counters }, 'a run has ended');
    return ended;
  }
}
