import {
  OperationGetDocument,
  type OperationPartsFragment,
  OperationsOfRunDocument,
  RunAuditDocument,
  type RunAuditInput,
  RunRepairDocument,
  type RunRepairInput,
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list } from './list.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

/** Long work on a run, done in the background. Samples of findings are hostile text. */
export type Operation = OperationPartsFragment;

/** Repairs and other long work on runs. */
export function createOperations(transport: Transport) {
  return {
    /** Rebuilds the frontier of a run that Redis has lost; answers at once. While a repair is open that one is answered. */
    async repair(input: RunRepairInput, { signal }: Signal = {}): Promise<Operation> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(RunRepairDocument, { input }, options)).runRepair);
    },

    /** Compares what Redis, Postgres and the archive say of a run; answers at once. While an audit is open that one is answered. */
    async audit(input: RunAuditInput, { signal }: Signal = {}): Promise<Operation> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(RunAuditDocument, { input }, options)).runAudit);
    },

    async get(id: string, { signal }: Signal = {}): Promise<Operation> {
      const { node } = await transport.call(OperationGetDocument, { id }, { signal, repeatable: true });
      return node?.__typename === 'RunOperation' ? node : notFound('operation', id);
    },

    /** What was done to a run, newest first. */
    ofRun(id: string, { signal }: Signal = {}): List<Operation> {
      return list(async (after) => {
        const variables = { id, first: 20, after };
        const { run } = await transport.call(OperationsOfRunDocument, variables, {
          signal,
          repeatable: true,
        });
        return run?.operations ?? notFound('run', id);
      });
    },
  };
}
