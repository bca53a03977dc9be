import { jobs, policies, type RunState, runs, type Transaction } from '@trunkline/database';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { applyRuns } from './apply-runs.ts';
import { NotFoundError, WrongStateError } from './errors.ts';
import { insertRun } from './job-create.ts';
import type { Parts } from './parts.ts';
import { isFinal } from './run-states.ts';
import type { Caller } from './values.ts';

type Run = typeof runs.$inferSelect;

/** What a verb makes of the latest run: its next state, or null when it is so already. */
type Verb = (run: Run) => RunState | null;

/*
 *            start              pause
 *  (none) ─────────▶ starting ─────────▶ paused
 *                       │    ◀─────────
 *                       ▼      resume        cancel, from any of the three:
 *                    running               ──▶ cancelling ──▶ cancelled
 *                       │
 *                       ▼
 *                   recording ──▶ done     Arrows without a verb are the conductor's.
 */

/** Starts a run of a job that has none; one that is on its way already is left alone. Returns the job's id. */
export async function startRun(parts: Parts, caller: Caller, jobId: string): Promise<string> {
  const made = await parts.db.transaction(async (tx) => {
    const { run, policyVersion } = await lockJob(tx, caller, jobId);
    if (run === null || isFinal(run.state)) return insertRun(tx, jobId, policyVersion);
    if (run.state === 'starting' || run.state === 'running') return null;
    throw wrongState(
      run,
      run.state === 'paused' ? 'resume it with jobResume' : 'wait until the run has ended, then start again',
    );
  });
  if (made !== null) await parts.bus.publish('runChanged', { runId: made });
  return jobId;
}

export const pauseRun = (parts: Parts, caller: Caller, jobId: string) =>
  changeRun(parts, caller, jobId, (run) => {
    if (run.state === 'paused') return null;
    if (run.state === 'starting' || run.state === 'running') return 'paused';
    throw wrongState(
      run,
      isFinal(run.state) ? 'start a new run with jobStart' : 'it is about to end by itself',
    );
  });

export const resumeRun = (parts: Parts, caller: Caller, jobId: string) =>
  changeRun(parts, caller, jobId, (run) => {
    if (run.state === 'starting' || run.state === 'running') return null;
    if (run.state === 'paused') return run.startedAt === null ? 'starting' : 'running';
    throw wrongState(
      run,
      isFinal(run.state) ? 'start a new run with jobStart' : 'it is about to end by itself',
    );
  });

export const cancelRun = (parts: Parts, caller: Caller, jobId: string) =>
  changeRun(parts, caller, jobId, (run) => {
    if (run.state === 'cancelling' || run.state === 'cancelled') return null;
    if (run.state === 'recording' || run.state === 'done' || run.state === 'failed')
      throw wrongState(run, 'there is nothing left to cancel');
    return 'cancelling';
  });

async function changeRun(parts: Parts, caller: Caller, jobId: string, verb: Verb): Promise<string> {
  const changed = await parts.db.transaction(async (tx) => {
    const { run } = await lockJob(tx, caller, jobId);
    if (run === null)
      throw new WrongStateError('This job has no run yet. Start one with jobStart.', ['input', 'id']);
    const state = verb(run);
    if (state === null) return null;
    await tx
      .update(runs)
      .set({ state, version: run.version + 1 })
      .where(eq(runs.id, run.id));
    return run.id;
  });
  if (changed !== null) await applyRuns(parts, [changed]);
  return jobId;
}

/** The job's latest run, locked; the job is locked first so that two starts cannot both find none. */
async function lockJob(tx: Transaction, caller: Caller, jobId: string) {
  const [job] = await tx
    .select({ id: jobs.id, policyVersion: policies.version })
    .from(jobs)
    .innerJoin(policies, eq(policies.id, jobs.policyId))
    .where(and(eq(jobs.id, jobId), eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)))
    .for('update', { of: jobs });
  if (job === undefined)
    throw new NotFoundError('This project has no job with this id. List them with "jobs".', ['input', 'id']);
  const [run] = await tx
    .select()
    .from(runs)
    .where(eq(runs.jobId, jobId))
    .orderBy(desc(runs.id))
    .limit(1)
    .for('update');
  return { policyVersion: job.policyVersion, run: run ?? null };
}

function wrongState(run: Run, advice: string): WrongStateError {
  return new WrongStateError(`The latest run of this job is ${run.state}: ${advice}.`, ['input', 'id']);
}
