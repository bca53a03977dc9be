import { type RunState, runs } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { applyRuns } from '../apply-runs.ts';
import { audit } from '../audit.ts';
import { WrongStateError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import type { JobVerb } from '../ports.ts';
import { isFinal } from '../run-states.ts';
import type { Caller } from '../values.ts';
import { insertRun } from './create-job.ts';
import { lockJob } from './lock-job.ts';

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
export async function startRun(parts: Parts, caller: Caller, { id, reason }: JobVerb): Promise<string> {
  const made = await parts.db.transaction(async (tx) => {
    const { run, policyVersion } = await lockJob(tx, caller, id);
    if (run === null || isFinal(run.state)) {
      const runId = await insertRun(tx, id, policyVersion);
      const [before, after] = [{ state: run?.state ?? 'new' }, { state: 'starting' }];
      await audit(tx, caller, { action: 'jobStart', type: 'Job', id, before, after, reason });
      return runId;
    }
    if (run.state === 'starting' || run.state === 'running') return null;
    throw wrongState(
      run,
      ifLost(run) ??
        (run.state === 'paused'
          ? 'resume it with jobResume'
          : 'wait until the run has ended, then start again'),
    );
  });
  if (made !== null) await parts.bus.publish('runChanged', { runId: made });
  return id;
}

/** What to do about a run that Redis has lost; undefined for every other one. */
const ifLost = ({ state }: Run) =>
  state === 'lost'
    ? 'rebuild it with runRepair, or cancel it'
    : state === 'repairing'
      ? 'wait until it is repaired'
      : undefined;

export const pauseRun = (parts: Parts, caller: Caller, call: JobVerb) =>
  changeRun(parts, caller, 'jobPause', call, (run) => {
    if (run.state === 'paused') return null;
    if (run.state === 'starting' || run.state === 'running') return 'paused';
    throw wrongState(
      run,
      ifLost(run) ?? (isFinal(run.state) ? 'start a new run with jobStart' : 'it is about to end by itself'),
    );
  });

export const resumeRun = (parts: Parts, caller: Caller, call: JobVerb) =>
  changeRun(parts, caller, 'jobResume', call, (run) => {
    if (run.state === 'starting' || run.state === 'running') return null;
    if (run.state === 'paused') return run.startedAt === null ? 'starting' : 'running';
    throw wrongState(
      run,
      ifLost(run) ?? (isFinal(run.state) ? 'start a new run with jobStart' : 'it is about to end by itself'),
    );
  });

export const cancelRun = (parts: Parts, caller: Caller, call: JobVerb) =>
  changeRun(parts, caller, 'jobCancel', call, (run) => {
    if (run.state === 'cancelling' || run.state === 'cancelled') return null;
    if (run.state === 'recording' || run.state === 'done' || run.state === 'failed')
      throw wrongState(run, 'there is nothing left to cancel');
    return 'cancelling';
  });

async function changeRun(
  parts: Parts,
  caller: Caller,
  action: string,
  { id, reason }: JobVerb,
  verb: Verb,
): Promise<string> {
  const changed = await parts.db.transaction(async (tx) => {
    const { run } = await lockJob(tx, caller, id);
    if (run === null)
      throw new WrongStateError('This job has no run yet. Start one with jobStart.', ['input', 'id']);
    const state = verb(run);
    if (state === null) return null;
    await tx
      .update(runs)
      .set({ state, version: run.version + 1 })
      .where(eq(runs.id, run.id));
    const [before, after] = [{ state: run.state }, { state }];
    await audit(tx, caller, { action, type: 'Job', id, before, after, reason });
    return run.id;
  });
  if (changed !== null) await applyRuns(parts, [changed]);
  return id;
}

function wrongState(run: Run, advice: string): WrongStateError {
  return new WrongStateError(`The latest run of this job is ${run.state}: ${advice}.`, ['input', 'id']);
}
