import assert from 'node:assert/strict';
import { test } from 'node:test';
import { furnish } from '../../testing/furnish.ts';
import { type Asked, firstOf, operations, type Values } from '../../testing/operations.ts';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const ids = await furnish(api, { key: api.key, host: 'amber.test', word: 'onyx' });
const admin = await api.keyFor(['admin', 'operator']);

const hidden = (key: string | Buffer) => Buffer.from(key).toString('base64url');
const prefixes = Object.values(ids).map((id) => id.slice(0, id.indexOf('_')));
const anyKey = ['host', 'worker'];
const shaped = prefixes.filter((prefix) => !anyKey.includes(prefix));

/** Keys that no type of a set shape has, as text: of no shape, of others, and beyond what Postgres' numbers hold. */
const keys = ['x', '', '1', 'zzzzzzz.x', 'zzzzzzzzzzz.1', '1.99999999999999999999', `${'a'.repeat(36)}.1`];
const nothing = ['', '_', 'job_', 'x', '7', 'x'.repeat(20_000), `job_${'A'.repeat(20_000)}`, 'nosuch_Lng'];
const badIds = [...nothing, ...shaped.map((prefix) => `${prefix}_${hidden('.x')}`)];
const manyBadIds = [
  ...badIds,
  ...shaped.flatMap((prefix) => keys.map((key) => `${prefix}_${hidden(`.${key}`)}`)),
  ...prefixes.flatMap((prefix) => [
    `${prefix}_${hidden(Buffer.from([0x2e, 0xff]))}`,
    `${prefix}_${hidden('.00000000-0000-0000-0000-000000000000')}`,
    `${prefix}_${hidden(`.${'9'.repeat(290)}`)}`,
  ]),
];

type Told = { code?: string; __typename: string } | null;

/** The code of what was refused; null: it was done. */
async function codeOf({ query, variables }: Pick<Asked, 'query' | 'variables'>): Promise<string | null> {
  const { data, errors } = query.startsWith('subscription')
    ? await firstOf<Record<string, Told>>(api, query, variables)
    : await api.ask<Record<string, Told>>(query, variables, admin);
  if (errors) return errors[0]!.extensions.code;
  return Object.values(data)[0]?.code ?? null;
}

async function codes(values: Values): Promise<(Asked & { code: string | null })[]> {
  const all = [...operations(ids, values)];
  const answers: (Asked & { code: string | null })[] = [];
  for (let at = 0; at < all.length; at += 8)
    answers.push(
      ...(await Promise.all(all.slice(at, at + 8).map(async (one) => ({ ...one, code: await codeOf(one) })))),
    );
  return answers;
}

const where = ({ name, path, given, code }: Asked & { code: string | null }) =>
  `${name}(${path.join('.')}: ${JSON.stringify(given).slice(0, 80)}) → ${code}`;

test('an id that nothing can have is refused as such by every argument that takes one', async () => {
  const answers = await codes((scalar) => (scalar === 'ID' ? badIds : []));
  assert.ok(answers.length > 500, String(answers.length));
  const wrong = answers.filter(({ code }) => code !== 'NOT_FOUND' && code !== 'BAD_INPUT');
  assert.deepEqual(wrong.map(where), []);
  const query = 'query($id: ID!) { node(id: $id) { id } }';
  for (const id of manyBadIds) {
    const { data, errors } = await api.ask<{ node: unknown } | null>(query, { id }, admin);
    // Numbers that some day may be those of a capture or a page are of none today.
    assert.ok((data?.node ?? null) === null, id);
    // What can be no host is told as such.
    const code = errors?.[0]?.extensions.code ?? 'NOT_FOUND';
    assert.ok(
      code === 'NOT_FOUND' || (code === 'BAD_INPUT' && id.startsWith('host_')),
      `${id.slice(0, 80)}: ${code}`,
    );
  }
});

test('an id that nothing can have is not found by every path beside GraphQL', async () => {
  for (const id of manyBadIds.filter((one) => one.length > 0 && one.length < 5000))
    for (const [path, method] of [
      [`/export/${id}/pages`, 'GET'],
      [`/captures/${id}/body`, 'GET'],
      [`/jobs/${id}/seeds`, 'POST'],
    ] as const) {
      const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/x-ndjson' };
      const sent = method === 'POST' ? { body: '"http://amber.test/"' } : {};
      const response = await fetch(`${api.url}${path}`, { method, headers, ...sent });
      assert.equal(response.status, 404, `${path.slice(0, 80)}: ${await response.text()}`);
    }
});

