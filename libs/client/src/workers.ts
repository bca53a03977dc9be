import { WorkerListDocument, type WorkerPartsFragment } from './generated/graphql.ts';
import type { Signal } from './jobs.ts';
import { type List, list } from './list.ts';
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
  };
}
