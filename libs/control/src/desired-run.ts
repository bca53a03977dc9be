import { type Database, shortRun, type TrapState } from '@trunkline/database';
import type { DesiredRun } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { sql } from 'drizzle-orm';
import { frontierState } from './run-states.ts';

/** Runs of whatever state, with all that says what the frontier is to have of them: their jobs, policies, projects and open holds. */
function findRuns(db: Pick<Database, 'query'>, ids: readonly string[]) {
  return db.query.runs.findMany({
    where: { id: { in: [...ids] } },
    extras: {
      /** Whether there were runs of its job before it. */
      recrawls: (run) =>
        sql<boolean>`exists (select from runs b where b.job_id = ${run.jobId} and b.serial < ${run.serial})`,
      /** Shapes of its job that were taken for traps, and what was decided of them. */
      traps: (run) =>
        sql<
          { shape: string; state: TrapState }[]
        >`(select coalesce(jsonb_agg(jsonb_build_object('shape', t.shape, 'state', t.state) order by t.shape), '[]')
          from traps t join jobs j on j.serial = t.job
          where j.id = ${run.jobId} and (t.run = ${run.serial} or t.state in ('kept', 'allowed')))`,
    },
    with: {
      job: { with: { policy: true, project: true } },
      holds: { where: { closedAt: { isNull: true } } },
    },
  });
}

/** A run with its rows. */
export type RunRows = Awaited<ReturnType<typeof findRuns>>[number];

export async function findRun(db: Pick<Database, 'query'>, id: string): Promise<RunRows | undefined> {
  return (await findRuns(db, [id]))[0];
}

/** The policy of a run cannot be read: the run cannot go. */
export class UnusablePolicy extends Error {
  override readonly name = 'UnusablePolicy';
}

/**
 * What the frontier is to have of a run.
 * @throws {UnusablePolicy} when the rules of its policy are none
 */
export function desiredRun(run: RunRows): DesiredRun {
  const { job } = run;
  const policy = policySchema.safeParse(job.policy.rules);
  if (!policy.success)
    throw new UnusablePolicy(`Policy ${job.policy.name} cannot be used: ${policy.error.message}`);
  const state = frontierState(run);
  return {
    run: shortRun(run.serial),
    version: run.version,
    state: state === 'running' && isHeld(run) ? 'paused' : state,
    weight: job.weight,
    config: {
      ...{ projectId: job.projectId, jobId: job.id, runId: run.id },
      scope: job.scope as DesiredRun['config']['scope'],
      policy: policy.data,
      ...{ maxPages: job.maxPages, maxDepth: job.maxDepth },
      ...(job.project.maxConcurrency !== null && { maxInFlight: run.maxInFlight }),
      ...{ projectUrls: job.project.maxUrls, projectHosts: job.project.maxHosts },
      ...shapesOf(run.traps),
      ...(job.secrets !== null && { secrets: job.secrets }),
    },
  };
}

function shapesOf(traps: RunRows['traps']): Pick<DesiredRun['config'], 'held' | 'free'> {
  const of = (...states: TrapState[]) =>
    traps.filter(({ state }) => states.includes(state)).map(({ shape }) => shape);
  const [held, free] = [of('held', 'kept'), of('released', 'allowed')];
  return { ...(held.length > 0 && { held }), ...(free.length > 0 && { free }) };
}

/**
 * Hands out nothing although it goes: its project is suspended or being deleted; a quota of it is spent; what the project may have in flight has not been dealt yet, or
 * it was dealt nothing; or what earlier runs know has yet to enter it. A page that changed would let the pages that it links to in
 * as new ones, without what their last captures said, and each would cost its body.
 */
const isHeld = (run: RunRows): boolean => {
  const { heldBy, maxConcurrency, suspendedAt, deletedAt } = run.job.project;
  if (suspendedAt !== null || deletedAt !== null) return true;
  const undealt = maxConcurrency !== null && !run.maxInFlight;
  return heldBy !== null || undealt || run.holds.some((hold) => awaitsLedger(run, hold));
};

/** Whether the ledger of earlier runs has yet to enter a run through this hold; `place`: how far it has. */
export function awaitsLedger(
  { recrawls }: Pick<RunRows, 'recrawls'>,
  { kind, place }: Pick<RunRows['holds'][number], 'kind' | 'place'>,
): boolean {
  if (kind !== 'seeds' || place === null) return kind === 'seeds' && recrawls;
  return (place as { phase: string }).phase !== 'over';
}
