import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi({ costPerSecond: 1 });

test('each answer says what it cost and what is left; a key that has spent its budget is refused until it fills up', async () => {
  const asked = () => api.post({ query: '{ jobs(first: 2) { nodes { id } } }' });
  const first = await asked();
  const { extensions } = (await first.json()) as { extensions: { cost: Record<string, number> } };
  const { requested, limit, remaining } = extensions.cost;
  assert.equal(limit, 10);
  assert.equal(remaining, 10 - requested!);
  for (;;) {
    const response = await asked();
    if (response.status === 200) continue;
    assert.equal(response.status, 429);
    assert.ok(Number(response.headers.get('retry-after')) >= 1);
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, never> }[] };
    const { code, cost } = errors[0]!.extensions;
    assert.equal(code, 'RATE_LIMITED');
    assert.deepEqual(Object.keys(cost!), ['requested', 'limit', 'remaining', 'resetAt']);
    break;
  }
  const other = await api.keyFor(['jobs:read']);
  assert.equal((await api.ask('{ viewer { keyName } }', {}, other)).errors, undefined);
});
