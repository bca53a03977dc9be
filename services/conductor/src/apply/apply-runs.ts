import { createRunPartitions, type Database, desiredRun, shortRun } from '@trunkline/database';
import type { DesiredRun, Frontier } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import type { Scope } from '@trunkline/web/url';
import { type ActiveRun, activeRuns } from '../active-runs.ts';
import { isLost, markFound, markLost } from '../repair/lost-runs.ts';
import { moveRun } from '../run-state.ts';
import { createCloseExpired } from './close-expired.ts';
import { awaitsLedger } from './recrawl.ts';
import { createSeeds } from './seeds.ts';

export type ApplyParts = {
  frontier: Pick<Frontier, 'applyRun' | 'sizes' | 'enqueue'>;
  db: Database;
  bus: Pick<Bus, 'publish'>;
  log: Logger;
};

/**
 * One pass: brings every active run of the database into the frontier in the version the database has, and its seeds after
 * it. The API applies changes by itself; this repairs what it missed. True when seeds are left.
 */
export function createApply(parts: ApplyParts) {
  const { frontier, db, bus, log } = parts;
  const feedSeeds = createSeeds(parts);

  const closeExpired = createCloseExpired(parts);

  return async (): Promise<boolean> => {
    let more = false;
    await closeExpired();
    for (const run of await activeRuns(db)) {
      const desired = await compile(run);
      if (!desired) continue;
      const sizes = await frontier.sizes(desired.run);
      if (run.state === 'lost' || (!sizes && isLost(run))) {
        if (sizes) await markFound(parts, run);
        else if (run.state !== 'lost') await markLost(parts, run);
        continue;
      }
      // It enters Redis with the first step of its repair.
      if (!sizes && run.state === 'repairing') continue;
      if (!sizes) await createRunPartitions(db, run.serial, run.job.serial);
      if (!sizes || sizes.version < run.version) {
        await frontier.applyRun(desired);
        const { id, state, version } = run;
        await bus.publish('runState', { runId: id, run: desired.run, state, version });
      }
      if (run.startedAt === null) await moveRun({ db, bus }, run, { startedAt: new Date() });
      if (run.state === 'repairing') continue; // seeds that ended must be marked as known before they are fed again
      if (await feedSeeds(run, desired)) more = true;
    }
    return more;
  };

  /** Null when the run cannot run: then it has failed, with the reason. */
  async function compile(run: ActiveRun): Promise<DesiredRun | null> {
    const policy = policySchema.safeParse(run.job.policy.rules);
    if (policy.success) {
      const job = { ...run.job.project, ...run.job, scope: run.job.scope as Scope };
      const desired = desiredRun(run, job, policy.data);
      return (await awaitsLedger(db, run)) ? { ...desired, state: 'paused' } : desired;
    }
    const error = `Policy ${run.job.policy.name} cannot be used: ${policy.error.message}`;
    log.error({ run: shortRun(run.serial), error }, 'a run has failed');
    await moveRun({ db, bus }, run, { state: 'failed', error, finishedAt: new Date() });
    return null;
  }
}
