import { WorkerListDocument, type WorkerPartsFragment, WorkersWatchDocument } from './generated/graphql.ts';
import type { Signal } from './jobs.ts';
import { type List, list } from './list.ts';
import { type LiveOptions, subscribe } from './live.ts';
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
