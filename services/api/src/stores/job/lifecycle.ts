import { changeRun, type RunChange, type RunState, type RunVerb } from '@trunkline/database';
import { applyRuns } from '../apply-runs.ts';
import { audit } from '../audit.ts';
import { WrongStateError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { isFinal } from '../run-states.ts';
import type { Caller, Verb } from '../values.ts';
import { lockJob } from './lock-job.ts';

const actions = { start: 'jobStart', pause: 'jobPause', resume: 'jobResume', cancel: 'jobCancel' } as const;

/** Does a verb to the latest run of a job and tells the frontier; what is so already is left alone. Returns the job's id. */
export async function doToRun(parts: Parts, caller: Caller, verb: RunVerb, call: Verb): Promise<string> {
  const { id, reason } = call;
  const changed = await parts.db.transaction(async (tx) => {
    await lockJob(tx, caller, id);
    const change = await changeRun(tx, id, verb);
    if (change.outcome === 'refused') throw refused(change, verb);
    if (change.outcome === 'unchanged') return null;
    const [before, after] = [{ state: change.from }, { state: change.to }];
    await audit(tx, caller, { action: actions[verb], type: 'Job', id, before, after, reason });
    return change.runId;
  });
  if (changed === null) return id;
  // A run that starts is brought into the frontier by the conductor, which lets its seeds in after it.
  if (verb === 'start') await parts.bus.publish('runChanged', { runId: changed });
  else await applyRuns(parts, [changed]);
  return id;
}

function refused({ run }: Extract<RunChange, { outcome: 'refused' }>, verb: RunVerb): WrongStateError {
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
  return isFinal(state) ? 'start a new run with jobStart' : 'it is about to end by itself';
}
