import { notFound } from '../../limits/refusals.ts';
import type { RunOf } from '../../live/live.ts';
import { keyOf } from '../kit/ids.ts';

/** The run that is meant by an id of a job or of a run. */
export function runOf(id: string): RunOf {
  const jobId = keyOf('Job', id);
  const runId = keyOf('Run', id);
  if (jobId === null && runId === null) throw notFound(id, 'job or run');
  return { jobId, runId, asked: id };
}

/** As `runOf`; none: all runs of the project. */
export const runOrAll = (id: string | null | undefined): RunOf =>
  id == null ? { jobId: null, runId: null, asked: '' } : runOf(id);

export const ofRun = 'Id of a job (its latest run is meant) or of a run.';

export const interval = {
  defaultValue: 1000,
  description: 'At most one event in this time, 250 to 60,000 milliseconds.',
} as const;
