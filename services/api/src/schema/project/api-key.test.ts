import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeys } from '@trunkline/database';
import { and, arrayContains, eq, ne } from 'drizzle-orm';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { testApi } from '../../testing/test-api.ts';
import { encodeId } from '../kit/ids.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const CREATED = `__typename ... on ApiKeyCreated { secret apiKey { id name scopes state prefix } }
  ... on UserError { code message path }`;

async function create(input: Record<string, unknown>, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(
    `mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { ${CREATED} } }`,
    { input: { name: 'robot', scopes: ['JOBS_READ'], ...input } },
    as,
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data.apiKeyCreate;
}

async function revoke(id: string, as?: string): Promise<Result> {
  const { data } = await api.ask<Result>(
    `mutation($id: ID!) { apiKeyRevoke(input: { id: $id, reason: "leaked" }) {
      __typename ... on ApiKey { id state revokedAt } ... on UserError { code message } } }`,
    { id },
    as,
  );
  return data?.apiKeyRevoke;
}

test('a new key works, its secret is shown once, and it is listed without it', async () => {
  const made = await create({ idempotencyKey: 'k1', expiresAt: '2099-01-01T00:00:00Z' });
  const { data } = await api.ask<Result>('{ viewer { keyName scopes } }', {}, made.secret);
  assert.deepEqual(data.viewer, { keyName: 'robot', scopes: ['JOBS_READ'] });
  const again = await create({ idempotencyKey: 'k1', expiresAt: '2099-01-01T00:00:00Z' });
  assert.equal(again.apiKey.id, made.apiKey.id);
  assert.equal(again.secret, null);
  const list = await api.post({
    query: '{ apiKeys { nodes { id prefix lastUsedAt } } auditLog { nodes { after } } }',
  });
  const text = await list.text();
  assert.ok(text.includes(made.apiKey.prefix));
  assert.ok(!text.includes(made.secret.split('_')[2]), 'no secret is kept');
  assert.match(text, /"lastUsedAt":"2/);
});

test('keys are listed newest first by state, page by page', async () => {
  const ids = [];
  for (let n = 0; n < 3; n++) ids.unshift((await create({ name: `page ${n}` })).apiKey.id);
  const page = async (after: string | null) =>
    (
      await api.ask<Result>(
        'query($after: String) { apiKeys(first: 2, after: $after, filter: { state: ACTIVE }) { nodes { id } pageInfo { endCursor } } }',
        { after },
      )
    ).data.apiKeys;
  const first = await page(null);
  const second = await page(first.pageInfo.endCursor);
  const seen = [...first.nodes, ...second.nodes].map((key: Result) => key.id).slice(0, 3);
  assert.deepEqual(seen, ids);
});

test('a key gives no scope it lacks, and no time that is over', async () => {
  const { secret } = await create({ scopes: ['KEYS_ADMIN', 'JOBS_READ'] });
  const more = await create({ scopes: ['JOBS_WRITE'] }, secret);
  assert.equal(more.code, 'FORBIDDEN');
  assert.equal((await create({ scopes: ['JOBS_READ'] }, secret)).__typename, 'ApiKeyCreated');
  assert.equal((await create({ expiresAt: '2001-01-01T00:00:00Z' })).code, 'BAD_INPUT');
  assert.equal((await create({ scopes: [] })).code, 'BAD_INPUT');
});

test('revoking ends live subscriptions over SSE and WebSocket at once, and every request after', async () => {
  const { secret, apiKey } = await create({});
  const { data } = await api.ask<Result>(
    'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { ... on Job { id } } }',
  );
  const query = `subscription { jobProgress(id: "${data.jobCreate.id}") { __typename } }`;
  const stream = await api.post(
    { query },
    { authorization: `Bearer ${secret}`, accept: 'text/event-stream' },
  );
  const reader = stream.body!.getReader();
  await reader.read();
  const client = createClient({
    ...{
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
    },
    connectionParams: { authorization: `Bearer ${secret}` },
    onNonLazyError: () => {},
  });
  const opened = new Promise<void>((resolve) => void client.on('connected', () => resolve()));
  const closed = new Promise<{ code: number }>((resolve) => {
    client.on('closed', (event) => resolve(event as { code: number }));
  });
  await opened;

  assert.equal((await revoke(apiKey.id)).state, 'REVOKED');
  assert.equal((await closed).code, 4403);
  let done = false;
  while (!done) ({ done } = await reader.read());
  const refused = await api.ask<Result>('{ viewer { keyName } }', {}, secret);
  assert.equal(refused.errors?.[0]?.extensions.code, 'UNAUTHENTICATED');
  assert.equal((await revoke(apiKey.id)).state, 'REVOKED', 'revoking again changes nothing');
  await client.dispose();
});

test('a key takes back no key that may what it may not, and makes none that lasts longer than itself', async () => {
  const { secret } = await create({ scopes: ['KEYS_ADMIN', 'JOBS_READ'] });
  for (const scopes of [['ADMIN'], ['JOBS_READ', 'JOBS_WRITE']]) {
    const { apiKey } = await create({ scopes });
    assert.equal((await revoke(apiKey.id, secret)).code, 'FORBIDDEN');
    assert.equal((await revoke(apiKey.id)).state, 'REVOKED');
  }
  const equal = await create({ scopes: ['JOBS_READ', 'KEYS_ADMIN'] });
  assert.equal((await revoke(equal.apiKey.id, secret)).state, 'REVOKED');

  const expiresAt = '2099-01-01T00:00:00.000Z';
  const brief = await create({ scopes: ['ADMIN'], expiresAt });
  const later = await create({ expiresAt: '2099-01-01T00:00:01Z' }, brief.secret);
  assert.deepEqual([later.code, later.path], ['BAD_INPUT', ['input', 'expiresAt']]);
  for (const asked of [{}, { expiresAt: null }, { expiresAt }]) {
    const made = await create(asked, brief.secret);
    const [row] = await keyRow(made.secret);
    assert.equal(row!.expiresAt?.toISOString(), expiresAt);
  }
});

test('keys of another project are neither found nor revoked', async () => {
  const { apiKey, secret } = await create({});
  const stranger = await api.keyFor(['admin'], `p-${api.freshHost()}`);
  assert.equal((await revoke(apiKey.id, stranger)).code, 'NOT_FOUND');
  const { data } = await api.ask<Result>(
    'query($id: ID!) { node(id: $id) { id } }',
    { id: apiKey.id },
    stranger,
  );
  assert.equal(data?.node ?? null, null);
  const byNode = await api.ask<Result>(
    'query($id: ID!) { node(id: $id) { id ... on ApiKey { name } } }',
    { id: apiKey.id },
    secret,
  );
  assert.equal(byNode.errors?.[0]?.extensions.code, 'FORBIDDEN', 'a node needs the scope of its type');
});

test("an operator's key is given and taken by operators alone, whatever an admin of its project may", async () => {
  const admin = (await create({ scopes: ['ADMIN'] })).secret;
  const operator = await create({ scopes: ['JOBS_READ', 'OPERATOR'] });
  const given = await create({ scopes: ['OPERATOR'] }, admin);
  assert.deepEqual([given.code, given.path], ['FORBIDDEN', ['input', 'scopes']]);
  assert.match(given.message, /admin-key/);
  assert.equal((await revoke(operator.apiKey.id, admin)).code, 'FORBIDDEN');
  assert.equal((await revoke(operator.apiKey.id)).state, 'REVOKED');
  assert.equal((await create({ scopes: ['WORKERS_ADMIN'] })).code, 'BAD_INPUT');
});

test('of two admins, or operators, who take each other away at once one stays; nobody locks everybody out', async () => {
  for (const [scopes, needs] of [
    [['admin'], 'admin'],
    [['keys:admin', 'operator'], 'operator'],
  ] as const) {
    const project = `last-${api.freshHost()}`;
    const first = await api.keyFor([...scopes], project);
    const [row] = await keyRow(first);
    const second = await create({ scopes: scopes.map((s) => s.toUpperCase().replace(':', '_')) }, first);
    const idOf = (id: string) => encodeId('ApiKey', id);
    // No operator but these two.
    if (needs === 'operator') await others(row!.projectId);
    const [one, two] = await Promise.all([
      revoke(second.apiKey.id, first),
      revoke(idOf(row!.id), second.secret),
    ]);
    // Whoever was taken away first may not even be heard any more.
    const codes = [one, two].map((answer) => answer?.code ?? answer?.state ?? 'UNAUTHENTICATED');
    assert.equal(codes.filter((code) => code === 'REVOKED').length, 1, codes.join());
    const [left, id] = one?.state === 'REVOKED' ? [first, idOf(row!.id)] : [second.secret, second.apiKey.id];
    const refused = await revoke(id, left);
    assert.equal(refused.code, 'WRONG_STATE');
    assert.match(refused.message, new RegExp(`"${needs}".*trunkline key create`));
    await create({ scopes: [needs.toUpperCase()], expiresAt: '2099-01-01T00:00:00Z' }, left);
    assert.equal((await revoke(id, left)).code, 'WRONG_STATE', 'one that expires leaves nobody');
    await create({ scopes: [needs.toUpperCase()] }, left);
    assert.equal((await revoke(id, left)).state, 'REVOKED');
  }
});

const keyRow = (key: string) =>
  api.database.db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.id, key.split('_')[1]!));

/** Keys of operators of other projects are over. */
const others = (projectId: string) =>
  api.database.db
    .update(apiKeys)
    .set({ revokedAt: new Date() })
    .where(and(ne(apiKeys.projectId, projectId), arrayContains(apiKeys.scopes, ['operator'])));