const longs = ['9223372036854775808', '-9223372036854775809', '999999999999999', '99999999999'];
const uuid = '00000000-0000-0000-0000-000000000000';
const cursors = [
  ...longs,
  ...['', 'x', '999999999999999.0123456789abcdef', 'zzzzzzzzzz.zzzzzzzzzz', `${'a'.repeat(36)}`],
  ...[`["\\ud800","${uuid}"]`, `["\\u0000","${uuid}"]`, `[9007199254740991,"${uuid}"]`],
  ...[`[1,"${'-'.repeat(36)}"]`, 'null', '[]'],
].map(hidden);
const extremes: Record<string, readonly unknown[]> = {
  DateTime: [
    ...[
      '+275760-09-13T00:00:00Z',
      '-271821-04-20T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '+010000-01-01T00:00:00Z',
    ],
    ...['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59-12:00', '', 0],
  ],
  Int: [2 ** 31 - 1, -(2 ** 31), 2 ** 31],
  Long: [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 63],
  Float: [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE],
};

test('a moment, a number or a cursor at or beyond the ends of what can be kept is never the fault of the API', async () => {
  const answers = await codes((scalar, path) =>
    scalar === 'String' && ['after', 'before'].includes(path.at(-1)!) ? cursors : (extremes[scalar] ?? []),
  );
  assert.ok(answers.length > 500, String(answers.length));
  const wrong = answers.filter(({ code }) => code === 'INTERNAL' || code === 'UNAVAILABLE');
  assert.deepEqual(wrong.map(where), []);
  const ordered =
    'query($after: String, $order: JobOrder) { jobs(after: $after, orderBy: $order) { nodes { id } } }';
  for (const field of ['NAME', 'CREATED_AT'])
    for (const after of cursors) {
      const code = await codeOf({ query: ordered, variables: { after, order: { field, direction: 'ASC' } } });
      assert.equal(code, 'BAD_INPUT', Buffer.from(after, 'base64url').toString());
    }
  for (const kind of ['pages', 'captures', 'links'])
    for (const after of [...longs, 'zzzzzzzzzz.zzzzzzzzzz', 'zzzzzzzzzz.zzzzzzzzzz.9999999']) {
      const headers = { authorization: `Bearer ${admin}` };
      const response = await fetch(`${api.url}/export/${ids['Job']}/${kind}?after=${after}`, { headers });
      assert.ok(response.status < 500, `${kind} ${after}: ${await response.text()}`);
    }
});

test('an empty id widens nothing: only one that is left out means all', async () => {
  for (const [name, input, field] of [
    ['hostPause', { host: 'amber.test', jobId: '' }, 'jobId'],
    ['webhookCreate', { url: 'https://hook.example/', events: ['RUN_DONE'], jobId: '' }, 'jobId'],
    ['jobCreate', { seeds: ['http://a.test/'], policyId: '' }, 'policyId'],
    ['jobUpdate', { id: ids['Job'], policyId: '' }, 'policyId'],
    ['projectUpdate', { id: '', name: 'other' }, 'id'],
    ['deadRetry', { runId: '' }, 'runId'],
    ['policyRollBack', { id: '', toVersion: 1 }, 'id'],
  ] as const) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation($input: ${type}) { done: ${name}(input: $input) { ... on UserError { code path } } }`;
    const { data, errors } = await api.ask<Record<string, unknown>>(query, { input }, admin);
    assert.equal(errors, undefined, `${name}: ${JSON.stringify(errors)}`);
    assert.deepEqual(data['done'], { code: 'NOT_FOUND', path: ['input', field] }, name);
  }
});

test('an uploaded seed that is no text is a refused row, which says why; the others are taken', async () => {
  const lines = [
    ...['"http://n.test/\\u0000"', '"http://n.test/\\ud800"', '{"url":"http://n.test/\\u0000b"}'],
    ...['"http://n.test/fine"', '"http://n.test/raw\0"'],
  ];
  const response = await fetch(`${api.url}/jobs/${ids['Job']}/seeds`, {
    ...{ method: 'POST', body: lines.join('\n') },
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/x-ndjson' },
  });
  const { added, known, refused, problems } = (await response.json()) as {
    [name: string]: number;
  } & { problems: { row: number; problem: string }[] };
  assert.deepEqual([added, known, refused], [1, 0, 4]);
  assert.deepEqual(
    problems.map(({ row, problem }) => [row, /^has (a NUL|half of a surrogate)/.exec(problem)?.[1]]),
    [
      [0, 'a NUL'],
      [1, 'half of a surrogate'],
      [2, 'a NUL'],
      [4, 'a NUL'],
    ],
  );
});
