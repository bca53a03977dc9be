import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { testApi } from '../../testing/test-api.ts';

const { url, key } = await testApi();

const audits = serverAudits({
  url: `${url}/graphql`,
  fetchFn: (input: string, init?: RequestInit) =>
    fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${key}` } }),
});

test('the audit knows 61 rules', () => assert.equal(audits.length, 61));

for (const audit of audits)
  test(`GraphQL over HTTP: ${audit.name}`, async () => {
    const result = await audit.fn();
    if (result.status !== 'ok') assert.fail(`${result.reason}: ${await result.response.text()}`);
  });
