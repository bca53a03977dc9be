import type { jobs, projects, runs } from './tables.ts';

/** The id of a run in Redis keys and archive folders: its serial in base 36. */
export const shortRun = (serial: number): string => serial.toString(36);

/** The serial behind a short run id; NaN when it is none. */
export const runSerial = (short: string): number =>
  /^[0-9a-z]{1,10}$/.test(short) ? Number.parseInt(short, 36) : Number.NaN;

type RunRow = Pick<
  typeof runs.$inferSelect,
  'id' | 'serial' | 'version' | 'state' | 'endReason' | 'maxInFlight'
>;
/** What of a project binds its runs. */
type Bounds = Pick<typeof projects.$inferSelect, 'heldBy' | 'maxConcurrency'>;
type JobRow = Pick<
  typeof jobs.$inferSelect,
  'id' | 'projectId' | 'scope' | 'maxPages' | 'maxDepth' | 'weight' | 'secrets'
>;

/**
 * The state the frontier must follow, from the rows that say so. Scope and policy rules are handed through as the
 * caller validated them. While a quota of the project is spent (`heldBy`), its runs hand out nothing; where it bounds requests at
 * once they do so until the conductor has dealt them a share.
 */
export function desiredRun<Scope, Policy>(
  run: RunRow,
  job: JobRow & { scope: Scope } & Bounds,
  policy: Policy,
) {
  return {
    run: shortRun(run.serial),
    version: run.version,
    state: frontierState(run, job.heldBy !== null || (job.maxConcurrency !== null && !run.maxInFlight)),
    weight: job.weight,
    config: {
      projectId: job.projectId,
      jobId: job.id,
      runId: run.id,
      scope: job.scope,
      policy,
      maxPages: job.maxPages,
      maxDepth: job.maxDepth,
      ...(job.maxConcurrency === null ? {} : { maxInFlight: run.maxInFlight }),
      ...(job.secrets === null ? {} : { secrets: job.secrets }),
    },
  };
}

function frontierState(run: RunRow, held: boolean): 'running' | 'paused' | 'ending' | 'cancelled' {
  if (run.state === 'cancelling' || run.state === 'cancelled') return 'cancelled';
  if (run.endReason !== null || run.state === 'recording' || run.state === 'done' || run.state === 'failed')
    return 'ending';
  // Until all that ended is marked as known, its links would be taken for new ones.
  return held || run.state === 'paused' || run.state === 'lost' || run.state === 'repairing'
    ? 'paused'
    : 'running';
}
