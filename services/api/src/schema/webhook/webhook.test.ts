import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webhookDeliveries, webhooks } from '@trunkline/database';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function call(name: string, input: Record<string, unknown>, as?: string): Promise<Result> {
  const parts: Record<string, string> = {
    webhookCreate: '... on WebhookCreated { secret webhook { id url events enabled } }',
    webhookUpdate: '... on Webhook { id url events enabled version }',
    webhookRedeliver: '... on WebhookDelivery { id state payload event attempts }',
  };
  const { data, errors } = await api.ask<Result>(
    `mutation($input: W${name.slice(1)}Input!) { ${name}(input: $input) { __typename
      ${parts[name] ?? ''} ... on UserError { code path message } } }`,
    { input },
    as,
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data[name];
}

const hook = { url: 'https://hooks.example.com/x', events: ['RUN_DONE', 'RUN_FAILED'] };

test('a webhook shows its secret once, is changed and deleted; its deliveries are a log and can be sent again', async () => {
  const made = await call('webhookCreate', { ...hook, idempotencyKey: 'w' });
  assert.match(made.secret, /^whsec_/);
  assert.deepEqual(made.webhook.events, ['RUN_DONE', 'RUN_FAILED']);
  assert.equal((await call('webhookCreate', { ...hook, idempotencyKey: 'w' })).secret, null);
  const [row] = await db.select().from(webhooks);
  const payload = { event: 'run.done', job: { name: 'x' } };
  await db
    .insert(webhookDeliveries)
    .values({ webhookId: row!.id, event: 'run.done', cause: 'c', payload, state: 'failed', attempts: 8 });
  const { data } = await api.ask<Result>(
    '{ webhooks { nodes { id deliveries(state: FAILED) { totalCount nodes { id attempts } } } } auditLog { nodes { after } } }',
  );
  assert.ok(!JSON.stringify(data).includes(made.secret));
  const [delivery] = data.webhooks.nodes[0].deliveries.nodes;
  assert.equal(delivery.attempts, 8);
  const again = await call('webhookRedeliver', { id: delivery.id, idempotencyKey: 'r' });
  assert.equal((await call('webhookRedeliver', { id: delivery.id, idempotencyKey: 'r' })).id, again.id);
  assert.deepEqual([again.state, again.attempts, again.event], ['PENDING', 0, 'RUN_DONE']);
  assert.deepEqual(again.payload, payload);
  assert.notEqual(again.id, delivery.id);

  const late = { id: made.webhook.id, enabled: false, expectedVersion: 7 };
  assert.equal((await call('webhookUpdate', late)).code, 'VERSION_CONFLICT');
  assert.equal(
    (await call('webhookDelete', { id: made.webhook.id, expectedVersion: 7 })).code,
    'VERSION_CONFLICT',
  );
  const off = await call('webhookUpdate', { id: made.webhook.id, enabled: false });
  assert.deepEqual([off.enabled, off.version], [false, 2]);
  assert.equal((await call('webhookDelete', { id: made.webhook.id })).__typename, 'WebhookDeleted');
  assert.equal((await call('webhookUpdate', { id: made.webhook.id, enabled: true })).code, 'NOT_FOUND');
});

test('addresses that are not public are refused, unless an admin allows them', async () => {
  for (const url of [
    'http://127.0.0.1/',
    'http://localhost:3000/',
    'http://[::1]/',
    'http://169.254.169.254/',
    'ftp://a.test/',
    'x',
    'https://u:p@a.test/',
  ])
    assert.equal((await call('webhookCreate', { ...hook, url })).code, 'BAD_INPUT', url);
  assert.deepEqual((await call('webhookCreate', { ...hook, events: [] })).path, ['input', 'events']);
  const key = await api.keyFor(['jobs:read', 'jobs:write']);
  const inner = { ...hook, url: 'http://127.0.0.1/', allowPrivateNetworks: true };
  assert.equal((await call('webhookCreate', inner, key)).code, 'FORBIDDEN');
  assert.equal((await call('webhookCreate', inner)).__typename, 'WebhookCreated');
});
