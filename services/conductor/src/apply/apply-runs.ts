import { desiredRun, findRun, moveRun, type RunRows, UnusablePolicy } from '@trunkline/control';
import { createRunPartitions, type Database, shortRun } from '@trunkline/database';
import {
  type DesiredRun,
  type Frontier,
  FrontierFull,
  FrontierUnavailable,
  type RunSizes,
} from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { activeRuns, type LookedRun } from '../active-runs.ts';
import { atOnce } from '../at-once.ts';
import { isLost, markFound, markLost } from '../repair/lost-runs.ts';
import { createCloseExpired } from './close-expired.ts';
import { createSeeds } from './seeds.ts';

export type ApplyParts = {
  frontier: Pick<Frontier, 'applyRun' | 'sizesOf' | 'enqueue'>;
  db: Database;
  bus: Pick<Bus, 'publish'>;
  log: Logger;
};

/** Runs brought in at the same time; each takes up to two connections to Postgres. */
const AT_ONCE = 4;

type Pair = { run: LookedRun; sizes: RunSizes | null };

/** Whether there is anything to do for a run that cannot be seen from its size alone. */
function hasWork({ run, sizes }: Pair): boolean {
  if (!sizes || sizes.version < run.version || run.startedAt === null || run.state === 'lost') return true;
  return (
    run.holds.some(({ kind }) => kind === 'seeds') || (run.state === 'starting' && run.holds.length === 0)
  );
}

/**
 * One pass: brings every active run of the database into the frontier in the version the database has, and its seeds after
 * it. The API applies changes by itself; this repairs what it missed. True when seeds are left.
 */
export function createApply(parts: ApplyParts) {
  const { frontier, db, bus, log } = parts;
  const feedSeeds = createSeeds(parts);

  const closeExpired = createCloseExpired(parts);

  /** What was said of a run already, so that it is not said every second. */
  const said = new Map<string, string>();

  return async (): Promise<boolean> => {
    let more = false;
    await closeExpired();
    const looked = await activeRuns(db);
    const sizes = await frontier.sizesOf(looked.map(({ serial }) => shortRun(serial)));
    const pairs = looked.map((run, i) => ({ run, sizes: sizes[i] ?? null }));
    await atOnce(pairs.filter(hasWork), AT_ONCE, async ({ run, sizes: known }) => {
      try {
        if (await bring(run, known)) more = true;
        said.delete(run.id);
      } catch (error) {
        if (error instanceof FrontierUnavailable) throw error; // it is so for all of them
        tell(run, error as Error);
      }
    });
    return more;
  };

  /** What keeps one run from entering keeps no other: it is tried again with the next pass. */
  function tell({ id, serial }: LookedRun, error: Error): void {
    if (said.get(id) === error.message) return;
    said.set(id, error.message);
    const run = shortRun(serial);
    if (error instanceof FrontierFull) log.warn({ run }, `URLs of a run wait to enter: ${error.message}`);
    else log.error({ run, err: error }, 'a run cannot be brought into the frontier; trying again');
  }

  /** Brings a run to the frontier as it is now. True when seeds of it are left. */
  async function bring(looked: LookedRun, sizes: RunSizes | null): Promise<boolean> {
    if (looked.state === 'lost' || (!sizes && isLost(looked))) {
      if (sizes) await markFound(parts, looked);
      else if (looked.state !== 'lost') await markLost(parts, looked);
      return false;
    }
    // It enters Redis with the first step of its repair.
    if (!sizes && looked.state === 'repairing') return false;
    const run = await findRun(db, looked.id);
    if (!run || run.state !== looked.state || run.version !== looked.version) return true; // the next pass looks again
    const desired = await compile(run);
    if (!desired) return false;
    if (!sizes || run.startedAt === null) await createRunPartitions(db, run.serial, run.job.serial);
    if (!sizes || sizes.version < run.version) {
      await frontier.applyRun(desired);
      const { id, state, version } = run;
      await bus.publish('runState', { runId: id, run: desired.run, state, version, over: false });
    }
    if (run.startedAt === null) await moveRun({ db, bus }, run, { startedAt: new Date() });
    if (run.state === 'repairing') return false; // seeds that ended must be marked as known before they are fed again
    return feedSeeds(run, desired);
  }

  /** Null when the run cannot run: then it has failed, with the reason. */
  async function compile(run: RunRows): Promise<DesiredRun | null> {
    try {
      return desiredRun(run);
    } catch (error) {
      if (!(error instanceof UnusablePolicy)) throw error;
      log.error({ run: shortRun(run.serial), err: error }, 'a run has failed');
      await moveRun({ db, bus }, run, { state: 'failed', error: error.message, finishedAt: new Date() });
      return null;
    }
  }
}
