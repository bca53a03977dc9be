import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Result> {
  const { data, errors } = await api.ask<Result>(query, variables);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

const setQuotas = async (input: object) =>
  (
    await ask(
      `mutation($input: ProjectUpdateInput!) { projectUpdate(input: $input) {
        ... on Project { quotas { maxJobs maxPagesPerDay maxStorageBytes } } ... on UserError { code path } } }`,
      { input },
    )
  ).projectUpdate;

const create = async () =>
  (
    await ask(
      `mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { __typename ... on Job { id } ... on UserError { code message } } }`,
    )
  ).jobCreate;

test('a project has as many jobs as its quota allows, also when many are made at once', async () => {
  const first = await create();
  assert.deepEqual((await setQuotas({ maxJobs: 2, maxStorageBytes: 10 })).quotas, {
    ...{ maxJobs: 2, maxPagesPerDay: null, maxStorageBytes: 10 },
  });
  const made = await Promise.all([create(), create(), create()]);
  assert.deepEqual(made.map((one) => one.code ?? one.__typename).sort(), [
    'Job',
    'QUOTA_EXCEEDED',
    'QUOTA_EXCEEDED',
  ]);
  const clone = await ask(
    'mutation($id: ID!) { jobClone(input: { id: $id }) { ... on UserError { code } } }',
    { id: first.id },
  );
  assert.equal(clone.jobClone.code, 'QUOTA_EXCEEDED');
  assert.deepEqual((await setQuotas({ maxJobs: null })).quotas.maxJobs, null);
  assert.equal((await create()).__typename, 'Job');
  const { viewer } = await ask('{ viewer { project { usage { jobs pagesToday storageBytes } heldBy } } }');
  assert.deepEqual(viewer.project, { usage: { jobs: 3, pagesToday: 0, storageBytes: 0 }, heldBy: null });
  assert.deepEqual((await setQuotas({ maxJobs: -1 })).path, ['input', 'maxJobs']);
});
