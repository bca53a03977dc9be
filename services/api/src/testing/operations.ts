import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { createClient } from 'graphql-sse';
import { schema } from '../schema/schema.ts';
import type { Furnished } from './furnish.ts';
import { leastInput } from './least-input.ts';
import type { TestApi } from './test-api.ts';

/** What is put into each place of a scalar; `path` is where: `["input", "jobId"]`. */
export type Values = (scalar: string, path: readonly string[]) => readonly unknown[];
type Place = { scalar: string; path: string[]; value: (given: unknown) => unknown };

/** Every place for a scalar beneath a type, with the least input that has one there. */
function* placesIn(type: GraphQLInputType, path: string[], within = new Set<string>()): Generator<Place> {
  if (isNonNullType(type)) return yield* placesIn(type.ofType, path, within);
  if (isListType(type)) {
    for (const { scalar, path: at, value } of placesIn(type.ofType, [...path, '0'], within))
      yield { scalar, path: at, value: (given) => [value(given)] };
    return;
  }
  if (!isInputObjectType(type)) {
    yield { scalar: type.name, path, value: (given) => given };
    return;
  }
  // A filter within a filter is the same again.
  if (within.has(type.name)) return;
  const fields: GraphQLInputField[] = Object.values(type.getFields());
  for (const field of fields)
    for (const { scalar, path: at, value } of placesIn(
      field.type,
      [...path, field.name],
      new Set([...within, type.name]),
    )) {
      const least = type.isOneOf ? {} : (leastInput(type) as object);
      yield { scalar, path: at, value: (given) => ({ ...least, [field.name]: value(given) }) };
    }
}

export type Asked = {
  name: string;
  scalar: string;
  path: string[];
  given: unknown;
  query: string;
  variables: Record<string, unknown>;
};

const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];

/**
 * An operation for each value in each place of a scalar among the arguments of a field: of a root, or of an object that has an id
 * (`ids`: one of each type).
 */
export function* operations(ids: Furnished, values: Values): Generator<Asked> {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of objects) {
    if (!roots.includes(type) && !ids[type.name]) continue;
    for (const field of Object.values(type.getFields()))
      for (const arg of field.args)
        for (const { scalar, path, value } of placesIn(arg.type, [arg.name])) {
          const needed = field.args.filter((one) => one === arg || isNonNullType(one.type));
          const given = needed.map((one) => `${one.name}: $${one.name}`).join(', ');
          const call = `${field.name}(${given}) ${selection(field.type as GraphQLObjectType)}`;
          const declared = needed.map(declare).join(', ');
          const name = `${type.name}.${field.name}`;
          const operation = roots.includes(type) ? type.name.toLowerCase() : 'query';
          const body = roots.includes(type)
            ? call
            : `node(id: ${JSON.stringify(ids[type.name])}) { ... on ${type.name} { ${call} } }`;
          const query = `${operation}(${declared}) { ${body} }`;
          for (const one of values(scalar, path)) {
            const variables = Object.fromEntries(
              needed.map((each) => [each.name, each === arg ? value(one) : leastInput(each.type)]),
            );
            yield { name, scalar, path, given: one, query, variables };
          }
        }
  }
}
const declare = ({ name, type }: GraphQLArgument) => `$${name}: ${String(type)}`;
function selection(type: GraphQLObjectType): string {
  const named = getNamedType(type) as GraphQLObjectType;
  if (named.name.endsWith('Result')) return '{ __typename ... on UserError { code message path } }';
  return 'getFields' in named || 'getTypes' in named ? '{ __typename }' : '';
}

/** The first answer of a subscription. */
export async function firstOf<D>(api: TestApi, query: string, variables: Record<string, unknown>) {
  const client = createClient({
    url: `${api.url}/graphql`,
    headers: { authorization: `Bearer ${api.key}` },
    retryAttempts: 0,
  });
  for await (const result of client.iterate({ query, variables }))
    return result as unknown as Awaited<ReturnType<typeof api.ask<D>>>;
  throw new Error(`${query} said nothing`);
}
