import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { forbidden } from '../../limits/refusals.ts';
import { may } from '../../stores/changes/may.ts';
import type { KeyScope } from '../../stores/values.ts';
import type { Context } from './context.ts';
import { decodeId, encodeId } from './ids.ts';
import './texts-plugin.ts';

export type SchemaTypes = {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  AuthScopes: { scope: KeyScope };
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Long: { Input: number; Output: number };
    JSON: { Input: unknown; Output: unknown };
    ID: { Input: string; Output: string };
  };
  Connection: { count: () => Promise<number> };
};

const once = { field: 0, multiplier: 1 };

/** Turns `jobCreate` into `JobCreateResult`: the name of the union a mutation answers with. */
const resultName = ({ fieldName }: { fieldName: string }) =>
  `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`;

export const builder = new SchemaBuilder<SchemaTypes>({
  // The first one is around the others.
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, ComplexityPlugin, 'texts'],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: resultName,
      description:
        'What was asked for, or an error that says what to do. Every error implements `UserError`.',
    },
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ caller }) => ({ scope: (scope) => may(caller, scope) }),
    unauthorizedError: (_parent, { caller }, info, { failure }) =>
      forbidden(caller, info, missingScope(failure)),
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 5,
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    encodeGlobalID: (typename, id) => encodeId(typename, String(id)),
    decodeGlobalID: decodeId,
    nodeQueryOptions: {
      description: 'Any object by its id. An unknown id answers with the error NOT_FOUND.',
      args: { id: { description: 'Its id.' } },
    },
    nodesQueryOptions: {
      description: 'Objects by their ids, in the order asked; at most 100.',
      args: { ids: { description: 'Their ids; null stands in the answer for one that is unknown.' } },
    },
    idFieldOptions: { description: 'Opaque id.' },
    nodeTypeOptions: { description: 'Anything that has an id of its own.' },
    pageInfoTypeOptions: { description: 'Where a page of a list lies in the whole.' },
    // The list itself multiplied the cost already.
    nodesOnConnection: { description: 'The items of this page without their cursors.', complexity: once },
    edgesFieldOptions: {
      description: 'The items of this page with their cursors.',
      nullable: false,
      complexity: once,
    },
    nodeFieldOptions: { description: 'The item.', nullable: false },
    cursorFieldOptions: { description: 'Opaque position of this item, for `after` and `before`.' },
    pageInfoFieldOptions: { description: 'Where this page lies in the whole list.' },
    hasNextPageFieldOptions: { description: 'True when more items follow.' },
    hasPreviousPageFieldOptions: { description: 'True when items come before.' },
    startCursorFieldOptions: { description: 'Cursor of the first item.' },
    endCursorFieldOptions: { description: 'Cursor of the last item: ask again with it as `after`.' },
    firstArgOptions: { description: 'How many from the start, 1 to 100; 20 when left out.' },
    afterArgOptions: { description: 'Only items after this cursor.' },
    lastArgOptions: { description: 'How many from the end, 1 to 100.' },
    beforeArgOptions: { description: 'Only items before this cursor.' },
    defaultConnectionTypeOptions: { description: 'One page of a list.' },
    defaultEdgeTypeOptions: { description: 'One item of a page and its cursor.' },
    defaultConnectionFieldOptions: {
      complexity: (args) => ({ field: 1, multiplier: Math.min(args.first ?? args.last ?? 20, 100) }),
    },
  },
});

builder.globalConnectionField('totalCount', (t) =>
  t.field({
    type: 'Long',
    nullable: true,
    complexity: 10,
    description: 'How many items the whole list has; null when counting would take too long.',
    resolve: (connection) => countOrNull(connection.count),
  }),
);

builder.queryType({ description: 'Everything that can be read.', authScopes: { scope: 'jobs:read' } });
builder.mutationType({
  description: 'Everything that can be changed. Each answers with the changed object or a `UserError`.',
});
builder.subscriptionType({
  description: 'Live views, over SSE or WebSocket on the path of this API.',
  authScopes: { scope: 'jobs:read' },
});

/** The scope a failed check asked for. */
function missingScope(failure: unknown): string {
  const scope = failure as { kind: string; parameter?: unknown; failures?: unknown[] };
  if (typeof scope.parameter === 'string') return scope.parameter;
  return scope.failures?.length ? missingScope(scope.failures[0]) : 'jobs:read';
}

/** Postgres ends statements that take too long (code 57014): then the list is too long to be counted. */
async function countOrNull(count: () => Promise<number>): Promise<number | null> {
  try {
    return await count();
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause)
      if ('code' in cause && cause.code === '57014') return null;
    throw error;
  }
}

/** The types of this schema, every default filled in. */
export type Types = typeof builder.$inferSchemaTypes;
