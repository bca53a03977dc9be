import assert from 'node:assert/strict';
import { test } from 'node:test';
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
import { furnish } from '../../testing/furnish.ts';
import { leastInput } from '../../testing/least-input.ts';
import { testApi } from '../../testing/test-api.ts';
import { schema } from '../schema.ts';

const api = await testApi();
const ids = await furnish(api, { key: api.key, host: 'amber.test', word: 'onyx' });

/** What Postgres and HTTP cannot take, and what is said of it. */
const bad = { NUL: 'a\0b', 'surrogate pair': 'a\ud800b' };

type Place = { path: string[]; value: (text: string) => unknown };

/** Every place for a text beneath a type, with the least input that has one there. */
function* placesIn(type: GraphQLInputType, path: string[], within = new Set<string>()): Generator<Place> {
  if (isNonNullType(type)) return yield* placesIn(type.ofType, path, within);
  if (isListType(type)) {
    for (const { path: at, value } of placesIn(type.ofType, [...path, '0'], within))
      yield { path: at, value: (text) => [value(text)] };
    return;
  }
  if (!isInputObjectType(type)) {
    if (type.name === 'String' || type.name === 'ID') yield { path, value: (text) => text };
    return;
  }
  // A filter within a filter is the same again.
  if (within.has(type.name)) return;
  const fields: GraphQLInputField[] = Object.values(type.getFields());
  for (const field of fields)
    for (const { path: at, value } of placesIn(
      field.type,
      [...path, field.name],
      new Set([...within, type.name]),
    )) {
      const least = type.isOneOf ? {} : (leastInput(type) as object);
      yield { path: at, value: (text) => ({ ...least, [field.name]: value(text) }) };
    }
}

type Asked = { name: string; path: string[]; query: string; variables: Record<string, unknown> };

const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];

/** An operation for each place of a text among the arguments of a field: of a root, or of an object that has an id. */
function* operations(text: string): Generator<Asked> {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of objects) {
    if (!roots.includes(type) && !ids[type.name]) continue;
    for (const field of Object.values(type.getFields()))
      for (const arg of field.args)
        for (const { path, value } of placesIn(arg.type, [arg.name])) {
          const needed = field.args.filter((one) => one === arg || isNonNullType(one.type));
          const named = Object.fromEntries(
            needed.map((one) => [one.name, one === arg ? value(text) : leastInput(one.type)]),
          );
          const given = needed.map((one) => `${one.name}: $${one.name}`).join(', ');
          const call = `${field.name}(${given}) ${selection(field.type as GraphQLObjectType)}`;
          const declared = needed.map(declare).join(', ');
          const name = `${type.name}.${field.name}`;
          const operation = roots.includes(type) ? type.name.toLowerCase() : 'query';
          const body = roots.includes(type)
            ? call
            : `node(id: ${JSON.stringify(ids[type.name])}) { ... on ${type.name} { ${call} } }`;
          yield { name, path, query: `${operation}(${declared}) { ${body} }`, variables: named };
        }
  }
}
const declare = ({ name, type }: GraphQLArgument) => `$${name}: ${String(type)}`;
function selection(type: GraphQLObjectType): string {
  const named = getNamedType(type) as GraphQLObjectType;
  if (named.name.endsWith('Result')) return '{ __typename ... on UserError { code message path } }';
  return 'getFields' in named || 'getTypes' in named ? '{ __typename }' : '';
}

type Refused = { code: string; message: string; path?: string[]; extensions?: { code: string } };

for (const [what, text] of Object.entries(bad))
  test(`${what} in any text that the API takes is refused by name, and is never its own fault`, async () => {
    let seen = 0;
    for (const { name, path, query, variables } of operations(text)) {
      const where = `${name}(${path.join('.')})`;
      const { data, errors } = query.startsWith('subscription')
        ? await firstOf(query, variables)
        : await api.ask<Record<string, Refused>>(query, variables);
      seen++;
      if (name.startsWith('Mutation.')) {
        assert.equal(errors, undefined, `${where}: ${JSON.stringify(errors)}`);
        const { code, path: said, message } = Object.values(data)[0]!;
        // What is no id at all is told as such.
        assert.deepEqual([code, said], ['BAD_INPUT', path], where);
        assert.ok(message.includes(path.join('.')) && message.includes(what), message);
        continue;
      }
      const [error] = errors ?? [];
      assert.ok(error, `${where} was taken`);
      assert.ok(
        ['BAD_INPUT', 'NOT_FOUND'].includes(error.extensions.code),
        `${where}: ${JSON.stringify(error)}`,
      );
      if (error.extensions.code === 'BAD_INPUT')
        assert.ok(error.message.includes(path.join('.')), error.message);
    }
    assert.ok(seen > 150, `${seen} places`);
  });

async function firstOf(query: string, variables: Record<string, unknown>) {
  const client = createClient({
    url: `${api.url}/graphql`,
    headers: { authorization: `Bearer ${api.key}` },
    retryAttempts: 0,
  });
  for await (const result of client.iterate({ query, variables }))
    return result as unknown as Awaited<ReturnType<typeof api.ask<Record<string, Refused>>>>;
  throw new Error(`${query} said nothing`);
}

test('a text that cannot be kept is refused where it comes in disguise: in an id, a cursor, a parameter of a path', async () => {
  const hidden = (key: string) => Buffer.from(key).toString('base64url');
  for (const id of [`worker_${hidden('.w\0')}`, `host_${hidden('.a\0.test')}`, `capture_${hidden('.1\0')}`]) {
    const { errors } = await api.ask('query($id: ID!) { node(id: $id) { id } }', { id });
    assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND', id);
  }
  const { errors } = await api.ask('query($after: String) { jobs(after: $after) { nodes { id } } }', {
    after: hidden('x\0'),
  });
  assert.equal(errors?.[0]?.extensions.code, 'BAD_INPUT');
  for (const [path, field] of [
    [`/export/${ids['Job']}/pages?after=%00`, 'after'],
    [`/export/${ids['Job']}/captures?format=csv%00`, 'format'],
    [`/captures/${ids['Capture']}/body?x=%00`, 'x'],
  ]) {
    const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.key}` } });
    const { errors: said } = (await response.json()) as { errors: { message: string }[] };
    assert.deepEqual([response.status, said[0]!.message.startsWith(`${field} has a NUL`)], [400, true], path);
  }
});
