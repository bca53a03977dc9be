import { activeRun } from '@trunkline/control';
import { jobs, runs, shortRun } from '@trunkline/database';
import { type Stage, stages } from '@trunkline/policy';
import { readVisits, readWorkers } from '@trunkline/telemetry';
import { and, eq, isNull } from 'drizzle-orm';
import { type PageArgs, pageOfArray } from '../lists/cursor.ts';
import type { Parts } from '../parts.ts';
import type { Caller, InFlightValue } from '../values.ts';

export type InFlightFilter = {
  /** Without a run: of all that go. */
  runId?: string | null | undefined;
  /** Session of the worker. */
  workerId?: string | null | undefined;
  host?: string | null | undefined;
  stage?: Stage | null | undefined;
  olderThanMs?: number | null | undefined;
};

/** Claims that are out, of the runs of the caller's project. */
export function createInFlightStore(
  { db, frontier, redis }: Pick<Parts, 'db' | 'frontier' | 'redis'>,
  caller: Caller,
) {
  const going = (runId: string | null | undefined) =>
    db
      .select({ id: runs.id, serial: runs.serial })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(
        and(
          eq(jobs.projectId, caller.projectId),
          isNull(jobs.archivedAt),
          activeRun,
          runId == null ? undefined : eq(runs.id, runId),
        ),
      );

  async function all(runId: string | null | undefined): Promise<InFlightValue[]> {
    const own = new Map((await going(runId)).map(({ id, serial }) => [shortRun(serial), id]));
    if (own.size === 0) return [];
    const [claims, workers] = await Promise.all([frontier.inFlight([...own.keys()]), readWorkers(redis)]);
    const visits = await readVisits(
      redis,
      workers.map(({ worker }) => worker),
    );
    const alive = new Set(workers.map(({ session }) => session));
    return claims.map(({ session, run, since, ...claim }) => {
      const { stage, ms } = visits.get(claim.token) ?? {};
      return {
        ...claim,
        runId: own.get(run)!,
        since: new Date(since),
        workerId: alive.has(session) ? session : null,
        stage: (stages as readonly string[]).includes(stage ?? '') ? (stage as Stage) : null,
        stageMs: ms ?? null,
      };
    });
  }

  return {
    /** The oldest first. */
    async list(args: PageArgs, { runId, workerId, host, stage, olderThanMs }: InFlightFilter) {
      const found = (await all(runId)).filter(
        (claim) =>
          (workerId == null || claim.workerId === workerId) &&
          (host == null || claim.host === host) &&
          (stage == null || claim.stage === stage) &&
          (olderThanMs == null || Date.now() - claim.since.getTime() >= olderThanMs),
      );
      return pageOfArray(args, found.sort(byKey), inFlightKey);
    },
  };
}

/** Oldest first; of one moment by token. */
export const inFlightKey = ({ since, token }: InFlightValue) =>
  `${String(since.getTime()).padStart(15, '0')}.${token.padStart(20, '0')}`;
const byKey = (a: InFlightValue, b: InFlightValue) => (inFlightKey(a) < inFlightKey(b) ? -1 : 1);
