import { desiredRun, jobs, policies, projects, runs, shortRun } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import type { Scope } from '@trunkline/web/url';
import { eq, inArray } from 'drizzle-orm';
import type { Parts } from './parts.ts';

/**
 * Brings runs into the frontier as Postgres has them, after a commit. A frontier that is away does not undo the
 * commit: the conductor compares every second and repairs, so the failure is logged and nothing else.
 */
export async function applyRuns(
  { db, frontier, bus, log }: Pick<Parts, 'db' | 'frontier' | 'bus' | 'log'>,
  runIds: readonly string[],
): Promise<void> {
  if (runIds.length === 0) return;
  const rows = await db
    .select({ run: runs, job: jobs, rules: policies.rules, project: projects })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .innerJoin(policies, eq(policies.id, jobs.policyId))
    .innerJoin(projects, eq(projects.id, jobs.projectId))
    .where(inArray(runs.id, [...runIds]));
  const results = await Promise.allSettled(
    rows.map(async ({ run, job, rules, project }) => {
      await bus.publish('runChanged', { runId: run.id });
      const { id: runId, state, version } = run;
      await bus.publish('runState', { runId, run: shortRun(run.serial), state, version });
      // Redis has lost it, and a run that enters it anew without its URLs would look done: the conductor says what becomes of it.
      if (run.startedAt !== null && (await frontier.sizes(shortRun(run.serial))) === null) return;
      await frontier.applyRun(
        desiredRun(run, { ...project, ...job, scope: job.scope as Scope }, rules as Policy),
      );
    }),
  );
  for (const [at, result] of results.entries())
    if (result.status === 'rejected')
      log.warn({ runId: rows[at]!.run.id, err: result.reason }, 'frontier not told yet; the conductor will');
}
