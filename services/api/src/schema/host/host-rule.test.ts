import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFrontier } from '@trunkline/frontier';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function set(input: Record<string, unknown>, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(
    `mutation($input: HostRuleSetInput!) { hostRuleSet(input: $input) { __typename
      ... on HostRule { id pattern blocked group version pace { mode delayMs perSecond concurrency } }
      ... on UserError { code message path } ... on VersionConflictError { current { version __typename } } } }`,
    { input },
    as,
  );
  return errors?.[0] ?? data.hostRuleSet;
}

test('a rule is in the frontier when the mutation answers, is changed under its version, and taken back', async () => {
  await using open = new AsyncDisposableStack();
  const frontier = open.adopt(await openFrontier(api.redisUrl), (f) => f.close());
  const rule = await set({
    pattern: 'Example.COM:80',
    pace: { delayMs: 5000 },
    group: 'slow',
    reason: 'asked',
  });
  assert.equal(rule.pattern, 'example.com', JSON.stringify(rule));
  assert.deepEqual(rule.pace, { mode: 'DELAY', delayMs: 5000, perSecond: null, concurrency: null });
  const [first] = await frontier.rules();
  assert.deepEqual([first!.pattern, first!.pace], ['example.com', { mode: 'delay', delayMs: 5000 }]);

  const blocked = await set({ pattern: 'example.com', blocked: true, expectedVersion: 1 });
  assert.equal(blocked.version, 2);
  assert.equal(blocked.group, 'slow', 'what is left out stays');
  assert.equal((await frontier.rules())[0]!.blocked, true);
  const late = await set({ pattern: 'example.com', blocked: false, expectedVersion: 1 });
  assert.deepEqual(late.current, { version: 2, __typename: 'HostRule' });
  assert.equal((await set({ pattern: 'example.com', blocked: true })).version, 2, 'no change is none');

  const remove = () =>
    api.ask<Result>(
      'mutation($id: ID!) { hostRuleRemove(input: { id: $id }) { __typename ... on UserError { message } } }',
      { id: rule.id },
    );
  for (const _ of [1, 2]) assert.equal((await remove()).data.hostRuleRemove.__typename, 'HostRuleRemoved');
  assert.deepEqual(await frontier.rules(), []);
  const { data } = await api.ask<Result>(
    'query($id: ID!) { hostRules { totalCount } auditLog(filter: { subjectId: $id }) { nodes { action reason } } }',
    { id: rule.id },
  );
  assert.equal(data.hostRules.totalCount, 0);
  assert.deepEqual(
    data.auditLog.nodes.map((entry: Result) => entry.action),
    ['hostRuleRemove', 'hostRuleSet', 'hostRuleSet'],
  );
});

test('patterns and paces that cannot be are refused with their place', async () => {
  for (const pattern of ['', '*', '*.', 'a/b', '*.a.test:8080', 'a b', 'x@a.test', '*.*.test'])
    assert.equal((await set({ pattern, blocked: true })).code, 'BAD_INPUT', pattern);
  assert.equal((await set({ pattern: 'a.test' })).code, 'BAD_INPUT', 'it says nothing');
  const pace = await set({ pattern: 'a.test', pace: { delayMs: -1 } });
  assert.deepEqual(pace.path, ['input', 'pace', 'delayMs']);
});

test('a rule binds every project, so that only an operator may set one', async () => {
  const admin = await api.keyFor(['admin']);
  for (const pattern of ['a.test', '*.com', '*.co.uk']) {
    const refused = await set({ pattern, blocked: true }, admin);
    assert.equal(refused.extensions.code, 'FORBIDDEN');
    assert.match(refused.message, /needs "operator".*admin-key.*trunkline key reset/);
  }
});

test("rules are the operators' together: whichever project one is of, another sees, changes and removes what it set", async () => {
  const other = await api.keyFor(['jobs:read', 'operator'], 'other operators');
  const made = await set({ pattern: '*.co.uk', blocked: true });
  const { data } = await api.ask<Result>('{ hostRules { nodes { id pattern } } }', {}, other);
  assert.deepEqual(data.hostRules.nodes, [{ id: made.id, pattern: '*.co.uk' }]);
  const changed = await set({ pattern: '*.co.uk', blocked: false, pace: { delayMs: 9 } }, other);
  assert.deepEqual([changed.id, changed.blocked, changed.version], [made.id, false, 2]);
  const tenant = await api.keyFor(['admin'], 'tenants');
  const seen = await api.ask<Result>('{ hostRules { totalCount } }', {}, tenant);
  assert.equal(seen.data.hostRules.totalCount, 0);
  const removed = await api.ask<Result>(
    'mutation($id: ID!) { hostRuleRemove(input: { id: $id }) { __typename } }',
    { id: made.id },
    other,
  );
  assert.equal(removed.data.hostRuleRemove.__typename, 'HostRuleRemoved');
  assert.equal((await set({ pattern: '*.co.uk', blocked: true })).id, made.id);
  await set({ pattern: '*.co.uk', blocked: false, pace: { delayMs: 1 } }, other);
});

test('rules are listed newest first and found by group and pattern', async () => {
  for (const n of [1, 2, 3])
    await set({ pattern: `*.h${n}.test`, blocked: n === 2, pace: { delayMs: n }, group: 'g' });
  const { data } = await api.ask<Result>(
    '{ hostRules(first: 2, filter: { group: "g" }) { totalCount nodes { pattern } pageInfo { hasNextPage } } b: hostRules(filter: { blocked: true }) { nodes { pattern } } }',
  );
  assert.deepEqual(data.hostRules.nodes, [{ pattern: '*.h3.test' }, { pattern: '*.h2.test' }]);
  assert.equal(data.hostRules.totalCount, 3);
  assert.deepEqual(data.b.nodes, [{ pattern: '*.h2.test' }]);
});

test('a rule may say of certificates alone that they pass, is changed apart from its pace, and says nothing any more without both', async () => {
  await using open = new AsyncDisposableStack();
  const frontier = open.adopt(await openFrontier(api.redisUrl), (f) => f.close());
  const tls = async () => {
    const { data } = await api.ask<Result>('{ hostRules { nodes { pattern tls { verify } } } }', {});
    return data.hostRules.nodes.find(({ pattern }: Result) => pattern === 'old.example').tls;
  };
  assert.equal((await set({ pattern: 'old.example', tls: { verify: false } })).pattern, 'old.example');
  assert.deepEqual([await tls(), await frontier.verifiesTls('old.example')], [{ verify: false }, false]);
  await set({ pattern: 'old.example', pace: { delayMs: 5000 } });
  assert.equal(await frontier.verifiesTls('old.example'), false, 'what is left out stays');
  await set({ pattern: 'old.example', tls: null });
  assert.deepEqual([await tls(), await frontier.verifiesTls('old.example')], [null, true]);
  assert.equal((await set({ pattern: 'old.example', pace: null })).code, 'BAD_INPUT');
  const admin = await api.keyFor(['jobs:read', 'jobs:write', 'admin']);
  assert.equal(
    (await set({ pattern: 'x.example', tls: { verify: false } }, admin)).extensions.code,
    'FORBIDDEN',
  );
});
