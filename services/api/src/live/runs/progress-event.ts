import type { ProgressValue, RunState, RunValue } from '../../stores/values.ts';

/** What a watcher of a run gets: snapshot, then updates and state changes, then done. */
export type ProgressEvent = {
  kind: 'snapshot' | 'update' | 'state' | 'done';
  run: RunValue;
  progress: ProgressValue;
  /** State before; the same as now unless `kind` is `state`. */
  from: RunState;
  /** Events this watcher missed since the one before. */
  dropped: number;
};
