import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../schema/kit/context.ts';
import { costLimit } from '../limits.ts';
import { rateLimited, tooExpensive } from '../refusals.ts';
import type { Budgets, Charge } from './budget.ts';

/** What introspection costs, however much it asks: it is answered from memory. */
const INTROSPECTION = 50;

type Args = {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null;
  variableValues?: Record<string, unknown> | null;
  contextValue: Context;
};

/**
 * Counts what an operation costs before anything of it runs: more than one may cost is refused, and so is more than its key
 * may still spend. Each answer says what it cost and what is left.
 */
export function costPlugin(budgets: Budgets): Plugin<Context> {
  async function spend(args: Args): Promise<Charge & { requested: number }> {
    const requested = costOf(args);
    if (requested > costLimit) throw tooExpensive(requested);
    const charge = await budgets.charge(args.contextValue.caller.keyId, requested);
    if (!charge.granted) throw rateLimited(requested, charge);
    return { ...charge, requested };
  }

  return {
    async onExecute({ args, setResultAndStopExecution }) {
      try {
        const { requested, limit, remaining, resetAt } = await spend(args as unknown as Args);
        return {
          onExecuteDone({ result, setResult }) {
            if (Symbol.asyncIterator in result) return;
            const { extensions } = result as ExecutionResult;
            setResult({
              ...result,
              extensions: { ...extensions, cost: { requested, limit, remaining, resetAt } },
            });
          },
        };
      } catch (error) {
        setResultAndStopExecution({ errors: [refused(error)] });
        return undefined;
      }
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      try {
        await spend(args as unknown as Args);
      } catch (error) {
        setResultAndStopExecution({ errors: [refused(error)] } as never);
      }
    },
  };
}

function refused(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  throw error;
}

/** Cost of the one operation that is asked for, however many the document has. */
function costOf({ schema, document, operationName, variableValues }: Args): number {
  const operation = getOperationAST(document, operationName);
  // Which operation is meant is the executor's to ask.
  if (!operation) return 1;
  const data = operation.selectionSet.selections.filter(
    (node) => node.kind !== Kind.FIELD || !introspective.has(node.name.value),
  );
  const asked = operation.selectionSet.selections.length - data.length;
  if (data.length === 0) return INTROSPECTION;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const alone = { ...operation, selectionSet: { ...operation.selectionSet, selections: data } };
  const { complexity } = complexityFromQuery(
    { kind: Kind.DOCUMENT, definitions: [alone, ...fragments] },
    { schema, variables: variableValues ?? {} },
  );
  return complexity + (asked > 0 ? INTROSPECTION : 0);
}

const introspective = new Set(['__schema', '__type', '__typename']);
