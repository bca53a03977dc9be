import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeys, newKey } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { testApi } from '../testing/test-api.ts';

const api = await testApi();

async function refused(headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    // Not even GraphQL: a stranger learns nothing of what would be valid.
    body: JSON.stringify({ query: '{ nope(' }),
  });
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  assert.equal(response.status, 401);
  assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
  assert.equal(errors.length, 1);
  assert.equal(errors[0]!.extensions.code, 'UNAUTHENTICATED');
  return errors[0]!.message;
}

test('a missing key is a 401 that says how to send one and where it is', async () => {
  const message = await refused({});
  assert.match(message, /Authorization: Bearer tl_/);
  assert.match(message, /admin-key/);
});

test('what is no key, an unknown key, and a good id with a wrong secret are refused', async () => {
  assert.match(await refused({ authorization: 'Bearer nonsense' }), /no API key/);
  assert.match(await refused({ authorization: `Bearer ${newKey().key}` }), /not known/);
  const [id] = api.key.split('_').slice(1);
  assert.match(await refused({ authorization: `Bearer tl_${id}_${'0'.repeat(64)}` }), /not known/);
});

test('a key that has expired or was revoked is refused', async () => {
  for (const change of [{ expiresAt: new Date(Date.now() - 1000) }, { revokedAt: new Date() }]) {
    const key = await api.keyFor(['admin']);
    await api.database.db
      .update(apiKeys)
      .set(change)
      .where(eq(apiKeys.id, key.split('_')[1]!));
    assert.match(await refused({ authorization: `Bearer ${key}` }), /revoked or has expired/);
  }
});

test('each scope opens what it names and nothing else', async () => {
  const read = await api.keyFor(['jobs:read']);
  const none = await api.keyFor([]);
  const policies = await api.keyFor(['jobs:read', 'policies:write']);
  const pause = 'mutation { jobPause(input: { id: "x" }) { __typename } }';
  const create = 'mutation { policyCreate(input: { name: "p" }) { __typename } }';
  const code = async (query: string, key: string) =>
    (await api.ask(query, {}, key)).errors?.[0]?.extensions.code;

  assert.equal(await code('{ jobs { nodes { id } } }', read), undefined);
  assert.equal(await code('{ jobs { nodes { id } } }', none), 'FORBIDDEN');
  assert.equal(await code('{ workers { nodes { id } } }', none), 'FORBIDDEN');
  assert.equal(await code(pause, read), 'FORBIDDEN');
  assert.equal(await code(pause, policies), 'FORBIDDEN');
  assert.equal(await code(create, read), 'FORBIDDEN');
  assert.equal(await code(create, policies), undefined);
  assert.match((await api.ask(pause, {}, read)).errors![0]!.message, /needs "jobs:write"/);
});

test("the key's last use is noted", async () => {
  const key = await api.keyFor(['jobs:read']);
  await api.ask('{ viewer { keyName } }', {}, key);
  const [row] = await api.database.db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.id, key.split('_')[1]!));
  assert.ok(row!.lastUsedAt);
});
