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
  'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { ... on Job { id policy { id } latestRun { id } } } }',
);
const ids: Record<string, string> = {
  'job_…': data.jobCreate.id,
  'policy_…': data.jobCreate.policy.id,
  'run_…': data.jobCreate.latestRun.id,
};

// A host is known by the pages of a job, or by a rule.
await api.ask(
  'mutation { hostRuleSet(input: { pattern: "example.com", pace: { delayMs: 9000 } }) { __typename } }',
);

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
    const operations = document.definitions.filter((one) => one.kind === 'OperationDefinition');
    for (const { operation, name } of operations) {
      const request = { query, variables: filled(variables), operationName: name?.value };
      if (operation === 'subscription')
        assert.match(await firstEvent(request), /JobProgressSnapshot|LiveJobs|LiveWorkers|RunEventsSnapshot/);
      else {
        const answer = (await (await api.post(request)).json()) as Result;
        assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
        for (const value of Object.values(answer.data))
          assert.doesNotMatch(String((value as Result)?.__typename), /Error$/, JSON.stringify(value));
      }
    }
  });

async function firstEvent(request: object): Promise<string> {
  const response = await api.post(request, { accept: 'text/event-stream' });
  assert.equal(response.status, 200);
  for await (const chunk of response.body ?? []) {
    const text = new TextDecoder().decode(chunk);
    if (text.includes('data:')) return text;
  }
  return '';
}

test('there is an example for each thing a newcomer wants to do', () => {
  const text = examples.map(({ query }) => query).join('\n');
  for (const field of [
    ...[
      'jobCreate',
      'jobProgress',
      'policyUpdate',
      'policyPreview',
      'jobPause',
      'explainUrl(',
      'hostRuleSet',
    ],
    ...['inFlight', 'robotsHistory', 'pagesRequeue', 'live('],
    ...['captures', 'deadRetry', 'search', 'scheduleCreate', 'apiKeyCreate', 'auditLog', 'workers'],
    'metrics(',
  ])
    assert.ok(text.includes(field), field);
});

test('a tab is named as its example: GraphiQL takes the first operation', () => {
  for (const { title, query } of examples) {
    const [first] = parse(query).definitions;
    assert.equal(first?.kind === 'OperationDefinition' && first.name?.value, title);
  }
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
