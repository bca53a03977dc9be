import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi } from '../testing/test-api.ts';

const api = await testApi();
const own = `http://127.0.0.1:${api.api.healthPort}`;
const metrics = async () => (await fetch(`${own}/metrics`)).text();

test('operations are timed by their first field in the schema; words of clients are in no metric', async () => {
  await api.ask('query secretName { secretAlias: jobs(first: 1) { edges { cursor } } }');
  await api.ask('mutation { jobPause(input: { id: "secretId" }) { __typename } }');
  await api.ask('{ ...secretFragment } fragment secretFragment on Query { __typename }');
  await api.ask('{ noSuchSecretField }');
  const text = await metrics();
  const count = (labels: string) =>
    new RegExp(`^trunkline_graphql_operation_seconds_count\\{${labels}\\} 1$`, 'm');
  for (const labels of [
    'type="query",field="jobs",result="ok"',
    'type="mutation",field="jobPause",result="(?:ok|error)"',
    'type="query",field="none",result="ok"',
  ])
    assert.match(text, count(labels));
  assert.doesNotMatch(text, /secret/i);
});

test('live subscriptions and connections to Postgres are counted', async () => {
  const text = await metrics();
  assert.match(text, /^trunkline_live_subscriptions 0$/m);
  assert.match(text, /^trunkline_database_connections\{state="waiting"\} 0$/m);
});

test('no key opens metrics on the port of the API: they are totals of all projects', async () => {
  const response = await fetch(`${api.url}/metrics`, { headers: { authorization: `Bearer ${api.key}` } });
  assert.equal(response.status, 404);
  assert.doesNotMatch(await response.text(), /trunkline_/);
});

test('its health is told on the same port as metrics', async () => {
  for (const path of ['/healthz', '/readyz']) {
    const response = await fetch(own + path);
    assert.deepEqual([response.status, await response.json()], [200, { ok: true }], path);
  }
});
