import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFrontier } from '@trunkline/frontier';
import { openRedis } from '@trunkline/redis';
import { createSealer } from '@trunkline/service';
import { sql } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const sealer = createSealer(api.config.secretKey);
const open = (sealed: string | null | undefined) => JSON.parse(sealer.open(sealed!, api.projectId));

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const JOB = `__typename ... on Job { id version secrets { headers basicAuth proxy } latestRun { shortId } }
  ... on UserError { code message path }`;

async function call(name: string, input: Record<string, unknown>): Promise<Result> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { ${name}(input: $input) { ${JOB} } }`;
  const { data, errors } = await api.ask<Result>(query, { input });
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data[name];
}

const secrets = {
  headers: [{ name: 'X-Api-Key', value: 'value-of-the-key' }],
  basicAuth: { user: 'somebody', password: 'pass-of-somebody' },
  proxy: 'http://proxy-user:proxy-pass@proxy.example:3128',
};
const values = /value-of-the-key|pass-of-somebody|proxy-pass|proxy\.example/;

async function runConfigOf(job: Result) {
  await call('jobPause', { id: job.id }); // brings the run into the frontier
  await using frontier = await openFrontier(api.redisUrl).then((f) => ({
    ...f,
    [Symbol.asyncDispose]: f.close,
  }));
  return (await frontier.runConfig(job.latestRun.shortId))!.config;
}

test('secrets of a job can be told by name only, and travel sealed to where a worker opens them', async () => {
  const host = api.freshHost();
  const job = await call('jobCreate', { seeds: [`https://${host}/a`, `https://${host}/b`], ...secrets });
  assert.deepEqual(
    job.secrets,
    { headers: ['X-Api-Key'], basicAuth: true, proxy: true },
    JSON.stringify(job),
  );
  const config = await runConfigOf(job);
  assert.deepEqual(open(config.secrets), {
    headers: [['X-Api-Key', 'value-of-the-key']],
    basicAuth: secrets.basicAuth,
    proxy: secrets.proxy,
    seeds: [`https://${host}`],
  });
  assert.throws(() => sealer.open(config.secrets!, 'another project'));
});

test('no table and no key of Redis holds a secret in the clear', async () => {
  await call('jobCreate', { seeds: [`https://${api.freshHost()}/`], ...secrets, idempotencyKey: 'once' });
  const { rows } = await api.database.db.execute<{ dump: string }>(
    sql`select query_to_xml('select * from jobs', true, true, '')::text || query_to_xml('select * from audit_log', true, true, '')::text
      || query_to_xml('select * from idempotency_keys', true, true, '')::text as dump`,
  );
  assert.ok(rows[0]!.dump.includes('X-Api-Key'));
  assert.doesNotMatch(rows[0]!.dump, values);
  const redis = openRedis(api.redisUrl, 'patient');
  for (const key of await redis.keys('*')) {
    const bytes = await redis.dumpBuffer(key);
    assert.doesNotMatch(bytes?.toString('latin1') ?? '', values, key);
  }
  redis.disconnect();
});

test('a change of one secret leaves the others, null takes one away, and a running run follows', async () => {
  const host = api.freshHost();
  const job = await call('jobCreate', { seeds: [`https://${host}/`], ...secrets });
  const changed = await call('jobUpdate', { id: job.id, basicAuth: null });
  assert.deepEqual(changed.secrets, { headers: ['X-Api-Key'], basicAuth: false, proxy: true });
  const { secrets: sealed } = await runConfigOf(changed);
  assert.deepEqual([open(sealed).basicAuth, open(sealed).proxy], [null, secrets.proxy]);
  assert.equal((await call('jobUpdate', { id: job.id, name: 'other' })).secrets.proxy, true);
  const none = await call('jobUpdate', { id: job.id, headers: null, proxy: null });
  assert.equal(none.secrets, null);
  assert.equal('secrets' in (await runConfigOf(none)), false);
  const { rows } = await api.database.db.execute<{ log: string }>(
    sql`select jsonb_agg(to_jsonb(a))::text as log from audit_log a`,
  );
  assert.match(rows[0]!.log, /"secrets": "\(sealed\)"/);
  assert.doesNotMatch(rows[0]!.log, values);
});

test('a repeat with other secrets is another call', async () => {
  const input = { seeds: [`https://${api.freshHost()}/`], ...secrets, idempotencyKey: 'same' };
  const first = await call('jobCreate', input);
  assert.equal((await call('jobCreate', input)).id, first.id);
  const other = await call('jobCreate', { ...input, basicAuth: { user: 'a', password: 'b' } });
  assert.equal(other.code, 'IDEMPOTENCY_KEY_REUSED', JSON.stringify(other));
});

for (const [what, input, path] of [
  [
    'a header the crawler sets itself',
    { headers: [{ name: 'Host', value: 'value-of-the-key' }] },
    ['headers', '0'],
  ],
  [
    'a header with a line break',
    { headers: [{ name: 'X', value: 'value-of-the-key\r\nA: b' }] },
    ['headers', '0'],
  ],
  ['a name that is none', { headers: [{ name: 'X Y', value: 'value-of-the-key' }] }, ['headers', '0']],
  ['a user with a colon', { basicAuth: { user: 'a:b', password: 'pass-of-somebody' } }, ['basicAuth']],
  ['a proxy of another scheme', { proxy: 'socks5://proxy.example' }, ['proxy']],
  ['a proxy with a path', { proxy: 'http://proxy.example/path' }, ['proxy']],
  ['a proxy at a private address', { proxy: 'http://[::ffff:10.0.0.1]:3128' }, ['proxy']],
  ['a proxy at an address written as a number', { proxy: 'http://2130706433:3128' }, ['proxy']],
] as const)
  test(`${what} is refused, with its place and without its value`, async () => {
    const refused = await call('jobCreate', { seeds: [`https://${api.freshHost()}/`], ...input });
    assert.deepEqual(
      [refused.code, refused.path],
      ['BAD_INPUT', ['input', ...path]],
      JSON.stringify(refused),
    );
    assert.doesNotMatch(refused.message, values);
  });
