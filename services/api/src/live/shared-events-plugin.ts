import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  executeSubscriptionEvent,
  GraphQLError,
  type ValidatedExecutionArgs,
  validateSubscriptionArgs,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../schema/kit/context.ts';
import type { Caller } from '../stores/values.ts';

type Shared = Map<DocumentNode, Map<string, Promise<ExecutionResult>>>;
type Text = ExecutionResult & { stringify?: (result: ExecutionResult) => string };

/**
 * Many subscribers get the same event under the same selection: it is resolved once, and written as text once, for all of one
 * project with the same scopes. Each event gets a context of its own, for what stores remember is of one look.
 */
export function sharedEventsPlugin(contextOf: (caller: Caller) => Context): Plugin<Context> {
  const known = new WeakMap<object, Shared>();

  async function subscribe(
    given: unknown,
  ): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const args = validateSubscriptionArgs(given as Parameters<typeof validateSubscriptionArgs>[0]);
    if (!('schema' in args)) return { errors: args };
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const events = source[Symbol.asyncIterator]();
    const { document } = given as { document: DocumentNode };
    const { caller } = args.contextValue as Context;
    const who = keyOf(caller, args, given as { variableValues?: unknown });

    function resolve(event: object): Promise<ExecutionResult> {
      const shared: Shared = known.get(event) ?? new Map();
      known.set(event, shared);
      const mine = shared.get(document) ?? new Map<string, Promise<ExecutionResult>>();
      shared.set(document, mine);
      const done = mine.get(who) ?? execute(args as ValidatedExecutionArgs, event, caller);
      mine.set(who, done);
      // An error may name the key that met it, and may be gone for the next.
      void done.then(({ errors }) => {
        if (errors !== undefined) mine.delete(who);
      });
      return done;
    }

    let over = false;
    const results: AsyncIterableIterator<ExecutionResult> = {
      async next() {
        try {
          const { value, done } = over ? { value: undefined, done: true } : await events.next();
          return done
            ? { value: undefined, done: true }
            : { value: await resolve(value as object), done: false };
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          // Thrown on, it would cut the connection without a word.
          over = true;
          return { value: { errors: [error] }, done: false };
        }
      },
      async return() {
        await events.return?.();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]: () => results,
    };
    return results;
  }

  async function execute(
    args: ValidatedExecutionArgs,
    event: object,
    caller: Caller,
  ): Promise<ExecutionResult> {
    const contextValue = contextOf(caller);
    const given = { ...args, rootValue: event, contextValue };
    const result = await Promise.resolve(
      executeSubscriptionEvent(given as Parameters<typeof executeSubscriptionEvent>[0]),
    ).finally(contextValue.close);
    if (result.errors !== undefined) return result;
    let text: string | null = null;
    const written: Text = { ...result, stringify: () => (text ??= JSON.stringify({ data: result.data })) };
    return written;
  }

  return { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe as never) };
}

function keyOf(
  { projectId, scopes }: Caller,
  { operation }: Pick<ValidatedExecutionArgs, 'operation'>,
  { variableValues }: { variableValues?: unknown },
): string {
  return JSON.stringify([projectId, [...scopes].sort(), operation.name?.value, variableValues]);
}
