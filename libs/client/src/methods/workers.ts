import type { Calls, Signal, WatchOptions } from '../calls.ts';
import {
  WorkerDrainDocument,
  WorkerListDocument,
  type WorkerPartsFragment,
  WorkerResumeDocument,
  WorkersWatchDocument,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';

export type Worker = WorkerPartsFragment;

export function createWorkers({ change, pages, follow }: Calls) {
  return {
    /** The workers that reported within the last seconds. */
    list: (signal?: Signal): List<Worker> =>
      pages(WorkerListDocument, { first: 20 }, ({ workers }) => workers, signal),
    /**
     * Lets a worker claim nothing more: DRAINING until what it holds has ended, then PAUSED, and it can be stopped without a visit
     * lost. Needs the scope `operator`.
     */
    drain: (id: string, reason?: string, signal?: Signal): Promise<Worker> =>
      change(WorkerDrainDocument, { input: { id, reason } }, signal),
    /** Lets a drained worker claim again. */
    resume: (id: string, reason?: string, signal?: Signal): Promise<Worker> =>
      change(WorkerResumeDocument, { input: { id, reason } }, signal),
    /** The workers that are alive, whenever something of them changes; never ends by itself. */
    watch: ({ intervalMs = 1000, ...options }: WatchOptions = {}) =>
      follow(
        WorkersWatchDocument,
        () => ({ intervalMs }),
        ({ workers }) => workers.workers,
        options,
      ),
  };
}
