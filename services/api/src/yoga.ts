import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from '@trunkline/service';
import { createYoga } from 'graphql-yoga';
import type { Keys } from './auth/keys.ts';
import type { Budgets } from './limits/budget.ts';
import { costPlugin } from './limits/cost-plugin.ts';
import { deadlinePlugin } from './limits/deadline-plugin.ts';
import { errorCodesPlugin, maskWith } from './limits/error-codes-plugin.ts';
import { bodyLimitBytes } from './limits/limits.ts';
import { limitsPlugin } from './limits/limits-plugin.ts';
import { sharedEventsPlugin } from './live/shared-events-plugin.ts';
import { type OperationSeen, operationsPlugin } from './metrics/operations-plugin.ts';
import { playground } from './playground/playground.ts';
import type { Context } from './schema/context.ts';
import { schema } from './schema/schema.ts';
import type { Caller } from './stores/values.ts';

export type YogaParts = {
  keys: Keys;
  contextOf: (caller: Caller) => Context;
  budgets: Budgets;
  /** A query ends after so long, and with it what it has running under its signal. */
  queryMs: number;
  signals: AsyncLocalStorage<AbortSignal>;
  log: Logger;
  /** Told of each operation that was executed; nobody is when left out. */
  operation?: OperationSeen | null;
};

/** GraphQL over HTTP and SSE on /graphql; the WebSocket server shares its plugins through `getEnveloped`. */
export function createGraphql({ keys, contextOf, budgets, queryMs, signals, log, operation }: YogaParts) {
  const callers = new WeakMap<Request, Caller>();
  return createYoga<object, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    cors: false,
    batching: false,
    maxRequestBodySize: bodyLimitBytes,
    logging: false,
    ...playground,
    maskedErrors: { maskError: maskWith(log) },
    context: ({ request, ...rest }) => {
      // Over WebSocket the connection was let in with its key, and `caller` is here already.
      const caller = request === undefined ? (rest as { caller?: Caller }).caller : callers.get(request);
      if (caller === undefined) throw new Error('a request without a caller reached the context');
      return contextOf(caller);
    },
    plugins: [
      {
        // Before parsing: what a stranger sends costs nothing and tells nothing of the schema.
        async onParams({ request }) {
          callers.set(request, await keys.check(request.headers.get('authorization')));
        },
      },
      limitsPlugin(),
      costPlugin(budgets),
      deadlinePlugin(queryMs, signals),
      sharedEventsPlugin(contextOf),
      errorCodesPlugin(),
      ...(operation ? [operationsPlugin(operation)] : []),
    ],
  });
}

export type Graphql = ReturnType<typeof createGraphql>;
