import { type Database, jobs, runs, usage } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import type { WorkerReport } from '@trunkline/telemetry';
import { and, eq, sql } from 'drizzle-orm';
import type { RunRows } from '../desired-run.ts';
import type { RunFacts } from './situation.ts';

/** What all runs of an installation have in common at a moment: live workers, and the weights of the runs that go, all together. */
export type Company = { workers: readonly Pick<WorkerReport, 'slots' | 'state'>[]; weights: number };

/** The weights of all runs that go. */
export async function weightsOf(db: Pick<Database, 'select'>): Promise<number> {
  const [row] = await db
    .select({ sum: sql<number>`coalesce(sum(${jobs.weight}), 0)::float` })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(eq(runs.state, 'running'));
  return row?.sum ?? 0;
}

/** Pages that a project fetched today (UTC). */
export async function pagesToday(db: Pick<Database, 'select'>, projectId: string): Promise<number> {
  const [row] = await db
    .select({ pages: usage.pages })
    .from(usage)
    .where(and(eq(usage.projectId, projectId), eq(usage.day, sql`(now() at time zone 'utc')::date`)));
  return row?.pages ?? 0;
}

/** Live workers that take work, and the slots of all of them. */
export function slotsOf(workers: Company['workers']): { workers: number; slots: number } {
  const working = workers.filter(({ state }) => state === 'running');
  return { workers: working.length, slots: working.reduce((sum, { slots }) => sum + slots, 0) };
}

/** What people and workers have decided about a run that is not over. */
export async function factsOf(
  db: Pick<Database, 'select'>,
  run: RunRows,
  { workers, weights }: Company,
  at: number = Date.now(),
): Promise<RunFacts> {
  const { job, holds } = run;
  const { project } = job;
  const policy = job.policy.rules as Policy;
  const { maxPagesPerDay: most, maxConcurrency, heldBy, suspendedAt } = project;
  const today = most === null ? 0 : await pagesToday(db, project.id);
  const live = slotsOf(workers);
  const maxInFlight = maxConcurrency === null ? null : run.maxInFlight;
  return {
    at,
    paused: run.state === 'paused' || suspendedAt !== null,
    feeding: run.state === 'starting' || holds.some(({ kind }) => kind !== 'refill'),
    closed: job.maxDepth === 0 && !policy.robots.sitemaps,
    held: heldBy === 'storage',
    windows: policy.windows,
    ...live,
    share: weights > job.weight ? job.weight / weights : 1,
    maxInFlight,
    bytesPerSecond: policy.limits.bytesPerSecond,
    pagesPerDay: most === null ? null : { most, left: Math.max(0, most - today) },
    target: job.finishBy?.getTime() ?? null,
    maxPages: job.maxPages,
    terms: [run.policyVersion, live.workers, live.slots, maxInFlight, job.weight].join(' '),
  };
}
