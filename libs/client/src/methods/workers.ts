import type { Calls, Signal, WatchOptions } from '../calls.ts';
import {
  ConductorsDocument,
  type ConductorsPartsFragment,
  WorkerDrainDocument,
  WorkerListDocument,
  type WorkerPartsFragment,
  WorkerResumeDocument,
  WorkersWatchDocument,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';

export type Worker = WorkerPartsFragment;

/** The processes that bring runs to the workers, record and end them: how many are alive, and what they fail with. */
export type Conductors = ConductorsPartsFragment;

export function createWorkers({ ask, change, pages, follow }: Calls) {
  return {
    /** The workers that reported within the last seconds. */
    list: (signal?: Signal): List<Worker> =>
      pages(WorkerListDocument, { first: 20 }, ({ workers }) => workers, signal),
    /** Whether conductors are alive, and what they fail with; of other projects' only operators read. */
    conductors: async (signal?: Signal): Promise<Conductors> =>
      (await ask(ConductorsDocument, {}, signal)).conductors,
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
