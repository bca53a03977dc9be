import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** An operation that was executed. `field` is a root field of the schema, or `__typename`, `__schema`, `__type`, `none`. */
export type Operation = {
  type: 'query' | 'mutation' | 'subscription';
  field: string;
  /** What the client calls it: for traces, never for metrics. */
  name: string | null;
  ok: boolean;
  ms: number;
};

export type OperationSeen = (operation: Operation) => void;

/** Tells of each operation that passed validation once it is over; of a subscription, once it has begun. */
export function operationsPlugin(seen: OperationSeen): Plugin {
  return {
    onExecute({ args }) {
      const begun = begin(args);
      return {
        onExecuteDone({ result }) {
          begun(!hasErrors(result));
        },
      };
    },
    onSubscribe({ args }) {
      const begun = begin(args);
      return {
        onSubscribeResult({ result }) {
          begun(!hasErrors(result));
        },
      };
    },
  };

  function begin(args: {
    schema: GraphQLSchema;
    document: DocumentNode;
    operationName?: string | null | undefined;
  }) {
    const at = performance.now();
    const operation = describe(args.schema, args.document, args.operationName);
    return (ok: boolean) => seen({ ...operation, ok, ms: performance.now() - at });
  }
}

/** An operation by its first root field as the schema names it: aliases are the client's. */
function describe(
  schema: GraphQLSchema,
  document: DocumentNode,
  wanted: string | null | undefined,
): Pick<Operation, 'type' | 'field' | 'name'> {
  const operation = getOperationAST(document, wanted);
  if (!operation) return { type: 'query', field: 'none', name: null };
  const [first] = operation.selectionSet.selections;
  const type = operation.operation;
  const name = operation.name?.value.slice(0, 100) ?? null;
  if (first?.kind !== 'Field') return { type, field: 'none', name };
  const asked = first.name.value;
  const isKnown = asked.startsWith('__') || schema.getRootType(type)?.getFields()[asked] !== undefined;
  return { type, field: isKnown ? asked : 'none', name };
}

function hasErrors(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'errors' in result && result.errors !== undefined;
}
