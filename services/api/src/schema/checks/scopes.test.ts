import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, type GraphQLField, isNonNullType } from 'graphql';
import { keyScopes } from '../../stores/values.ts';
import { leastInput } from '../../testing/least-input.ts';
import { testApi } from '../../testing/test-api.ts';
import { printWithScopes, rootTypes, scopesOf } from '../kit/scope-directive.ts';
import { schema } from '../schema.ts';

const api = await testApi();
const scopes = scopesOf(schema);

function operation(kind: string, field: GraphQLField<unknown, unknown>) {
  const needed = field.args.filter((arg) => isNonNullType(arg.type));
  const head = needed.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const args = needed.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const text = `${kind}${head && `(${head})`} { ${field.name}${args && `(${args})`} { __typename } }`;
  return { text, variables: Object.fromEntries(needed.map((arg) => [arg.name, leastInput(arg.type)])) };
}

test('every root field says which scope it needs, in code, in the schema as text, and in its description', () => {
  assert.deepEqual(
    [...scopes].filter(([, scope]) => scope === null),
    [],
  );
  const printed = buildSchema(printWithScopes(schema));
  for (const type of rootTypes(printed))
    for (const field of Object.values(type.getFields())) {
      const scope = scopes.get(`${type.name}.${field.name}`)!;
      assert.ok((keyScopes as readonly string[]).includes(scope), `${type.name}.${field.name}: ${scope}`);
      assert.equal(field.astNode?.directives?.[0]?.name.value, 'requiresScope', field.name);
      assert.match(field.description ?? '', new RegExp(`Needs the scope \`${scope}\``));
    }
});

test("what binds the whole installation is the operators', not the admins', and is all of this", () => {
  const operators = [...scopes].flatMap(([field, scope]) => (scope === 'operator' ? [field] : []));
  assert.deepEqual(operators.sort(), [
    'Mutation.hostRuleRemove',
    'Mutation.hostRuleSet',
    'Mutation.projectCreate',
    'Mutation.projectDelete',
    'Mutation.projectResume',
    'Mutation.projectSuspend',
    'Mutation.projectUpdate',
    'Mutation.workerDrain',
    'Mutation.workerResume',
    'Query.project',
    'Query.projects',
  ]);
});

for (const type of rootTypes(schema))
  test(`no field of ${type.name} answers a key that has every scope but the one it needs, nor an admin's what is an operator's`, async () => {
    const keys = new Map<string, string>();
    for (const scope of keyScopes)
      keys.set(
        scope,
        await api.keyFor(
          keyScopes.filter((other) => other !== scope && (other !== 'admin' || scope === 'operator')),
        ),
      );
    for (const field of Object.values(type.getFields())) {
      const scope = scopes.get(`${type.name}.${field.name}`)!;
      const { text, variables } = operation(type.name.toLowerCase(), field);
      const headers = {
        authorization: `Bearer ${keys.get(scope)}`,
        ...(type.name === 'Subscription' && { accept: 'text/event-stream' }),
      };
      const response = await api.post({ query: text, variables }, headers);
      const answer = await response.text();
      assert.match(answer, /"code":"FORBIDDEN"/, `${text}: ${answer}`);
      assert.ok(answer.includes(scope), `${field.name} names ${scope}: ${answer}`);
    }
  });
