import {
  WorkerDrainDocument,
  WorkerListDocument,
  type WorkerPartsFragment,
  WorkerResumeDocument,
  WorkersWatchDocument,
} from './generated/graphql.ts';
import type { Signal } from './jobs.ts';
import { type List, list } from './list.ts';
import { type LiveOptions, subscribe } from './live.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Worker = WorkerPartsFragment;

export function createWorkers(transport: Transport) {
  return {
    /** The workers that reported within the last seconds. */
    list({ signal }: Signal = {}): List<Worker> {
      return list(async (after) => {
        const variables = { first: 20, after };
        return (await transport.call(WorkerListDocument, variables, { signal, repeatable: true })).workers;
      });
    },
    /**
     * Lets a worker claim nothing more: DRAINING until what it holds has ended, then PAUSED, and it can be stopped without a visit
     * lost. Needs the scope `workers:admin`.
     */
    async drain(id: string, reason?: string, { signal }: Signal = {}): Promise<Worker> {
      const options = { signal, repeatable: true };
      return settled(
        (await transport.call(WorkerDrainDocument, { input: { id, reason } }, options)).workerDrain,
      );
    },
    /** Lets a drained worker claim again. */
    async resume(id: string, reason?: string, { signal }: Signal = {}): Promise<Worker> {
      const options = { signal, repeatable: true };
      return settled(
        (await transport.call(WorkerResumeDocument, { input: { id, reason } }, options)).workerResume,
      );
    },
    /** The workers that are alive, whenever something of them changes; never ends by itself. */
    async *watch({
      intervalMs = 1000,
      ...options
    }: LiveOptions & { intervalMs?: number } = {}): AsyncGenerator<Worker[], void, undefined> {
      for await (const { workers } of subscribe(
        transport,
        WorkersWatchDocument,
        () => ({ intervalMs }),
        options,
      ))
        yield workers.workers;
    },
  };
}
