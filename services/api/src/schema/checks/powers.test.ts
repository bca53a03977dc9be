import assert from 'node:assert/strict';
import { test } from 'node:test';
import { powers, verbPowers } from '@trunkline/control';
import { auditLog, bulkOperations, projects, schedules } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { keyScopes } from '../../stores/values.ts';
import { forAdmins, forAll, mutate, type PowerCase, setByAdmin } from '../../testing/power-cases.ts';
import { testApi } from '../../testing/test-api.ts';
import { keyOf } from '../kit/ids.ts';
import { schema } from '../schema.ts';

const api = await testApi();
const { db } = api.database;
// Each case makes its own.
await db.update(projects).set({ maxWebhooks: null });
/** Every scope of a project but the one that has all powers. */
const writer = await api.keyFor(keyScopes.filter((scope) => !/^(admin|operator)$/.test(scope)));
const reader = await api.keyFor(['jobs:read']);
const stranger = await api.keyFor(['admin'], 'strangers');

const titled = ([verb, power, what]: PowerCase) => `${verb}${what && `, ${what}`} (${power})`;
const refuses = /Error$|^errors$/;

/** Verbs that work on many jobs are answered for each by the conductor: run-bulk.test.ts; on hosts and keys: below. */
const elsewhere = (verb: string, power: string) =>
  ['jobsStart', 'jobsResume', 'apiKeyCreate'].includes(verb) || power === 'hostRules';

test('every mutation says which powers it touches, and each of them is asked here', () => {
  const verbs = Object.keys(schema.getMutationType()!.getFields());
  assert.deepEqual(
    verbs.filter((verb) => !(verb in verbPowers)),
    [],
  );
  const asked = new Set([...forAdmins, ...forAll].map(([verb, power]) => `${verb} ${power}`));
  for (const [verb, touched] of Object.entries(verbPowers))
    for (const power of touched)
      assert.ok(asked.has(`${verb} ${power}`) || elsewhere(verb, power), `${verb} touches ${power}: ask it`);
});

for (const one of forAdmins)
  test(`only an admin of the project: ${titled(one)}`, async () => {
    const [verb, power, , inputOf] = one;
    const input = inputOf(await setByAdmin(api, writer));
    const before = await db.$count(auditLog);
    assert.equal((await mutate(api, verb, input, reader)).code, 'FORBIDDEN');
    const outside = await mutate(api, verb, input, stranger);
    if (/"(id|jobId|runId|policyId)":/.test(JSON.stringify(input))) assert.equal(outside.code, 'NOT_FOUND');
    const written = await db.$count(auditLog);
    const refused = await mutate(api, verb, input, writer);
    assert.deepEqual(
      [refused.__typename, refused.needs, refused.power],
      ['ForbiddenError', powers[power], 'PRIVATE_NETWORKS'],
      JSON.stringify(refused),
    );
    assert.match(refused.message, /scope "admin"/);
    assert.equal(await db.$count(auditLog), written, 'a refusal changes nothing');
    const done = await mutate(api, verb, input);
    assert.doesNotMatch(done.__typename, refuses, JSON.stringify(done));
    assert.ok((await db.$count(auditLog)) > before);
  });

for (const one of forAll)
  test(`takes no power of an admin: ${titled(one)}`, async () => {
    const [verb, , , inputOf] = one;
    const input = inputOf(await setByAdmin(api, writer));
    assert.equal((await mutate(api, verb, input, reader)).code, 'FORBIDDEN');
    const done = await mutate(api, verb, input, writer);
    assert.doesNotMatch(done.__typename, refuses, JSON.stringify(done));
  });

