import { doToRun as doToLocked, isOver, type LockedJob, lacksToDo, type RunVerb } from '@trunkline/control';
import { authorOf } from '../changes/audit.ts';
import { demand, WrongStateError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller, RunState, Verb } from '../values.ts';
import { lockJob } from './lock-job.ts';

/** Does a verb to the latest run of a job; what is so already is left alone. Returns the job's id. */
export async function doToRun(parts: Parts, caller: Caller, verb: RunVerb, call: Verb): Promise<string> {
  const { id, reason } = call;
  await runsOf(parts).transaction(async (tx) => {
    const locked = await lockJob(tx, caller, id);
    const author = authorOf(caller, reason);
    const done = await doToLocked(tx, author, verb, locked);
    if (done === 'forbidden') demand(lacksToDo(author, verb, locked), ['input', 'id']);
    if (done === 'refused') throw refused(locked, verb);
  });
  return id;
}

function refused({ run }: LockedJob, verb: RunVerb): WrongStateError {
  if (run === null)
    return new WrongStateError('This job has no run yet. Start one with jobStart.', ['input', 'id']);
  return new WrongStateError(`The latest run of this job is ${run.state}: ${advice(run.state, verb)}.`, [
    'input',
    'id',
  ]);
}

function advice(state: RunState, verb: RunVerb): string {
  if (state === 'lost') return 'rebuild it with runRepair, or cancel it';
  if (state === 'repairing') return 'wait until it is repaired';
  if (verb === 'start')
    return state === 'paused' ? 'resume it with jobResume' : 'wait until the run has ended, then start again';
  if (verb === 'cancel') return 'there is nothing left to cancel';
  return isOver(state) ? 'start a new run with jobStart' : 'it is about to end by itself';
}
