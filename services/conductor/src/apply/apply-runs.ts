import { applyRun, isGoing, moveRun, UnusablePolicy } from '@trunkline/control';
import { createRunPartitions, type Database, shortRun } from '@trunkline/database';
import { type Frontier, FrontierFull, type RunSizes } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { isLost, markFound, markLost } from '../repair/lost-runs.ts';
import { activeRuns, type LookedRun } from '../turns/active-runs.ts';
import { createTurns, isAway } from '../turns/turns.ts';
import { createCloseExpired } from './close-expired.ts';
import { createSeeds } from './seeds.ts';

export type ApplyParts = {
  frontier: Pick<Frontier, 'applyRun' | 'forget' | 'time' | 'sizes' | 'sizesOf' | 'enqueue'>;
  db: Database;
  bus: Pick<Bus, 'publish'>;
  log: Logger;
};

/** Runs brought in at the same time; each takes up to two connections to Postgres. */
const AT_ONCE = 4;

type Pair = { run: LookedRun; sizes: RunSizes | null };

/** By version: a run that was changed is not made to wait for what kept it as it was. */
const nameOf = ({ run }: Pair): string => `${shortRun(run.serial)} at version ${run.version}`;

/** Whether there is anything to do for a run that cannot be seen from its size alone. */
function hasWork({ run, sizes }: Pair): boolean {
  if (!sizes || sizes.version < run.version || run.startedAt === null || run.state === 'lost') return true;
  if (run.error !== null && isGoing(run.state)) return true;
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

  const turns = createTurns('apply', log);
  let full = false;

  return turns.pass(async () => {
    let more = false;
    await closeExpired();
    const looked = await activeRuns(db);
    const sizes = await frontier.sizesOf(looked.map(({ serial }) => shortRun(serial)));
    const pairs = looked.map((run, i) => ({ run, sizes: sizes[i] ?? null })).filter(hasWork);
    await turns.each(
      pairs,
      nameOf,
      async ({ run, sizes: known }) => {
        try {
          if (await bring(run, known)) more = true;
          full = false;
        } catch (error) {
          // For room in Redis all wait alike, and ask again with the next pass.
          if (error instanceof FrontierFull) {
            if (!full)
              log.warn({ run: shortRun(run.serial) }, `URLs of runs wait to enter: ${error.message}`);
            full = true;
            return;
          }
          await say(run, error as Error);
          throw error;
        }
      },
      AT_ONCE,
    );
    return more;
  });

  /** Says with the run what keeps it from what it is to be; that a store is away is no fault of it. */
  async function say(run: LookedRun, error: Error): Promise<void> {
    if (isAway(error) || !isGoing(run.state)) return;
    const what = `This run cannot be brought to the workers; it is tried again. ${error.message}`.slice(
      0,
      2000,
    );
    if (run.error !== what) await moveRun({ db, bus }, run, { error: what });
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
    if (!sizes || looked.startedAt === null) await createRunPartitions(db, looked.serial, looked.job.serial);
    const brought = await applyRun({ db, frontier }, looked.id, {
      anew: looked.state === 'cancelling',
    }).catch((error: Error) => {
      if (error instanceof UnusablePolicy) return fail(looked, error);
      throw error;
    });
    if (!brought) return false;
    const { run, desired, applied } = brought;
    if (run.state !== looked.state || run.version !== looked.version) return true; // the next pass looks again
    const { id, state, version } = run;
    if (applied) await bus.publish('runState', { runId: id, run: desired.run, state, version, over: false });
    const began = run.startedAt === null ? { startedAt: new Date() } : {};
    const mended = run.error !== null && isGoing(run.state) ? { error: null } : {};
    if (began.startedAt || 'error' in mended) await moveRun({ db, bus }, run, { ...began, ...mended });
    if (run.state === 'repairing') return false; // seeds that ended must be marked as known before they are fed again
    return feedSeeds(run, desired);
  }

  /** A run that cannot run has failed, with the reason. */
  async function fail(run: LookedRun, { message }: Error): Promise<undefined> {
    log.error({ run: shortRun(run.serial), error: message }, 'a run has failed');
    await moveRun({ db, bus }, run, { state: 'failed', error: message });
  }
}
