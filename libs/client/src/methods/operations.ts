import { type Calls, type LookOptions, notFound, type Signal } from '../calls.ts';
import {
  OperationGetDocument,
  type OperationPartsFragment,
  OperationsOfRunDocument,
  RunAuditDocument,
  type RunAuditInput,
  RunRepairDocument,
  type RunRepairInput,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';

/** Long work on a run, done in the background. Samples of findings are hostile text. */
export type Operation = OperationPartsFragment;

/** Repairs and other long work on runs. */
export function createOperations({ ask, change, pages, look }: Calls) {
  const get = async (id: string, signal?: Signal): Promise<Operation> => {
    const { node } = await ask(OperationGetDocument, { id }, signal);
    return node?.__typename === 'RunOperation' ? node : notFound('operation', id);
  };
  return {
    get,
    /** Rebuilds the frontier of a run that Redis has lost; answers at once. While a repair is open that one is answered. */
    repair: (input: RunRepairInput, signal?: Signal): Promise<Operation> =>
      change(RunRepairDocument, { input }, signal),
    /** Compares what Redis, Postgres and the archive say of a run; answers at once. While an audit is open that one is answered. */
    audit: (input: RunAuditInput, signal?: Signal): Promise<Operation> =>
      change(RunAuditDocument, { input }, signal),
    /** How far an operation is, again and again until it is over. */
    watch: (id: string, options: LookOptions = {}): AsyncGenerator<Operation, void, undefined> =>
      look(
        () => get(id, options),
        ({ state }) => state !== 'WAITING' && state !== 'RUNNING',
        options,
      ),
    /** What was done to a run, newest first. */
    ofRun: (id: string, signal?: Signal): List<Operation> =>
      pages(
        OperationsOfRunDocument,
        { id, first: 20 },
        ({ run }) => run?.operations ?? notFound('run', id),
        signal,
      ),
  };
}
