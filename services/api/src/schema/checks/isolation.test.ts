import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { furnish } from '../../testing/furnish.ts';
import { leastInput } from '../../testing/least-input.ts';
import { testApi } from '../../testing/test-api.ts';
import { scopesOf } from '../kit/scope-directive.ts';
import { schema } from '../schema.ts';

const api = await testApi();
const stranger = await api.keyFor(['admin'], 'strangers');

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const mine = await furnish(api, { key: api.key, host: 'mine.test', word: 'mine' });
// Workers serve all projects and tell nothing of their URLs.
const { Worker: _, ...owned } = mine;

const isOperators = (query: string) => scopesOf(schema).get(`Query.${query}`) === 'operator';

test('what is mine is found by me', async () => {
  const ids = Object.values(owned);
  const { data, errors } = await api.ask<Result>(
    'query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
    { ids },
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.deepEqual(
    data.nodes.map((node: Result) => node.id),
    ids,
  );
});

test('a key of another project finds nothing by id', async () => {
  const { data } = await api.ask<Result>(
    'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: Object.values(owned) },
    stranger,
  );
  assert.deepEqual(
    data.nodes,
    Object.values(owned).map(() => null),
  );
  const fields = schema.getQueryType()!.getFields();
  for (const [type, id] of Object.entries(owned)) {
    const name = `${type[0]!.toLowerCase()}${type.slice(1)}`;
    if (!fields[name]?.args.some((arg) => arg.name === 'id')) continue;
    const { data, errors } = await api.ask<Result>(
      `query($id: ID!) { ${name}(id: $id) { id } }`,
      { id },
      stranger,
    );
    assert.equal(data[name], null);
    assert.equal(errors?.[0]?.extensions.code, isOperators(name) ? 'FORBIDDEN' : 'NOT_FOUND', name);
  }
});

test('a key of another project finds nothing in any list of the schema', async () => {
  const query = schema.getQueryType() as GraphQLObjectType;
  const lists = Object.values(query.getFields()).filter((field) =>
    String(field.type).endsWith('Connection!'),
  );
  assert.ok(lists.length >= 4);
  for (const { name, args } of lists) {
    const given = args
      .filter(({ type }) => isNonNullType(type))
      .map((arg) => `${arg.name}: ${JSON.stringify(leastInput(arg.type))}`)
      .join(', ');
    const { data, errors } = await api.ask<Result>(
      `{ ${name}${given && `(${given})`} { totalCount nodes { __typename } } }`,
      {},
      stranger,
    );
    if (isOperators(name)) {
      assert.equal(errors?.[0]?.extensions.code, 'FORBIDDEN', name);
      continue;
    }
    assert.equal(errors, undefined);
    // The stranger has a key and nothing else; workers serve all projects.
    const count = ['apiKeys', 'workers'].includes(name) ? 1 : 0;
    assert.equal(data[name].totalCount, count, name);
    assert.equal(data[name].nodes.length, count, name);
  }
});

/** Mutations whose input names something by an id, with the inputs that ask for it. */
function* changes() {
  const mutation = schema.getMutationType() as GraphQLObjectType;
  for (const { name, args } of Object.values(mutation.getFields())) {
    const input = getNamedType(args[0]!.type);
    if (!isInputObjectType(input)) continue;
    for (const field of Object.values(input.getFields())) {
      if (getNamedType(field.type).name !== 'ID') continue;
      yield { name, input, field: field.name, list: String(field.type).startsWith('[') };
    }
  }
}

test('a key of another project can change nothing by any id of any mutation', async () => {
  let tried = 0;
  for (const { name, input, field, list } of changes())
    for (const [type, id] of Object.entries(owned)) {
      const given = { ...(leastInput(input) as object), [field]: list ? [id] : id };
      const { data, errors } = await api.ask<Result>(
        `mutation($input: ${input.name}!) { ${name}(input: $input) { __typename ... on UserError { code } } }`,
        { input: given },
        stranger,
      );
      const what = `${name} ${field} ${type}: ${JSON.stringify({ data, errors })}`;
      assert.match(String(data?.[name]?.__typename ?? 'Error'), /Error$/, what);
      assert.match(data?.[name]?.code ?? errors?.[0]?.extensions.code, /^(NOT_FOUND|BAD_|FORBIDDEN)/, what);
      tried++;
    }
  assert.ok(tried > 50);
});

test('the body of a capture is for its project alone', async () => {
  const body = (key: string) =>
    fetch(`${api.url}/captures/${mine.Capture}/body`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal((await body(stranger)).status, 404);
  assert.equal((await fetch(`${api.url}/captures/${mine.Capture}/body`)).status, 401);
});

test('every type that has an id is a Node that this test has looked at', () => {
  const nodes = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType =>
      isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node'),
  );
  assert.deepEqual(nodes.map((type) => type.name).sort(), Object.keys(mine).sort());
});
