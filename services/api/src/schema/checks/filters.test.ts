import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi({ costPerSecond: 1000 });

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function names(filter: object): Promise<string> {
  const query = 'query($filter: JobFilter) { jobs(filter: $filter) { nodes { name } } }';
  const { data, errors } = await api.ask<Result>(query, { filter });
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data.jobs.nodes
    .map(({ name }: Result) => name)
    .toSorted()
    .join('');
}

test('filters are combined with and, or and not, also within each other; bulk operations match the same', async () => {
  for (const [name, team] of [
    ['a', 'x'],
    ['b', 'x'],
    ['c', 'y'],
    ['d', null],
  ] as const)
    await api.ask('mutation($input: JobCreateInput!) { jobCreate(input: $input) { __typename } }', {
      input: {
        name,
        seeds: ['http://a.test/'],
        start: false,
        labels: team ? [{ name: 'team', value: team }] : [],
      },
    });
  const [x, y] = ['x', 'y'].map((value) => ({ label: { name: 'team', value } }));
  assert.equal(await names({}), 'abcd');
  assert.equal(await names({ or: [x, y] }), 'abc');
  assert.equal(await names({ or: [x, y], name: 'a' }), 'a');
  assert.equal(await names({ not: x }), 'cd');
  assert.equal(await names({ not: { or: [x, { name: 'd' }] } }), 'c');
  assert.equal(await names({ and: [x, { not: { name: 'a' } }, { state: ['NEW'] }] }), 'b');
  assert.equal(await names({ and: [x, y] }), '');
  const { data } = await api.ask<Result>(
    'mutation($input: JobsBulkInput!) { jobsDelete(input: $input) { ... on BulkRequested { matched } } }',
    { input: { filter: { not: { or: [x, y] } }, dryRun: true } },
  );
  assert.equal(data.jobsDelete.matched, 1);
});

test('an id that is none is refused wherever it stands in a filter', async () => {
  const query = 'query($filter: JobFilter) { jobs(filter: $filter) { nodes { name } } }';
  const { errors } = await api.ask(query, { filter: { or: [{ not: { policyId: 'job_nonsense' } }] } });
  assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
});

test('what a key may still spend is told in the schema as it is in the answer', async () => {
  const response = await api.post({ query: '{ rateLimit { limit remaining operationLimit } }' });
  const { data, extensions } = (await response.json()) as Result;
  const { limit, remaining, requested } = extensions.cost;
  assert.deepEqual([data.rateLimit.limit, data.rateLimit.operationLimit], [limit, 5000]);
  assert.ok(requested >= 1 && Math.abs(data.rateLimit.remaining - remaining) <= 100);
});
