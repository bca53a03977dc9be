import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyVersions } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { asc } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const FIELDS = `__typename
  ... on Policy { id name version rules { userAgent allowPrivateNetworks maxPagesPerHost maxPagesPerDomain contentTypes
    budgets { pattern maxPages } retention { runs days } limits { bytesPerSecond connectMs }
    pace { mode delayMs perSecond concurrency } robots { obey maxCrawlDelayMs } retries { attempts } } }
  ... on UserError { code message path }`;

async function change(
  name: 'policyCreate' | 'policyUpdate',
  input: Record<string, unknown>,
  as?: string,
): Promise<Result> {
  const type = `P${name.slice(1)}Input!`;
  const more = name === 'policyUpdate' ? '... on VersionConflictError { current { version } }' : '';
  const { data, errors } = await api.ask<Result>(
    `mutation($input: ${type}) { ${name}(input: $input) { ${FIELDS} ${more} } }`,
    { input },
    as,
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data[name];
}

test('null takes a limit away wherever a rule may have none, at any depth; elsewhere it changes nothing', async () => {
  const rules = { retention: { runs: 3, days: 9 }, limits: { bytesPerSecond: 5000, connectMs: 700 } };
  const { id, ...made } = await change('policyCreate', { name: 'bounded', rules });
  assert.deepEqual([made.rules.retention, made.rules.limits], [rules.retention, rules.limits]);
  const taken = {
    retention: { runs: null },
    limits: { bytesPerSecond: null, connectMs: null },
    robots: null,
  };
  const open = await change('policyUpdate', { id, rules: taken });
  assert.deepEqual(open.rules.retention, { runs: null, days: 9 });
  assert.deepEqual(open.rules.limits, { bytesPerSecond: null, connectMs: 700 });
  assert.equal(open.rules.robots.obey, true);
});

test('a policy is created with the polite defaults, under a name that is its own', async () => {
  const policy = await change('policyCreate', { name: 'polite' });
  assert.equal(policy.version, 1);
  assert.deepEqual(policy.rules.pace, { mode: 'DELAY', delayMs: 1000, perSecond: null, concurrency: null });
  assert.equal(policy.rules.robots.obey, true);
  const again = await change('policyCreate', { name: 'polite' });
  assert.equal(again.code, 'BAD_INPUT');
  assert.deepEqual(again.path, ['input', 'name']);
});

test('an update changes what it names, keeps the rest, and keeps every version', async () => {
  const policy = await change('policyCreate', {
    name: api.freshHost(),
    rules: { userAgent: 'Mine/1', maxPagesPerHost: 5, robots: { obey: false }, contentTypes: ['text/html'] },
  });
  const faster = await change('policyUpdate', {
    id: policy.id,
    rules: { pace: { perSecond: 5 } },
    reason: 'hurry',
  });
  assert.equal(faster.version, 2);
  assert.deepEqual(faster.rules.pace, { mode: 'RATE', delayMs: null, perSecond: 5, concurrency: 1 });
  assert.equal(faster.rules.userAgent, 'Mine/1');
  assert.equal(faster.rules.maxPagesPerHost, 5);
  const open = await change('policyUpdate', {
    id: policy.id,
    rules: {
      maxPagesPerHost: null,
      pace: { concurrency: 4 },
      robots: { maxCrawlDelayMs: 9 },
      contentTypes: [],
    },
  });
  assert.equal(open.rules.maxPagesPerHost, null);
  assert.deepEqual(open.rules.contentTypes, []);
  assert.deepEqual(open.rules.pace, { mode: 'RATE', delayMs: null, perSecond: 5, concurrency: 4 });
  assert.deepEqual(open.rules.robots, { obey: false, maxCrawlDelayMs: 9 });
  const versions = await api.database.db.select().from(policyVersions).orderBy(asc(policyVersions.createdAt));
  assert.deepEqual(
    versions.slice(-3).map((row) => [row.version, row.reason]),
    [
      [1, null],
      [2, 'hurry'],
      [3, null],
    ],
  );
});

test('budgets per domain and per path are kept, and a pattern that can match nothing is refused', async () => {
  const budgets = [{ pattern: '/tag/*', maxPages: 100 }];
  const policy = await change('policyCreate', {
    name: api.freshHost(),
    rules: { maxPagesPerDomain: 7, budgets },
  });
  assert.deepEqual([policy.rules.maxPagesPerDomain, policy.rules.budgets], [7, budgets]);
  const cleared = await change('policyUpdate', {
    id: policy.id,
    rules: { maxPagesPerDomain: null, budgets: [] },
  });
  assert.deepEqual([cleared.rules.maxPagesPerDomain, cleared.rules.budgets], [null, []]);
  const bad = await change('policyUpdate', {
    id: policy.id,
    rules: { budgets: [{ pattern: 'tag', maxPages: 1 }] },
  });
  assert.equal(bad.__typename, 'BadPolicyError');
});

test('a change based on an old version is refused with the policy as it is', async () => {
  const { id } = await change('policyCreate', { name: api.freshHost() });
  const both = await Promise.all(
    [1, 2].map((delayMs) => change('policyUpdate', { id, expectedVersion: 1, rules: { pace: { delayMs } } })),
  );
  assert.deepEqual(both.map((one) => one.__typename).sort(), ['Policy', 'VersionConflictError']);
  const conflict = both.find((one) => one.code === 'VERSION_CONFLICT');
  assert.equal(conflict.current.version, 2);
});

test('a change of a policy is in the frontier for every running job that uses it when the mutation answers', async () => {
  await using open = new AsyncDisposableStack();
  const frontier = open.adopt(await openFrontier(api.redisUrl), (f) => f.close());
  const policy = await change('policyCreate', { name: api.freshHost() });
  const made: Result[] = [];
  for (let i = 0; i < 3; i++) {
    const { data } = await api.ask<Result>(
      'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }',
      { input: { seeds: [`http://${api.freshHost()}/`], policyId: policy.id } },
    );
    made.push(data.jobCreate);
  }
  await change('policyUpdate', { id: policy.id, rules: { pace: { delayMs: 4321 } } });
  for (const { latestRun } of made) {
    const config = await frontier.runConfig(latestRun.shortId);
    assert.deepEqual(config?.config.policy.pace, { mode: 'delay', delayMs: 4321 });
    const { data } = await api.ask<Result>('query($id: ID!) { run(id: $id) { policyVersion } }', {
      id: latestRun.id,
    });
    assert.equal(data.run.policyVersion, 2);
  }
});

test('setting allowPrivateNetworks needs admin; keeping it does not', async () => {
  const key = await api.keyFor(['jobs:read', 'policies:write']);
  const refused = await change(
    'policyCreate',
    { name: api.freshHost(), rules: { allowPrivateNetworks: true } },
    key,
  );
  assert.equal(refused.code, 'FORBIDDEN');
  assert.deepEqual(refused.path, ['input', 'rules', 'allowPrivateNetworks']);
  const { id } = await change('policyCreate', {
    name: api.freshHost(),
    rules: { allowPrivateNetworks: true },
  });
  const slower = await change('policyUpdate', { id, rules: { pace: { delayMs: 5000 } } }, key);
  assert.equal(slower.rules.allowPrivateNetworks, true);
});
