import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '@trunkline/service';
import { startTraceReceiver } from '@trunkline/test-support';
import { openApi } from '../api.ts';
import { testApi } from '../testing/test-api.ts';

const base = await testApi();

test('each operation is a trace: its type, its field and its name, never its text, its variables or the key', async (t) => {
  const receiver = await startTraceReceiver();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  t.after(() => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    receiver.close();
  });
  const config = { ...base.config, traces: { ratio: null } };
  const api = await openApi(config, createLogger('api', 'silent'));
  const ask = (query: string, variables = {}) =>
    fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${base.key}` },
      body: JSON.stringify({ query, variables }),
    }).then((response) => response.json());
  await ask('query watch($s3cret: String) { s3cret: jobs(first: 1, after: $s3cret) { edges { cursor } } }');
  await ask('mutation { jobPause(input: { id: "s3cret" }) { __typename } }');
  await api.close();

  assert.deepEqual(receiver.spans.map(({ name, parent, service }) => [name, parent, service]).sort(), [
    ['mutation jobPause', '', 'trunkline-api'],
    ['query jobs', '', 'trunkline-api'],
  ]);
  const query = receiver.spans.find(({ name }) => name === 'query jobs')!;
  assert.deepEqual(query.attributes, {
    'graphql.operation.type': 'query',
    'graphql.operation.name': 'watch',
    'trunkline.field': 'jobs',
  });
  assert.ok(query.to >= query.from);
  assert.doesNotMatch(receiver.text(), new RegExp(`s3cret|${base.key}`));
});
