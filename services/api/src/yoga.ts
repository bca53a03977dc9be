import type { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import type { Logger } from '@trunkline/service';
import { createYoga } from 'graphql-yoga';
import type { Keys } from './auth/keys.ts';
import type { Budgets } from './limits/cost/budget.ts';
import { costPlugin } from './limits/cost/cost-plugin.ts';
import { doorPlugin } from './limits/documents/door-plugin.ts';
import { limitsPlugin } from './limits/documents/limits-plugin.ts';
import type { PersistedDocuments } from './limits/documents/persisted.ts';
import { checkVariables } from './limits/documents/variables.ts';
import { errorCodesPlugin, maskWith } from './limits/error-codes-plugin.ts';
import { bodyLimitBytes } from './limits/limits.ts';
import { deadlinePlugin } from './limits/time/deadline-plugin.ts';
import { sharedEventsPlugin } from './live/shared-events-plugin.ts';
import { type OperationSeen, operationsPlugin } from './metrics/operations-plugin.ts';
import type { Context } from './schema/kit/context.ts';
import { schema } from './schema/schema.ts';
import type { Caller } from './stores/values.ts';

export type YogaParts = {
  keys: Keys;
  contextOf: (caller: Caller) => Context;
  budgets: Budgets;
  persisted: PersistedDocuments;
  /** A query ends after so long, and with it what it has running under its signal. */
  queryMs: number;
  signals: AsyncLocalStorage<AbortSignal>;
  log: Logger;
  /** Told of each operation that was executed; nobody is when left out. */
  operation?: OperationSeen | null;
};

/** GraphQL over HTTP and SSE on /graphql; the WebSocket server shares its plugins through `getEnveloped`. */
export function createGraphql(parts: YogaParts) {
  const { keys, contextOf, budgets, persisted, queryMs, signals, log, operation } = parts;
  const callers = new WeakMap<Request, Caller>();
  return createYoga<object, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    cors: false,
    batching: false,
    maxRequestBodySize: bodyLimitBytes,
    logging: false,
    extraParamNames: ['documentId'],
    graphiql: false, // its page is served beside it, compressed
    maskedErrors: { maskError: maskWith(log) },
    context: ({ request, ...rest }) => {
      // Over WebSocket the connection was let in with its key, and `caller` is here already.
      const caller = request === undefined ? (rest as { caller?: Caller }).caller : callers.get(request);
      if (caller === undefined) throw new Error('a request without a caller reached the context');
      const context = contextOf(caller);
      (rest as { res?: ServerResponse }).res?.once('close', context.close);
      return context;
    },
    plugins: [
      {
        // Before parsing: what a stranger sends costs nothing and tells nothing of the schema.
        async onParams({ request, params, setParams }) {
          callers.set(request, await keys.check(request.headers.get('authorization')));
          checkVariables(params.variables);
          const { documentId = inAddress(request) } = params as { documentId?: unknown };
          const query = await persisted.textOf({ ...params, documentId });
          if (query !== null && query !== params.query) setParams({ ...params, query });
        },
      },
      limitsPlugin(),
      costPlugin(budgets),
      deadlinePlugin(queryMs, signals),
      sharedEventsPlugin(contextOf),
      errorCodesPlugin(),
      doorPlugin(),
      ...(operation ? [operationsPlugin(operation)] : []),
    ],
  });
}

/** The id of a document in a GET request. */
function inAddress({ method, url }: Request): string | undefined {
  return method === 'GET' ? (new URL(url).searchParams.get('documentId') ?? undefined) : undefined;
}

export type Graphql = ReturnType<typeof createGraphql>;
