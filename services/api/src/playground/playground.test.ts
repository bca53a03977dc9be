import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GraphQLError, parse, validate } from 'graphql';
import { schema } from '../schema/schema.ts';
import { testApi } from '../testing/test-api.ts';
import { examples } from './examples.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const { data } = await api.ask<Result>(
  'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { ... on Job { id policy { id } } } }',
);
const ids: Record<string, string> = { 'job_…': data.jobCreate.id, 'policy_…': data.jobCreate.policy.id };

/** The variables of an example, with its placeholders filled in as a reader would. */
function filled(variables: Record<string, unknown> = {}): Record<string, unknown> {
  return JSON.parse(JSON.stringify(variables), (_key, value) =>
    typeof value === 'string' ? (ids[value] ?? value) : value,
  );
}

for (const { title, query, variables } of examples)
  test(`the example "${title}" does what it says`, async () => {
    const document = parse(query);
    assert.deepEqual(validate(schema, document) satisfies readonly GraphQLError[], []);
    const definition = document.definitions[0];
    if (definition?.kind === 'OperationDefinition' && definition.operation === 'subscription') {
      const response = await api.post(
        { query, variables: filled(variables) },
        { accept: 'text/event-stream' },
      );
      assert.equal(response.status, 200);
      for await (const chunk of response.body ?? []) {
        const text = new TextDecoder().decode(chunk);
        if (!text.includes('data:')) continue;
        assert.match(text, /JobProgressSnapshot/);
        break;
      }
      return;
    }
    const answer = await api.ask<Result>(query, filled(variables));
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    for (const value of Object.values(answer.data))
      assert.doesNotMatch(String((value as Result)?.__typename), /Error$/);
  });

test('GraphiQL is one page that loads nothing from elsewhere, and needs no key to be shown', async () => {
  const response = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } });
  assert.equal(response.status, 200);
  const page = await response.text();
  assert.doesNotMatch(page, /<(script|link|img)[^>]+(src|href)="?https?:/);
  assert.match(page, /id="key"/);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  for (const { title } of examples) assert.ok(page.includes(title));
});