test('seeds that are uploaded to what an admin opened are refused as those that are added', async () => {
  const { inside } = await setByAdmin(api, writer);
  const post = (key: string) =>
    fetch(`${api.url}/jobs/${inside.id}/seeds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body: '"http://127.0.0.1:1/"\n',
    });
  const [refused, outside] = [await post(writer), await post(stranger)];
  assert.deepEqual([refused.status, outside.status], [403, 404]);
  const { errors } = (await refused.json()) as { errors: { message: string }[] };
  assert.match(errors[0]!.message, /private networks.*scope "admin"/);
  assert.equal((await post(api.key)).status, 200);
});

test('what is asked of many jobs is kept with the key that asked, whose powers count later', async () => {
  const { resting } = await setByAdmin(api, writer);
  for (const verb of ['jobsStart', 'jobsResume']) {
    const { operation } = await mutate(api, verb, { filter: { ids: [resting.id] } }, writer);
    assert.ok(operation);
  }
  const asked = await db.select({ keyId: bulkOperations.keyId }).from(bulkOperations);
  assert.ok(asked.slice(-2).every(({ keyId }) => writer.includes(keyId!)));
});

test('rules for hosts that are not of one job alone, and keys that have a power, are beyond a key without it', async () => {
  const host = api.freshHost();
  const asked = [
    await mutate(api, 'hostRuleSet', { pattern: host, blocked: true }, writer),
    await mutate(api, 'hostRuleRemove', { id: 'x' }, writer),
    await mutate(api, 'hostPause', { host }, writer),
    await mutate(api, 'hostResume', { host }, writer),
    await mutate(api, 'apiKeyCreate', { name: host, scopes: ['ADMIN'] }, writer),
    await mutate(
      api,
      'apiKeyCreate',
      { name: host, scopes: ['JOBS_WRITE'] },
      await api.keyFor(['keys:admin']),
    ),
  ];
  assert.deepEqual(
    asked.map(({ code }) => code),
    asked.map(() => 'FORBIDDEN'),
    JSON.stringify(asked),
  );
});

for (const [who, key] of [
  ['a key that may write jobs', writer],
  ['an admin', api.key],
] as const) {
  test(`secrets of a job that stay go by no other proxy, for ${who}`, async () => {
    const { guarded, access } = await setByAdmin(api, writer);
    const before = await access(guarded.id);
    const proxy = 'http://proxy.example:3128';
    const headers = [{ name: 'X-Mine', value: 'mine' }];
    for (const [given, kept] of [
      [{}, ['headers', 'basicAuth']],
      [{ headers }, ['basicAuth']],
      [{ basicAuth: null }, ['headers']],
    ] as const) {
      const refused = await mutate(api, 'jobUpdate', { id: guarded.id, proxy, ...given }, key);
      assert.deepEqual([refused.code, refused.inputs], ['SECRETS_BOUND', kept], JSON.stringify(refused));
      assert.deepEqual(refused.path, ['input', 'proxy']);
    }
    assert.deepEqual(await access(guarded.id), before);
  });

  test(`secrets of a job that stay are sealed for no host that came later, for ${who}`, async () => {
    const { guarded, word, access } = await setByAdmin(api, writer);
    const seeds = [`http://${word}`];
    assert.deepEqual(guarded.secrets.origins, seeds);
    await mutate(api, 'jobAddSeeds', { id: guarded.id, seeds: ['http://evil.test/'] }, key);
    const input = { id: guarded.id, headers: [{ name: 'X-Mine', value: 'mine' }] };
    const refused = await mutate(api, 'jobUpdate', input, key);
    assert.deepEqual(
      [refused.code, refused.inputs],
      ['SECRETS_BOUND', ['basicAuth']],
      JSON.stringify(refused),
    );
    const fewer = await mutate(api, 'jobUpdate', { id: guarded.id, headers: null }, key);
    assert.deepEqual(fewer.secrets.origins, seeds);
    const clone = await mutate(api, 'jobClone', { id: guarded.id }, key);
    for (const { id } of [guarded, clone]) {
      const { headers, basicAuth, seeds: bound } = await access(id);
      assert.deepEqual([headers, basicAuth.password, bound], [[], 'the-password', seeds]);
    }
    const anew = await mutate(
      api,
      'jobUpdate',
      { ...input, basicAuth: { user: 'mine', password: 'mine' } },
      key,
    );
    assert.deepEqual(anew.secrets.origins.toSorted(), ['http://evil.test', ...seeds].sort());
  });

  test(`secrets of a job that becomes one of domains stay with its hosts, for ${who}`, async () => {
    const { guarded, access } = await setByAdmin(api, writer);
    assert.equal('hostsOnly' in (await access(guarded.id)), false);
    await mutate(api, 'jobUpdate', { id: guarded.id, scope: { kind: 'DOMAIN' } }, key);
    assert.equal((await access(guarded.id)).hostsOnly, true);
    const refused = await mutate(
      api,
      'jobUpdate',
      { id: guarded.id, headers: [{ name: 'X', value: 'mine' }] },
      key,
    );
    assert.deepEqual([refused.code, refused.inputs], ['SECRETS_BOUND', ['basicAuth']]);
    const password = { basicAuth: { user: 'mine', password: 'mine' } };
    await mutate(api, 'jobUpdate', { id: guarded.id, headers: null, ...password }, key);
    assert.equal('hostsOnly' in (await access(guarded.id)), false);
  });
}

test('a proxy at a private address is refused under rules that allow none, in a change as in a new job', async () => {
  const { plain, once, word } = await setByAdmin(api, writer);
  const proxy = 'http://127.0.0.1:3128';
  const asked = [
    await mutate(api, 'jobUpdate', { id: plain.id, proxy }, writer),
    await mutate(api, 'jobCreate', { seeds: [`http://${word}/`], policyId: once.id, proxy }, writer),
  ];
  for (const { code, path } of asked) assert.deepEqual([code, path], ['BAD_INPUT', ['input', 'proxy']]);
});

test('an admin sets a schedule again as it is when the key that set it has its power no more; nobody else does', async () => {
  const { schedule, resting } = await setByAdmin(api, writer);
  await mutate(api, 'scheduleUpdate', { id: schedule.id, enabled: true });
  const jobId = keyOf('Job', resting.id)!;
  const setter = async () => (await db.select().from(schedules).where(eq(schedules.jobId, jobId)))[0]!.keyId;
  const mine = await setter();
  await db.update(schedules).set({ keyId: null }).where(eq(schedules.jobId, jobId));
  const again = { id: schedule.id, cron: '@daily' };
  await mutate(api, 'scheduleUpdate', again, writer);
  assert.equal(await setter(), null);
  await mutate(api, 'scheduleUpdate', again);
  assert.deepEqual([await setter(), typeof mine], [mine, 'string']);
});
