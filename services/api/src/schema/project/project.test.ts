import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs, shortRun } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
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
        ... on Project { version quotas { maxJobs maxPagesPerDay maxStorageBytes maxConcurrency } } ... on UserError { code path } } }`,
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
    ...{ maxJobs: 2, maxPagesPerDay: null, maxStorageBytes: 10, maxConcurrency: null },
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
  const { viewer } = await ask(
    '{ viewer { project { usage { jobs pagesToday storageBytes inFlight } heldBy } } }',
  );
  assert.deepEqual(viewer.project, {
    usage: { jobs: 3, pagesToday: 0, storageBytes: 0, inFlight: 0 },
    heldBy: null,
  });
  assert.deepEqual((await setQuotas({ maxJobs: -1 })).path, ['input', 'maxJobs']);
});

test('a project is changed at the version that was meant; its runs are told at once how much may be in flight', async () => {
  const { version } = await setQuotas({ maxConcurrency: 5 });
  assert.equal(
    (await setQuotas({ maxConcurrency: 6, expectedVersion: version + 1 })).code,
    'VERSION_CONFLICT',
  );
  const changed = await setQuotas({ maxConcurrency: 6, expectedVersion: version });
  assert.deepEqual([changed.version, changed.quotas.maxConcurrency], [version + 1, 6]);
  assert.deepEqual((await setQuotas({ maxConcurrency: 0 })).path, ['input', 'maxConcurrency']);
  const frontier = await openFrontier(api.redisUrl);
  const states = async () =>
    Promise.all(
      (await api.database.db.select().from(runs)).map(
        async (run) => (await frontier.sizes(shortRun(run.serial)))?.state,
      ),
    );
  // No conductor has dealt anything yet: until it does nothing goes.
  assert.deepEqual(new Set(await states()), new Set(['paused']));
  await setQuotas({ maxConcurrency: null });
  assert.deepEqual(new Set(await states()), new Set(['running']));
  await frontier.close();
});
